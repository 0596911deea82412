"""A coordinator who is away leaves the mails that call somebody to a deputy."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from lodestar.history.models import Entry
from lodestar.people.actions import remove_role, say_away
from lodestar.people.models import Person, StaffRole
from lodestar.people.queries import at_their_desks
from lodestar.refusal import Refused
from tests.factories import NOW, TODAY, make_person

pytestmark = pytest.mark.django_db
TOMORROW = TODAY + timedelta(days=1)


@pytest.fixture
def deputy(db: None) -> Person:
    return make_person("Deputy Dee", email="dee@example.org", is_coordinator=True)


def go_away(person: Person, deputy: Person | None, until: date | None = TODAY) -> None:
    say_away(person=person, until=until, deputy=deputy, by=person, at=NOW, today=TODAY)


def readers(today: date = TODAY) -> list[str]:
    return [person.name for person in at_their_desks(Person.objects.coordinators(), today)]


def test_the_deputy_reads_until_the_last_day_and_not_longer(coordinator: Person, deputy: Person) -> None:
    assert readers() == ["Coordinator Corrine", "Deputy Dee"]
    for _ in range(2):
        go_away(coordinator, deputy)
    assert readers() == ["Deputy Dee"]
    assert readers(TOMORROW) == ["Coordinator Corrine", "Deputy Dee"]
    assert Entry.objects.count() == 1


def test_a_deputy_alone_changes_nothing_while_one_is_here(coordinator: Person, deputy: Person) -> None:
    go_away(coordinator, deputy, None)
    assert readers() == ["Coordinator Corrine", "Deputy Dee"]


def test_when_the_deputy_is_away_too_or_may_not_read_it_the_one_away_gets_it(
    coordinator: Person, deputy: Person
) -> None:
    go_away(coordinator, deputy)
    others = Person.objects.coordinators().exclude(pk=deputy.pk)
    assert at_their_desks(others, TODAY) == [coordinator]
    third = make_person("Third", is_coordinator=True)
    go_away(deputy, third)
    assert readers() == ["Coordinator Corrine", "Third"]


def test_a_deputy_is_another_coordinator_who_is_here(
    coordinator: Person, deputy: Person, finance: Person
) -> None:
    go_away(deputy, coordinator, TODAY)
    for person in (coordinator, finance, deputy):
        with pytest.raises(Refused):
            go_away(coordinator, person)
    with pytest.raises(Refused):
        go_away(coordinator, None, TODAY - timedelta(days=1))
    with pytest.raises(Refused):
        go_away(finance, coordinator)


@pytest.mark.parametrize("fields", [{"deputy": "self"}, {"is_coordinator": False, "away_until": TODAY}])
def test_the_database_refuses_it_too(coordinator: Person, fields: dict[str, object]) -> None:
    wanted = {name: coordinator.pk if value == "self" else value for name, value in fields.items()}
    with pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.filter(pk=coordinator.pk).update(**wanted)


def test_whoever_loses_the_role_is_nobodys_deputy_and_has_none(coordinator: Person, deputy: Person) -> None:
    go_away(coordinator, deputy)
    Person.objects.filter(pk=deputy.pk).update(deputy=coordinator, is_newcomer=True)
    remove_role(person=deputy, role=StaffRole.COORDINATOR, by=coordinator, at=NOW)
    coordinator.refresh_from_db()
    deputy.refresh_from_db()
    assert (coordinator.deputy, deputy.deputy, deputy.is_newcomer) == (None, None, False)


def test_it_is_said_on_ones_own_account(client: Client, coordinator: Person, deputy: Person) -> None:
    client.force_login(coordinator)
    page = reverse("people:away")
    with time_machine.travel(NOW, tick=False):
        answer = client.post(page, {"away_until": str(TOMORROW)})
        assert "Say who stands in for you" in answer.content.decode()
        assert str(TOMORROW) in answer.content.decode()
        answer = client.post(page, {"away_until": "2026-09-01", "deputy": deputy.public_id})
        assert "This day is over." in answer.content.decode()
        client.post(page, {"away_until": str(TOMORROW), "deputy": deputy.public_id})
        shown = client.get(reverse("people:account")).content.decode()
        assert "You are away until 15 September 2026. Your deputy: Deputy Dee." in shown
        client.post(page, {"away_until": "", "deputy": deputy.public_id})
        assert (
            "You are here. Your deputy: Deputy Dee." in client.get(reverse("people:account")).content.decode()
        )
    coordinator.refresh_from_db()
    assert coordinator.away_until is None


def test_an_absence_that_is_over_does_not_stand_in_the_way(
    client: Client, coordinator: Person, deputy: Person
) -> None:
    go_away(coordinator, deputy)
    client.force_login(coordinator)
    with time_machine.travel(NOW + timedelta(days=9), tick=False):
        assert str(TODAY) not in client.get(reverse("people:away")).content.decode()
        assert client.post(reverse("people:away"), {"deputy": deputy.public_id}).status_code == 302


def test_two_windows_do_not_overwrite_each_other(client: Client, coordinator: Person, deputy: Person) -> None:
    client.force_login(coordinator)
    with time_machine.travel(NOW, tick=False):
        seen = client.get(reverse("people:away")).context["form"].initial["seen"]
        go_away(coordinator, deputy, TOMORROW)
        answer = client.post(reverse("people:away"), {"deputy": "", "away_until": "", "seen": seen})
    assert "Somebody changed this since you opened it" in answer.content.decode()
    coordinator.refresh_from_db()
    assert coordinator.away_until == TOMORROW


@pytest.mark.parametrize("who", ["finance", "stranger"])
def test_others_have_no_such_page(client: Client, who: str, request: pytest.FixtureRequest) -> None:
    client.force_login(request.getfixturevalue(who))
    assert client.get(reverse("people:away")).status_code == 403
    assert "When you are away" not in client.get(reverse("people:account")).content.decode()
