"""What a person does with their own account."""

import pytest
from django.core.mail import EmailMessage
from django.test import Client

from lodestar.history.models import Entry
from lodestar.outbox.models import Mail
from lodestar.people.models import Person
from tests.people.conftest import code_in, sign_in

pytestmark = pytest.mark.django_db
Mails = list[EmailMessage]


@pytest.fixture
def own(client: Client, stranger: Person) -> Client:
    client.force_login(stranger)
    return client


def test_name_telephone_and_mailbox_are_kept(own: Client, stranger: Person) -> None:
    answer = own.post("/account/", {"name": "ᒪᐢᑿ", "phone": "+1 780 555 0100", "mailbox_is_shared": "yes"})
    assert answer["Location"] == "/account/"
    stranger.refresh_from_db()
    assert (stranger.name, stranger.phone, stranger.mailbox_is_shared) == ("ᒪᐢᑿ", "+1 780 555 0100", True)
    acts = list(Entry.objects.values_list("act", flat=True))
    assert acts == ["changed the contact details", "said who reads the mailbox"]
    assert 'value="yes" id="id_mailbox_is_shared_1" checked' in own.get("/account/").content.decode()


def test_a_name_is_needed_and_nothing_typed_is_lost(own: Client, stranger: Person) -> None:
    page = own.post("/account/", {"name": " ", "phone": "780-555-0100"}).content.decode()
    assert "id_name_error" in page
    assert 'value="780-555-0100"' in page


@pytest.mark.parametrize("typed", ["call me maybe", "555-010"])
def test_a_telephone_number_has_digits_enough_and_stays_as_typed(
    own: Client, stranger: Person, typed: str
) -> None:
    page = own.post("/account/", {"name": "Stan", "phone": typed}).content.decode()
    assert "at least 7 digits" in page
    assert f'value="{typed}"' in page
    stranger.refresh_from_db()
    assert stranger.phone == ""


def test_a_new_address_counts_after_its_code(own: Client, stranger: Person, mailoutbox: Mails) -> None:
    own.post("/account/address/", {"email": "New@example.org"})
    assert mailoutbox[-1].to == ["new@example.org"]
    assert "not the code" in own.post("/account/address/code/", {"code": "1"}).content.decode()
    stranger.refresh_from_db()
    assert stranger.email == "stranger@example.org"
    own.post("/account/address/code/", {"code": code_in(mailoutbox[-1])})
    stranger.refresh_from_db()
    assert stranger.email == "new@example.org"
    assert Mail.objects.get().address == "stranger@example.org"
    assert own.get("/account/").status_code == 200


def test_an_address_in_use_is_told_only_to_its_owner(
    own: Client, coordinator: Person, stranger: Person, mailoutbox: Mails
) -> None:
    first = own.post("/account/address/", {"email": "coordinator@example.org"})
    assert first["Location"] == "/account/address/code/"
    page = own.post("/account/address/code/", {"code": code_in(mailoutbox[-1])}, follow=True)
    assert "Somebody already uses this e-mail address." in page.content.decode()
    stranger.refresh_from_db()
    assert stranger.email == "stranger@example.org"


def test_a_code_for_signing_in_moves_no_address(client: Client, stranger: Person, mailoutbox: Mails) -> None:
    client.post("/account/sign-in/", {"email": "other@example.org"})
    code = code_in(mailoutbox[-1])
    client.force_login(stranger)
    assert client.post("/account/address/code/", {"code": code})["Location"] == "/account/address/"
    stranger.refresh_from_db()
    assert stranger.email == "stranger@example.org"


def test_a_code_for_a_new_address_signs_nobody_in(own: Client, mailoutbox: Mails) -> None:
    own.post("/account/address/", {"email": "other@example.org"})
    own.post("/account/sign-out/")
    answer = own.post("/account/sign-in/code/", {"code": code_in(mailoutbox[-1])})
    assert answer["Location"] == "/account/sign-in/"


def test_whoever_signs_in_for_the_first_time_has_an_account_page(client: Client, mailoutbox: Mails) -> None:
    sign_in(client, "new@example.org", mailoutbox)
    assert "new@example.org" in client.get("/account/").content.decode()


@pytest.mark.parametrize("path", ["", "address/", "address/code/", "sign-out-everywhere/", "second-step/"])
def test_an_account_is_its_owners_alone(client: Client, path: str) -> None:
    answer = client.get(f"/account/{path}")
    assert answer.status_code in {302, 405}
    if answer.status_code == 302:
        assert answer["Location"].startswith("/account/sign-in/")
