import pytest
from django.test import Client

from lodestar.history.models import Channel, Entry
from lodestar.outbox.models import Mail
from lodestar.people.actions import change_contact, enter_person
from lodestar.people.models import Person
from lodestar.people.queries import find_people
from lodestar.refusal import Refused
from tests.factories import NOW, make_person

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("Élise Bélanger", "elise"),
        ("Elise Belanger", "Bélanger ÉLISE"),
        ("ᒪᐢᑿ Maskwa", "ᒪᐢᑿ"),
        ("Søren Ødegård", "soren odegard"),
        ("Ngọc Nguyễn", "ngoc nguyen"),
        ("O’Brien", "o'brien"),
        ("Plato", "plato@"),
        ("Anna", "555-0199"),
    ],
)
def test_a_person_is_found_whatever_the_accents(name: str, typed: str) -> None:
    wanted = make_person(
        name, email=f"{'plato' if name == 'Plato' else 'x'}@example.org", phone="780-555-0199"
    )
    make_person("Somebody Else")
    assert list(find_people(typed)) == [wanted]


def test_nobody_is_found_by_what_nobody_has() -> None:
    make_person("Anna")
    for typed in ["zz", "%", "_", "anna zz", "a" * 5000]:
        assert not find_people(typed).exists()


def test_entering_a_person_finds_the_one_with_the_address(coordinator: Person) -> None:
    first = enter_person(
        name="É́lise  B.", email="Elise@Example.org", by=coordinator, at=NOW, channel=Channel.PAPER
    )
    again = enter_person(
        name="Other", email="elise@example.org", phone="1", by=coordinator, at=NOW, channel=Channel.PHONE
    )
    assert first == again
    assert again.name == "É́lise B."
    assert Entry.objects.get().channel == "paper"


def test_a_person_without_an_address_needs_a_telephone(coordinator: Person) -> None:
    person = enter_person(name="Ann", phone="780-555-0100", by=coordinator, at=NOW, channel=Channel.PAPER)
    assert person.email is None
    with pytest.raises(Refused) as refused:
        enter_person(name="Ann", by=coordinator, at=NOW, channel=Channel.PAPER)
    assert refused.value.code == "cannot_be_reached"


def test_two_people_may_have_no_address_and_one_name(coordinator: Person) -> None:
    for phone in ("780-555-0100", "780-555-0101"):
        enter_person(name="Ann", phone=phone, by=coordinator, at=NOW, channel=Channel.PAPER)
    assert Person.objects.filter(name="Ann").count() == 2


def test_the_old_address_is_told_and_the_sessions_end(
    client: Client, coordinator: Person, stranger: Person
) -> None:
    client.force_login(stranger)
    change_contact(
        person=stranger, name="Stranger Stan", phone="", email="New@Example.org", by=coordinator, at=NOW
    )
    stranger.refresh_from_db()
    assert stranger.email == "new@example.org"
    mail = Mail.objects.get()
    assert mail.address == "stranger@example.org"
    assert "new@example.org" not in mail.text
    assert client.get("/account/").status_code == 302
    entry = Entry.objects.get()
    assert entry.details == {"changed": ["email"]}
    assert "example.org" not in str(entry.__dict__)


def test_an_address_of_somebody_else_is_refused(coordinator: Person, stranger: Person) -> None:
    with pytest.raises(Refused) as refused:
        change_contact(
            person=stranger, name="X", phone="", email="Coordinator@example.org", by=coordinator, at=NOW
        )
    assert refused.value.code == "address_taken"
    stranger.refresh_from_db()
    assert (stranger.email, stranger.name) == ("stranger@example.org", "Stranger Stan")
    assert not Mail.objects.exists()
    assert not Entry.objects.exists()


def test_nothing_changed_is_no_act(coordinator: Person, stranger: Person) -> None:
    change_contact(
        person=stranger, name=stranger.name, phone="", email="stranger@example.org", by=coordinator, at=NOW
    )
    assert not Entry.objects.exists()


