"""One act with a date: all that a coordinator did goes to another, and the leaver's ways in end."""

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.urls import reverse

from lodestar.folders.models import Folder
from lodestar.handover import actions
from lodestar.handover.models import Handover
from lodestar.history.models import Entry
from lodestar.intake.models import Application
from lodestar.outbox.models import Mail
from lodestar.people.actions import remove_role
from lodestar.people.models import Person, StaffRole
from lodestar.programs.models import Cycle, Program
from lodestar.refusal import Refused
from tests import factories
from tests.factories import NOW, TODAY
from tests.home.conftest import signed_in

pytestmark = pytest.mark.django_db
LATER = TODAY + timedelta(days=30)
TRIED = "This handover has happened already."


def hand_over(leaver: Person, successor: Person, on: date = TODAY, **more: Any) -> Handover:
    wanted = {"becomes_contact": False, "by": leaver, "at": NOW} | more
    return actions.plan_handover(leaver=leaver, successor=successor, on=on, **wanted)


def on_the_day(on: date = LATER) -> None:
    """What the schedule does in each hour of that day."""
    for hour in (8, 9):
        with time_machine.travel(NOW + (on - TODAY) + timedelta(hours=hour - 10), tick=False):
            call_command("run_due")


def mails(news: str) -> set[str]:
    return {mail.address for mail in Mail.objects.filter(key__startswith=f"handover-{news}:")}


def test_everything_goes_over_at_once_and_twice_is_once(
    cycle: Cycle, coordinator: Person, successor: Person, mentor: Person
) -> None:
    client = signed_in(coordinator)
    third = factories.make_person("Third", is_coordinator=True, deputy=coordinator, away_until=TODAY)
    Person.objects.filter(pk=successor.pk).update(deputy=coordinator)
    factories.make_assigned(Application.objects.get(person=mentor), coordinator)
    for _ in range(2):
        handover = hand_over(coordinator, successor, becomes_contact=True)
        assert handover.pk == Handover.objects.get().pk
    for person in (coordinator, successor, third):
        person.refresh_from_db()
    assert Folder.objects.get().assigned_to == successor
    assert (coordinator.is_coordinator, successor.is_newcomer) == (False, True)
    assert (third.deputy, successor.deputy) == (successor, None)
    assert not Authenticator.objects.filter(user=coordinator).exists()
    assert client.get(reverse("people:account")).status_code == 302
    program = Program.objects.get()
    assert (program.contact_name, program.contact_phone, program.contact_email) == (
        "Successor Sue", "780-555-0177", "sue@example.org",
    )  # fmt: skip
    assert mails("done") == {"coordinator@example.org", "sue@example.org"}
    assert Mail.objects.count() == 2
    told = Entry.objects.filter(act="handed over the work of a coordinator")
    assert {entry.thing for entry in told} == {coordinator.public_id, successor.public_id}


def test_the_contact_stays_when_it_is_not_asked_for(
    cycle: Cycle, coordinator: Person, successor: Person
) -> None:
    hand_over(coordinator, successor)
    assert Program.objects.get().contact_name == "Coordinator of the program"


def test_a_later_day_changes_nothing_until_it_comes_and_then_it_happens_once(
    cycle: Cycle, coordinator: Person, successor: Person
) -> None:
    handover = hand_over(coordinator, successor, LATER)
    assert mails("planned") == {"coordinator@example.org", "sue@example.org"}
    on_the_day(LATER - timedelta(days=1))
    coordinator.refresh_from_db()
    assert coordinator.is_coordinator
    on_the_day()
    coordinator.refresh_from_db()
    handover.refresh_from_db()
    assert (coordinator.is_coordinator, handover.state) == (False, Handover.State.DONE)
    assert len(mails("done")) == 2
    assert Mail.objects.filter(key__startswith="handover-done").count() == 2


def test_it_happens_on_that_day_in_edmonton_not_in_utc(
    cycle: Cycle, coordinator: Person, successor: Person
) -> None:
    hand_over(coordinator, successor, TODAY + timedelta(days=1))
    with time_machine.travel("2026-09-15T05:59:00+00:00", tick=False):  # 14 September, 23:59
        call_command("run_due")
        assert Person.objects.get(pk=coordinator.pk).is_coordinator
    with time_machine.travel("2026-09-15T06:01:00+00:00", tick=False):
        call_command("run_due")
        assert not Person.objects.get(pk=coordinator.pk).is_coordinator


def test_it_can_be_taken_back_until_then(cycle: Cycle, coordinator: Person, successor: Person) -> None:
    handover = hand_over(coordinator, successor, LATER)
    for _ in range(2):
        actions.cancel_handover(handover=handover, by=successor, at=NOW)
    on_the_day()
    assert Person.objects.get(pk=coordinator.pk).is_coordinator
    assert Mail.objects.filter(key__startswith="handover-cancelled").count() == 2
    hand_over(coordinator, successor, LATER, by=successor)
    assert Handover.objects.planned().count() == 1


