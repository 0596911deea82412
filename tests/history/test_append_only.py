import pytest
from django.db import transaction
from django.test import Client

from lodestar.history.actions import record
from lodestar.history.models import Entry
from lodestar.people.models import Person
from tests.factories import NOW, make_person

pytestmark = pytest.mark.django_db
QUERIES = 5  # session, person, program, entries
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def entry(coordinator: Person) -> Entry:
    return record("said yes", make_person(), by=coordinator, at=NOW)


@pytest.mark.parametrize(
    "change",
    [
        lambda entry: entry.save(),
        lambda entry: entry.delete(),
        lambda entry: Entry.objects.update(act="said no"),
        lambda entry: Entry.objects.bulk_update([entry], ["act"]),
        lambda entry: Entry.objects.update_or_create(pk=entry.pk, defaults={"act": "said no"}),
        lambda entry: Entry.objects.all().delete(),
    ],
)
def test_what_happened_is_neither_changed_nor_deleted(entry: Entry, change) -> None:
    entry.act = "said no"
    with pytest.raises(TypeError), transaction.atomic():
        change(entry)
    assert Entry.objects.get().act == "said yes"


def test_coordinators_read_the_history_of_a_thing_and_nobody_else(
    client: Client, entry: Entry, coordinator: Person, stranger: Person
) -> None:
    url = f"/history/person/{entry.thing}/"
    assert client.get(url).status_code == 302
    client.force_login(stranger, backend=BACKEND)
    assert client.get(url).status_code == 403
    client.force_login(coordinator, backend=BACKEND)
    assert "Coordinator Corrine said yes." in client.get(url).content.decode()


@pytest.mark.parametrize("url", ["/history/person/p-22222222/", "/history/%F4/1/", "/history/x/" + "a" * 99])
def test_a_thing_without_history_is_not_found(client: Client, coordinator: Person, url: str) -> None:
    client.force_login(coordinator, backend=BACKEND)
    assert client.get(url, follow=True).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_takes_a_fixed_number_of_queries(
    client: Client, coordinator: Person, rows: int, django_assert_num_queries
) -> None:
    thing = make_person()
    for _ in range(rows):
        record("said yes", thing, by=make_person(), at=NOW)
    client.force_login(coordinator, backend=BACKEND)
    with django_assert_num_queries(QUERIES):
        client.get(f"/history/person/{thing.public_id}/")