def test_the_coordinator_corrects_a_person(client: Client, coordinator: Person, stranger: Person) -> None:
    client.force_login(coordinator)
    path = f"/account/people/{stranger.public_id}/"
    assert "stranger@example.org" in client.get(path).content.decode()
    typed = {"name": "Stanley", "phone": "780-555-0100", "email": "coordinator@example.org"}
    page = client.post(path, typed).content.decode()
    assert "Somebody already uses this e-mail address." in page
    assert 'value="Stanley"' in page
    assert client.post(path, typed | {"email": ""}).status_code == 302
    stranger.refresh_from_db()
    assert (stranger.name, stranger.folded_name, stranger.email) == ("Stanley", "stanley", None)
    page = client.post(path, {"name": "Stanley", "phone": "", "email": ""}).content.decode()
    assert "We need an e-mail address or a telephone number." in page


def test_an_old_page_puts_no_old_address_back(client: Client, coordinator: Person, stranger: Person) -> None:
    client.force_login(coordinator)
    path = f"/account/people/{stranger.public_id}/"
    seen = client.get(path).context["form"].initial["seen"]
    Person.objects.filter(pk=stranger.pk).update(email="new@example.org")
    typed = {"name": "Stanley", "phone": "", "email": "stranger@example.org", "seen": seen}
    assert "Somebody changed this since you opened it." in client.post(path, typed).content.decode()
    stranger.refresh_from_db()
    assert (stranger.name, stranger.email) == ("Stranger Stan", "new@example.org")


def test_a_change_writes_what_is_new_and_nothing_else(coordinator: Person, stranger: Person) -> None:
    Person.objects.filter(pk=stranger.pk).update(email="new@example.org")
    change_contact(
        person=stranger, name="Stanley", phone="", email="stranger@example.org", by=coordinator, at=NOW
    )
    stranger.refresh_from_db()
    assert (stranger.name, stranger.email) == ("Stanley", "new@example.org")


@pytest.mark.parametrize("phone", ["780-555-0133", "(780) 555 0133"])
def test_somebody_without_an_address_is_known_by_name_and_telephone(coordinator: Person, phone: str) -> None:
    entered = {"name": "Élise Cardinal", "by": coordinator, "at": NOW, "channel": Channel.PAPER}
    known = enter_person(phone="780-555-0133", **entered)
    assert enter_person(phone=phone, **entered | {"name": "elise cardinal"}) == known
    assert enter_person(phone="780-555-0144", **entered) != known
    assert enter_person(phone=phone, **entered | {"name": "Anna Cardinal"}) != known


def test_extra_fields_change_nothing(client: Client, coordinator: Person, stranger: Person) -> None:
    client.force_login(stranger)
    client.post("/account/", {"name": "Stan", "is_coordinator": "on", "email": "x@example.org", "id": "1"})
    stranger.refresh_from_db()
    assert (stranger.name, stranger.email, stranger.roles) == ("Stan", "stranger@example.org", [])


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_takes_as_many_queries_whatever_its_length(
    client: Client, coordinator: Person, rows: int, django_assert_num_queries
) -> None:  # type: ignore[no-untyped-def]
    for _ in range(rows):
        make_person()
    client.force_login(coordinator)
    with django_assert_num_queries(6):
        page = client.get("/account/people/").content.decode()
    assert page.count('<th scope="row">') == rows + 1


def test_the_list_shows_whom_one_looks_for(client: Client, coordinator: Person) -> None:
    make_person("Mentee Élise")
    client.force_login(coordinator)
    page = client.get("/account/people/", {"q": "elise"}).content.decode()
    assert "Mentee Élise" in page
    assert "Coordinator Corrine</a>" not in page
    assert "Nobody found" in client.get("/account/people/", {"q": "zzz"}).content.decode()