def test_it_is_carried_out_once_and_never_after_it_was_taken_back(
    cycle: Cycle, coordinator: Person, successor: Person
) -> None:
    done = hand_over(coordinator, successor)
    assert not actions.carry_out_handover(handover=done, by=None, at=NOW)
    third = factories.make_person(is_coordinator=True)
    planned = hand_over(third, successor, LATER)
    actions.cancel_handover(handover=planned, by=third, at=NOW)
    assert not actions.carry_out_handover(handover=planned, by=None, at=NOW)
    assert Person.objects.get(pk=third.pk).is_coordinator


def test_what_has_happened_is_not_taken_back(cycle: Cycle, coordinator: Person, successor: Person) -> None:
    handover = hand_over(coordinator, successor)
    with pytest.raises(Refused) as refused:
        actions.cancel_handover(handover=handover, by=successor, at=NOW)
    assert refused.value.message == TRIED
    client = signed_in(successor)
    url = reverse("handover:cancel", args=[handover.public_id])
    assert "is not planned any more: done" in client.get(url).content.decode()
    assert TRIED in client.post(url, follow=True).content.decode()


@pytest.mark.parametrize("who", ["leaver", "successor"])
def test_a_plan_is_taken_back_when_one_of_the_two_loses_the_role(
    cycle: Cycle, coordinator: Person, successor: Person, who: str
) -> None:
    factories.make_person(is_coordinator=True)
    hand_over(coordinator, successor, LATER)
    person = {"leaver": coordinator, "successor": successor}[who]
    remove_role(person=person, role=StaffRole.COORDINATOR, by=coordinator, at=NOW)
    assert Handover.objects.get().state == Handover.State.CANCELLED
    assert mails("cancelled") == {"coordinator@example.org", "sue@example.org"}


def test_a_successor_whose_account_was_closed_takes_nothing_over(
    cycle: Cycle, coordinator: Person, successor: Person
) -> None:
    hand_over(coordinator, successor, LATER)
    Person.objects.filter(pk=successor.pk).update(is_active=False)
    on_the_day()
    assert Person.objects.get(pk=coordinator.pk).is_coordinator
    assert Handover.objects.get().state == Handover.State.CANCELLED


def test_all_of_it_happens_or_nothing(
    cycle: Cycle, coordinator: Person, successor: Person, mentor: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    factories.make_assigned(Application.objects.get(person=mentor), coordinator)

    def fail(**_: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr(actions, "queue_mail", fail)
    with pytest.raises(RuntimeError):
        hand_over(coordinator, successor, becomes_contact=True)
    assert Folder.objects.get().assigned_to == coordinator
    assert Person.objects.get(pk=coordinator.pk).is_coordinator
    assert Authenticator.objects.filter(user=coordinator).exists()
    assert Program.objects.get().contact_name == "Coordinator of the program"
    assert not Handover.objects.exists()


def test_what_the_successor_is_part_of_is_left_to_nobody(
    cycle: Cycle, coordinator: Person, mentor: Person, mentee: Person
) -> None:
    Person.objects.filter(pk=mentee.pk).update(is_coordinator=True)
    mentee.refresh_from_db()
    for person in (mentor, mentee):
        factories.make_assigned(Application.objects.get(person=person), coordinator)
    hand_over(coordinator, mentee)
    kept = {folder.thing: folder.assigned_to for folder in Folder.objects.select_related("assigned_to")}
    assert kept[Application.objects.get(person=mentor).public_id] == mentee
    assert kept[Application.objects.get(person=mentee).public_id] is None


@pytest.mark.parametrize(
    ("on", "code"), [(TODAY - timedelta(days=1), "day_past"), (TODAY + timedelta(days=400), "day_far")]
)
def test_the_day_is_today_or_one_to_come(
    cycle: Cycle, coordinator: Person, successor: Person, on: date, code: str
) -> None:
    with pytest.raises(Refused) as refused:
        hand_over(coordinator, successor, on)
    assert refused.value.code == code


def test_only_to_another_coordinator_so_the_last_never_leaves(
    cycle: Cycle, coordinator: Person, stranger: Person, finance: Person
) -> None:
    for to in (stranger, finance, coordinator):
        with pytest.raises(Refused):
            hand_over(coordinator, to)
    with pytest.raises(Refused):
        hand_over(stranger, coordinator, by=coordinator)
    assert Person.objects.coordinators().count() == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        Handover.objects.create(
            leaver=coordinator, successor=coordinator, on=TODAY, planned_by=coordinator, planned_at=NOW
        )


def test_one_plan_for_one_leaver(cycle: Cycle, coordinator: Person, successor: Person) -> None:
    hand_over(coordinator, successor, LATER)
    with pytest.raises(Refused) as refused:
        hand_over(coordinator, successor, LATER + timedelta(days=1))
    assert refused.value.code == "planned_already"


def test_others_cannot_arrange_one(
    cycle: Cycle, coordinator: Person, successor: Person, finance: Person
) -> None:
    with pytest.raises(Refused) as refused:
        hand_over(coordinator, successor, by=finance)
    assert refused.value.code == "not_yours"
