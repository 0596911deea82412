from datetime import timedelta

import pytest
import time_machine
from django.core.mail import EmailMessage
from django.test import Client

from lodestar.people import codes
from lodestar.people.models import Person
from tests.factories import NOW, make_person
from tests.people.conftest import ask_code, code_in, sign_in

pytestmark = pytest.mark.django_db
Mails = list[EmailMessage]


def test_a_code_by_mail_signs_in(client: Client, stranger: Person, mailoutbox: Mails) -> None:
    answer = sign_in(client, "stranger@example.org", mailoutbox)
    assert answer.status_code == 302
    assert answer["Location"] == "/home/"
    assert client.session["_auth_user_id"] == str(stranger.pk)


def test_an_unknown_address_has_an_account_only_after_its_code(client: Client, mailoutbox: Mails) -> None:
    ask_code(client, "new@example.org")
    assert not Person.objects.exists()
    client.post("/account/sign-in/code/", {"code": code_in(mailoutbox[-1])})
    person = Person.objects.get()
    assert (person.email, person.roles, person.name) == ("new@example.org", [], "")
    assert client.session["_auth_user_id"] == str(person.pk)


def test_nothing_tells_a_known_address_from_an_unknown_one(
    mailoutbox: Mails, django_assert_num_queries
) -> None:  # type: ignore[no-untyped-def]
    make_person(email="known@example.org", is_coordinator=True)
    make_person(email="closed@example.org", is_active=False)
    seen = []
    for name in ("known", "other", "closed"):
        client = Client()
        address = f"{name}@example.org"
        with django_assert_num_queries(4):
            first = ask_code(client, address)
        second = client.get("/account/sign-in/code/")
        mail = mailoutbox.pop()
        texts = [second.content.decode(), str(mail.body), mail.subject, str(mail.to)]
        texts = [text.replace(address, "ADDRESS").replace(code_in(mail), "CODE") for text in texts]
        texts[0] = texts[0].split('name="csrfmiddlewaretoken"')[0]
        seen.append((first.status_code, first["Location"], second.status_code, *texts))
    assert seen[0] == seen[1] == seen[2]


def test_one_address_however_it_is_typed(client: Client, stranger: Person, mailoutbox: Mails) -> None:
    for typed in ["Stranger@Example.ORG", " stranger@example.org ", "stranger@example.org"]:
        sign_in(client, typed, mailoutbox)
        assert client.session["_auth_user_id"] == str(stranger.pk)
        client.logout()
    assert Person.objects.count() == 1


@pytest.mark.parametrize(
    "typed", ["strаnger@example.org", "stranger@exam ple.org", "stranger", "a" * 300 + "@b.ca"]
)
def test_an_address_we_cannot_use_is_refused(client: Client, typed: str, mailoutbox: Mails) -> None:
    answer = ask_code(client, typed)
    assert answer.status_code == 200
    assert "id_email_error" in answer.content.decode()
    assert mailoutbox == []


def test_a_domain_with_accents_is_kept_in_its_plain_form(client: Client, mailoutbox: Mails) -> None:
    ask_code(client, "a@bibliothèque.ca")
    assert mailoutbox[-1].to == ["a@xn--bibliothque-59a.ca"]


def test_a_wrong_code_says_so_and_may_be_mended(client: Client, stranger: Person, mailoutbox: Mails) -> None:
    ask_code(client, "stranger@example.org")
    answer = client.post("/account/sign-in/code/", {"code": "0000-0000"})
    assert "That is not the code we sent" in answer.content.decode()
    code = code_in(mailoutbox[-1]).replace("-", " ")
    answer = client.post("/account/sign-in/code/", {"code": f" {code} "})
    assert answer["Location"] == "/home/"


def test_the_fifth_wrong_code_ends_it(client: Client, stranger: Person, mailoutbox: Mails) -> None:
    ask_code(client, "stranger@example.org")
    for _ in range(codes.TRIES):
        answer = client.post("/account/sign-in/code/", {"code": "0000-0000"})
    assert answer["Location"] == "/account/sign-in/"
    answer = client.post("/account/sign-in/code/", {"code": code_in(mailoutbox[-1])}, follow=True)
    assert "no longer valid" in answer.content.decode()
    assert "_auth_user_id" not in client.session


