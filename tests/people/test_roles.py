from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from lodestar.history.models import Entry
from lodestar.outbox.models import Mail
from lodestar.people.actions import grant_role, remove_role
from lodestar.people.models import Person, StaffRole
from lodestar.refusal import Refused
from tests.factories import NOW, add_second_factor, make_person

pytestmark = pytest.mark.django_db


def invite(*words: str) -> str:
    out = StringIO()
    call_command("invite", *words, stdout=out)
    return out.getvalue()


def test_the_first_coordinator_is_invited_from_the_command_line() -> None:
    said = invite("First@Example.org", "--role", "coordinator", "--name", "  Fatima   Q. ")
    person = Person.objects.get()
    assert (person.email, person.name, person.roles) == ("first@example.org", "Fatima Q.", ["coordinator"])
    assert "http://testserver/account/sign-in/ with first@example.org" in said
    mail = Mail.objects.get()
    assert (mail.address, mail.person) == ("first@example.org", person)
    assert "http://testserver/account/sign-in/" in mail.text
    assert [entry.act for entry in Entry.objects.all()] == ["entered the person", "gave the role"]


def test_inviting_twice_does_nothing_more() -> None:
    invite("first@example.org", "--role", "coordinator")
    invite("first@example.org", "--role", "coordinator", "--name", "Other")
    assert (Person.objects.count(), Mail.objects.count(), Entry.objects.count()) == (1, 1, 2)


def test_a_known_person_keeps_their_name_and_other_roles(finance: Person) -> None:
    invite("finance@example.org", "--role", "administrator", "--name", "Somebody")
    finance.refresh_from_db()
    assert (finance.name, finance.roles) == ("Finance Fern", ["finance", "administrator"])


@pytest.mark.parametrize(
    "words", [["nonsense", "--role", "finance"], ["a@b.ca", "--role", "king"], ["a@b.ca"]]
)
def test_a_wrong_invitation_is_refused_in_one_sentence(words: list[str]) -> None:
    with pytest.raises(CommandError):
        invite(*words)
    assert not Person.objects.exists()


def test_the_last_coordinator_cannot_be_removed(coordinator: Person, finance: Person) -> None:
    with pytest.raises(Refused) as refused:
        remove_role(person=coordinator, role=StaffRole.COORDINATOR, by=coordinator, at=NOW)
    assert refused.value.code == "last_coordinator"
    coordinator.refresh_from_db()
    assert coordinator.is_coordinator
    make_person("Closed", email="closed@example.org", is_coordinator=True, is_active=False)
    with pytest.raises(Refused):
        remove_role(person=coordinator, role=StaffRole.COORDINATOR, by=coordinator, at=NOW)
    make_person("Deputy", email="deputy@example.org", is_coordinator=True)
    remove_role(person=coordinator, role=StaffRole.COORDINATOR, by=coordinator, at=NOW)
    assert coordinator.roles == []


def test_a_role_taken_away_closes_what_is_open(client: Client, coordinator: Person, finance: Person) -> None:
    client.force_login(finance)
    assert client.get("/account/").status_code == 200
    remove_role(person=finance, role=StaffRole.FINANCE, by=coordinator, at=NOW)
    assert client.get("/account/")["Location"].startswith("/account/sign-in/")
    assert Entry.objects.get().details == {"role": "finance"}


def test_a_role_given_ends_the_old_sessions(client: Client, coordinator: Person, stranger: Person) -> None:
    client.force_login(stranger)
    assert grant_role(person=stranger, role=StaffRole.FINANCE, by=coordinator, at=NOW)
    assert client.get("/account/").status_code == 302
    assert not grant_role(person=stranger, role=StaffRole.FINANCE, by=coordinator, at=NOW)
    assert Entry.objects.count() == 1


def test_giving_oneself_a_role_keeps_only_this_session(client: Client, coordinator: Person) -> None:
    other = Client()
    for one in (client, other):
        one.force_login(coordinator)
    before = client.session.session_key
    form = {"email": coordinator.email, "name": "", "role": "finance", "sure": "yes"}
    assert client.post("/account/people/invite/", form).status_code == 302
    assert client.get("/account/").status_code == 200
    assert client.session.session_key != before
    assert other.get("/account/").status_code == 302


def test_an_invitation_is_shown_before_it_is_sent(client: Client, coordinator: Person) -> None:
    client.force_login(coordinator)
    form = {"email": "new@example.org", "name": "New Nora", "role": "administrator"}
    page = client.post("/account/people/invite/", form).content.decode()
    assert "Make new@example.org administrator?" in page
    assert "You are invited to help run the program" in page
    assert not Person.objects.filter(email="new@example.org").exists()
    client.post("/account/people/invite/", form | {"sure": "yes"})
    person = Person.objects.get(email="new@example.org")
    assert person.roles == ["administrator"]
    assert Mail.objects.get().address == "new@example.org"


def test_taking_a_role_away_asks_first(client: Client, coordinator: Person, finance: Person) -> None:
    client.force_login(coordinator)
    path = f"/account/people/{finance.public_id}/finance/remove/"
    assert "Take away the role finance officer?" in client.get(path).content.decode()
    finance.refresh_from_db()
    assert finance.is_finance
    client.post(path)
    finance.refresh_from_db()
    assert not finance.is_finance
    assert client.post(path).status_code == 404


def test_the_page_says_why_the_last_coordinator_stays(client: Client, coordinator: Person) -> None:
    client.force_login(coordinator)
    path = f"/account/people/{coordinator.public_id}/coordinator/remove/"
    assert "This is the only coordinator" in client.post(path, follow=True).content.decode()


@pytest.mark.parametrize("who", ["stranger", "finance"])
def test_others_do_not_see_the_people(client: Client, who: str, request: pytest.FixtureRequest) -> None:
    person = request.getfixturevalue(who)
    client.force_login(person)
    for path in ["", "invite/", f"{person.public_id}/", f"{person.public_id}/finance/remove/"]:
        assert client.get(f"/account/people/{path}").status_code == 403
        assert client.post(f"/account/people/{path}").status_code in {403, 405}


def test_an_administrator_gives_roles_too(client: Client) -> None:
    administrator = make_person("Admin", email="admin@example.org", is_administrator=True)
    client.force_login(administrator)
    assert client.get("/account/people/").status_code == 200


def test_without_a_second_step_a_new_right_opens_nothing(client: Client, stranger: Person) -> None:
    grant_role(person=stranger, role=StaffRole.COORDINATOR, by=None, at=NOW)
    client.force_login(stranger)
    assert client.get("/account/people/")["Location"] == "/account/second-step/needed/"
    add_second_factor(stranger)  # elsewhere: this session has never shown it, so it ends
    assert client.get("/account/people/")["Location"].startswith("/account/sign-in/")
    client.force_login(stranger)
    assert client.get("/account/people/").status_code == 200
