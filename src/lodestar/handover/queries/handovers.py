"""Handovers with their people, what they would do, and how they are told."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from lodestar.folders.models import Folder
from lodestar.handover.models import Handover, HandoverQuerySet
from lodestar.outbox.letters import Letter, compose
from lodestar.people.models import Person, StaffRole
from lodestar.people.queries import Coming
from lodestar.programs.models import Program
from lodestar.ui.dates import written_date

SHOWN = 20


def with_people() -> HandoverQuerySet:
    return Handover.objects.select_related("leaver", "successor", "planned_by")


def last_to(person: Person) -> Handover | None:
    """The last handover that made this person responsible."""
    return with_people().filter(successor=person, state=Handover.State.DONE).first()


def sentences() -> Iterator[Coming]:
    """What is planned, for the page of people."""
    for handover in with_people().planned():
        words = _("On %(day)s %(successor)s takes over from %(leaver)s.") % {
            "day": written_date(handover.on),
            "successor": handover.successor,
            "leaver": handover.leaver,
        }
        yield Coming(words, reverse("handover:list"))


def contact_from(person: Person) -> dict[str, str]:
    """What pages and mails say of whom to ask, once this person is the one."""
    return {
        "contact_name": str(person),
        "contact_phone": person.phone,
        "contact_email": person.email or "",
    }


def mail_context(handover: Handover, to: Person) -> dict[str, Any]:
    return {
        "handover": handover,
        "is_leaver": to.pk == handover.leaver_id,
        "name": to.name,
        "program": Program.objects.current(),
    }


@dataclass(frozen=True)
class Preview:
    """What exactly a handover would do, before anybody presses the button."""

    handover: Handover
    is_today: bool
    assigned: int
    roles_kept: list[StaffRole]
    contact: dict[str, str]
    mails: list[tuple[Person, Letter]]


def preview(handover: Handover, today: date) -> Preview:
    template = "handover/mails/done.txt" if handover.on == today else "handover/mails/planned.txt"
    people = (handover.leaver, handover.successor)
    return Preview(
        handover=handover,
        is_today=handover.on == today,
        assigned=Folder.objects.filter(assigned_to=handover.leaver).count(),
        roles_kept=[role for role in handover.leaver.roles if role != StaffRole.COORDINATOR],
        contact=contact_from(handover.successor) if handover.becomes_contact else {},
        mails=[(person, compose(template, mail_context(handover, person))) for person in people],
    )