def test_a_code_is_over_after_fifteen_minutes(client: Client, stranger: Person, mailoutbox: Mails) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        ask_code(client, "stranger@example.org")
        clock.shift(timedelta(seconds=codes.LIFETIME))
        answer = client.post("/account/sign-in/code/", {"code": code_in(mailoutbox[-1])}, follow=True)
        assert "no longer valid" in answer.content.decode()
        ask_code(client, "stranger@example.org")
        clock.shift(timedelta(seconds=codes.LIFETIME - 1))
        answer = client.post("/account/sign-in/code/", {"code": code_in(mailoutbox[-1])})
        assert answer["Location"] == "/home/"


def test_a_code_works_once_and_only_where_it_was_asked_for(
    client: Client, stranger: Person, mailoutbox: Mails
) -> None:
    ask_code(client, "stranger@example.org")
    typed = {"code": code_in(mailoutbox[-1])}
    elsewhere = Client()
    assert elsewhere.post("/account/sign-in/code/", typed)["Location"] == "/account/sign-in/"
    client.post("/account/sign-in/code/", typed)
    client.post("/account/sign-out/")
    assert client.post("/account/sign-in/code/", typed)["Location"] == "/account/sign-in/"
    assert "_auth_user_id" not in client.session


def test_a_new_code_replaces_the_old_one(client: Client, stranger: Person, mailoutbox: Mails) -> None:
    ask_code(client, "stranger@example.org")
    ask_code(client, "stranger@example.org")
    old, new = (code_in(mail) for mail in mailoutbox)
    client.post("/account/sign-in/code/", {"code": old})
    assert "_auth_user_id" not in client.session
    client.post("/account/sign-in/code/", {"code": new})
    assert "_auth_user_id" in client.session


def test_the_code_is_kept_nowhere(client: Client, stranger: Person, mailoutbox: Mails) -> None:
    from lodestar.outbox.models import Mail

    ask_code(client, "stranger@example.org")
    code = code_in(mailoutbox[-1])
    assert not Mail.objects.exists()
    assert code not in str(dict(client.session))
    assert code.replace("-", "") not in str(dict(client.session))


def test_a_closed_account_does_not_open(client: Client, mailoutbox: Mails) -> None:
    make_person(email="closed@example.org", is_active=False)
    answer = sign_in(client, "closed@example.org", mailoutbox)
    assert answer["Location"] == "/account/sign-in/"
    assert "This account is closed" in client.get("/account/sign-in/").content.decode()
    assert "_auth_user_id" not in client.session


def test_a_mail_server_that_is_away_is_said(client: Client, settings, stranger: Person) -> None:  # type: ignore[no-untyped-def]
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_PORT = 1
    answer = ask_code(client, "stranger@example.org")
    assert answer.status_code == 200
    assert "We could not send the mail just now" in answer.content.decode()


@pytest.mark.parametrize(
    "then",
    ["//evil.example", "/\\evil.example", "javascript:alert(1)", "https://evil.example", "\t//evil.example"],
)
def test_after_signing_in_nobody_is_led_away(
    client: Client, then: str, stranger: Person, mailoutbox: Mails
) -> None:
    client.post("/account/sign-in/", {"email": "stranger@example.org", "next": then})
    answer = client.post("/account/sign-in/code/", {"code": code_in(mailoutbox[-1])})
    assert answer["Location"] == "/home/"


def test_after_signing_in_one_is_where_one_wished_to_go(
    client: Client, stranger: Person, mailoutbox: Mails
) -> None:
    page = client.get("/account/sign-in/?next=/account/address/")
    assert 'name="next" value="/account/address/"' in page.content.decode()
    client.post("/account/sign-in/", {"email": "stranger@example.org", "next": "/account/address/"})
    answer = client.post("/account/sign-in/code/", {"code": code_in(mailoutbox[-1])})
    assert answer["Location"] == "/account/address/"
