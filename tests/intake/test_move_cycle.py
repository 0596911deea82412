from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from lodestar.history.models import Entry
from lodestar.outbox.models import Mail
from lodestar.people.models import Person
from lodestar.programs.actions import move_cycle
from lodestar.programs.models import CYCLE_DATES, Cycle
from lodestar.refusal import Refused
from tests.factories import NOW, make_application, make_person

pytestmark = pytest.mark.django_db


def dates_of(cycle: Cycle, **changed: str) -> dict[str, str]:
    return {name: getattr(cycle, name).isoformat() for name in CYCLE_DATES} | changed


def url_of(cycle: Cycle) -> str:
    return reverse("intake:move_cycle", args=[cycle.public_id])


@pytest.fixture
def later(cycle: Cycle) -> dict[str, str]:
    """The cycle's dates with the form closing two days later: 6 October 2026."""
    return dates_of(cycle, closes_on=(cycle.closes_on + timedelta(days=2)).isoformat())


def test_the_mail_and_how_many_get_it_are_shown_before_anything_moves(
    client: Client, coordinator: Person, cycle: Cycle, mentor: Person, mentee: Person, later: dict[str, str]
) -> None:
    make_application(cycle=cycle, mentee=["policy"], state="draft", submitted_at=None)
    make_application(cycle=cycle, mentee=["policy"], state="withdrawn")
    client.force_login(coordinator)
    page = client.post(url_of(cycle), later).content.decode()
    assert "2 people will be told" in page
    assert "Applications close on 6 October" in page
    assert Cycle.objects.get().closes_on == cycle.closes_on
    assert not Mail.objects.exists()


def test_sure_moves_the_dates_tells_people_and_keeps_what_they_were(
    client: Client, coordinator: Person, cycle: Cycle, mentor: Person, later: dict[str, str]
) -> None:
    quiet = make_person(email=None, phone="780-555-0133")
    make_application(quiet, cycle=cycle, mentee=["policy"])
    client.force_login(coordinator)
    client.post(url_of(cycle), later | {"sure": "yes"})
    assert Cycle.objects.get().closes_on.isoformat() == later["closes_on"]
    states = {mail.person_id: mail.state for mail in Mail.objects.all()}
    assert states == {mentor.pk: "queued", quiet.pk: "by_hand"}
    moved = Entry.objects.get(thing=cycle.public_id, act="moved the dates of the cycle")
    assert moved.details == {"before": {"closes_on": cycle.closes_on.isoformat()}}


def test_a_second_press_tells_nobody_twice(
    client: Client, coordinator: Person, cycle: Cycle, mentor: Person, later: dict[str, str]
) -> None:
    client.force_login(coordinator)
    client.post(url_of(cycle), later | {"sure": "yes"})
    again = client.post(url_of(cycle), later | {"sure": "yes"})
    assert again.status_code == 409
    assert "These are the dates the cycle has already." in again.content.decode()
    assert Mail.objects.count() == 1


def test_dates_moved_there_and_back_and_there_are_told_each_time(
    client: Client, coordinator: Person, cycle: Cycle, mentor: Person, later: dict[str, str]
) -> None:
    client.force_login(coordinator)
    for dates in (later, dates_of(cycle), later):
        client.post(url_of(cycle), dates | {"sure": "yes"})
    assert Mail.objects.count() == 3


def test_dates_somebody_else_has_just_moved_are_not_moved_over(coordinator: Person, cycle: Cycle) -> None:
    stale = Cycle.objects.get()
    moved = {"closes_on": cycle.closes_on + timedelta(days=1)}
    move_cycle(cycle=cycle, dates=moved, by=coordinator, at=NOW)
    with pytest.raises(Refused, match="moved_meanwhile"):
        move_cycle(
            cycle=stale, dates={"closes_on": stale.closes_on + timedelta(days=3)}, by=coordinator, at=NOW
        )
    assert Cycle.objects.get().closes_on == moved["closes_on"]


def test_dates_out_of_order_are_refused_beside_the_field(
    client: Client, coordinator: Person, cycle: Cycle
) -> None:
    client.force_login(coordinator)
    page = client.post(url_of(cycle), dates_of(cycle, closes_on="2026-01-01") | {"sure": "yes"})
    assert list(page.context["form"].errors) == ["closes_on"]
    assert Cycle.objects.get().closes_on == cycle.closes_on


def test_the_database_refuses_dates_out_of_order_too(coordinator: Person, cycle: Cycle) -> None:
    with pytest.raises(Refused, match="dates_out_of_order"):
        move_cycle(
            cycle=cycle, dates={"closes_on": cycle.ends_on + timedelta(days=1)}, by=coordinator, at=NOW
        )


def test_where_nobody_was_told_a_date_no_mail_is_announced(
    client: Client, coordinator: Person, cycle: Cycle, later: dict[str, str]
) -> None:
    client.force_login(coordinator)
    assert "no mail goes out" in client.post(url_of(cycle), later).content.decode()


def test_a_stranger_moves_nothing(
    client: Client, stranger: Person, cycle: Cycle, later: dict[str, str]
) -> None:
    client.force_login(stranger)
    assert client.post(url_of(cycle), later | {"sure": "yes"}).status_code == 403
    assert Cycle.objects.get().closes_on == cycle.closes_on
