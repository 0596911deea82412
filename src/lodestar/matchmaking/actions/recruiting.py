"""Asking people of earlier years whether they would take part again."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from lodestar.history.actions import record
from lodestar.intake.models import ApplicationRole
from lodestar.matchmaking import policy
from lodestar.matchmaking.queries.past_people import mail_key
from lodestar.outbox.actions import queue_mail
from lodestar.people.models import Person
from lodestar.programs.models import Cycle
from lodestar.refusal import Refused, refuse

Role = ApplicationRole.Role
TEMPLATES = {
    Role.MENTOR: "matchmaking/mails/mentors_wanted.txt",
    Role.MENTEE: "matchmaking/mails/still_wished.txt",
}
ACTS = {
    Role.MENTOR: gettext_noop("asked past mentors to help again"),
    Role.MENTEE: gettext_noop("asked mentees left out before whether they still wish it"),
}


@transaction.atomic
def ask_past_people(*, cycle: Cycle, role: str, people: Iterable[Person], by: Person, at: datetime) -> int:
    """Mail each of them once in a cycle; return how many were asked."""
    refuse(policy.may_run(by))
    chosen = list(people)
    if not chosen:
        raise Refused("nobody_chosen", _("Tick at least one person."))
    for person in chosen:
        queue_mail(
            key=mail_key(cycle, role, person.public_id),
            to=person,
            template=TEMPLATES[Role(role)],
            context={"name": person.name, "cycle": cycle, "program": cycle.program},
            at=at,
        )
    record(ACTS[Role(role)], cycle, by=by, at=at, count=len(chosen))
    return len(chosen)
