"""One act with a date: what a coordinator does goes to another, and the leaver's ways in end."""

from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from lodestar.folders.actions import pass_on_folders
from lodestar.handover import policy
from lodestar.handover.models import Handover
from lodestar.handover.queries.handovers import contact_from, mail_context, with_people
from lodestar.history.actions import record
from lodestar.outbox.actions import queue_mail
from lodestar.people.actions import remove_role, take_second_step
from lodestar.people.models import Person, StaffRole
from lodestar.programs.actions import change_program
from lodestar.programs.models import Program
from lodestar.refusal import Refused, refuse

State = Handover.State


@transaction.atomic
def plan_handover(
    *, leaver: Person, successor: Person, on: date, becomes_contact: bool, by: Person, at: datetime
) -> Handover:
    """Hand over on a day; when that is today, at once. Pressed twice, it is one handover."""
    wanted: dict[str, Any] = {
        "leaver": leaver,
        "successor": successor,
        "on": on,
        "becomes_contact": becomes_contact,
    }
    if same := same_already(wanted):
        return same
    today = timezone.localdate(at)
    leaver.refresh_from_db()
    successor.refresh_from_db()
    refuse(policy.may_arrange(by) or policy.may_hand_over(leaver, successor) or policy.may_be_on(on, today))
    try:
        with transaction.atomic():
            handover = Handover.objects.create(**wanted, planned_by=by, planned_at=at)
    except IntegrityError:
        words = _("A handover of %(name)s is planned already. Take that one back first.")
        raise Refused("planned_already", words % {"name": leaver}) from None
    if on == today:
        carry_out_handover(handover=handover, by=by, at=at)
    else:
        tell_both(handover, "planned", gettext_noop("planned a handover"), by=by, at=at)
    return handover


def same_already(wanted: dict[str, Any]) -> Handover | None:
    """The very same handover, if it is planned, or done and the leaver has not come back since."""
    still = Q(state=State.PLANNED) | Q(state=State.DONE, leaver__is_coordinator=False)
    return Handover.objects.filter(still, **wanted).first()


@transaction.atomic
def carry_out_handover(*, handover: Handover, by: Person | None, at: datetime) -> bool:
    """Do what was planned; say whether it was still to do. All of it happens, or nothing."""
    if not settle(handover, State.DONE, at):
        return False
    leaver, successor = held(handover)
    refuse(policy.may_hand_over(leaver, successor))
    who: dict[str, Any] = {"by": by, "at": at}
    pass_on_folders(leaver=leaver, successor=successor, **who)
    pass_on_deputies(leaver, successor)
    if handover.becomes_contact:
        change_program(program=Program.objects.current(), values=contact_from(successor), **who)
    take_second_step(leaver)
    remove_role(person=leaver, role=StaffRole.COORDINATOR, **who)
    Person.objects.filter(pk=successor.pk).update(is_newcomer=True)
    tell_both(handover, "done", gettext_noop("handed over the work of a coordinator"), **who)
    return True


def held(handover: Handover) -> tuple[Person, Person]:
    """Read both again while nobody else changes who is a coordinator: `remove_role` takes the same lock."""
    list(Person.objects.coordinators().select_for_update())
    people = Person.objects.in_bulk([handover.leaver_id, handover.successor_id])
    handover.leaver, handover.successor = people[handover.leaver_id], people[handover.successor_id]
    return handover.leaver, handover.successor


def pass_on_deputies(leaver: Person, successor: Person) -> None:
    """Whoever left their mail to the leaver leaves it to the successor; nobody stands in for themselves."""
    relying = Person.objects.filter(deputy=leaver)
    relying.exclude(pk=successor.pk).update(deputy=successor)
    relying.update(deputy=None)


@transaction.atomic
def cancel_handover(*, handover: Handover, by: Person | None, at: datetime) -> None:
    """Take back a handover that has not happened. Doing it again changes nothing."""
    if by:
        refuse(policy.may_arrange(by))
    if settle(handover, State.CANCELLED, at):
        act = gettext_noop("took a planned handover back")
        tell_both(with_people().get(pk=handover.pk), "cancelled", act, by=by, at=at)
    elif not Handover.objects.filter(pk=handover.pk, state=State.CANCELLED).exists():
        raise Refused("done_already", _("This handover has happened already."))


def carry_out_due(*, at: datetime) -> None:
    """Carry out the handovers whose day has come; one that cannot be is taken back, and both are told."""
    for handover in with_people().planned().filter(on__lte=timezone.localdate(at)):
        try:
            carry_out_handover(handover=handover, by=None, at=at)
        except Refused:
            cancel_handover(handover=handover, by=None, at=at)


def take_back_plans_with(person: Person, role: StaffRole, at: datetime) -> None:
    """Whoever is no coordinator any more neither hands over nor takes over."""
    if role == StaffRole.COORDINATOR:
        for handover in with_people().planned().filter(Q(leaver=person) | Q(successor=person)):
            cancel_handover(handover=handover, by=None, at=at)


def settle(handover: Handover, state: str, at: datetime) -> bool:
    """Move a planned handover on; whoever comes second does nothing."""
    return bool(Handover.objects.planned().filter(pk=handover.pk).update(state=state, settled_at=at))


def tell_both(handover: Handover, news: str, act: str, *, by: Person | None, at: datetime) -> None:
    """Record the act with each of the two, and mail them."""
    leaver, successor = handover.leaver, handover.successor
    details: dict[str, Any] = {"from": leaver.public_id, "to": successor.public_id}
    for person in (leaver, successor):
        record(act, person, by=by, at=at, on=handover.on.isoformat(), **details)
        queue_mail(
            key=f"handover-{news}:{handover.public_id}:{person.public_id}",
            to=person,
            template=f"handover/mails/{news}.txt",
            context=mail_context(handover, person),
            at=at,
        )
