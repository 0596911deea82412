"""Whom of earlier years to ask again: mentors, and mentees who were left without one."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max, QuerySet

from lodestar.intake.models import ApplicationRole
from lodestar.matchmaking.models import Match
from lodestar.outbox.models import Mail
from lodestar.people.models import Person
from lodestar.programs.models import Cycle

Role = ApplicationRole.Role
State = ApplicationRole.State
KEYS = {Role.MENTOR: "mentors-wanted", Role.MENTEE: "still-wished"}


@dataclass(frozen=True)
class PastPerson:
    """Somebody of an earlier year, the last cycle they were in, and when they were asked again."""

    person: Person
    last_cycle: str
    asked_at: datetime | None


def past_people(cycle: Cycle, role: str) -> list[PastPerson]:
    """Return them by name; who has that role this year, withdrew it or was declined, is not asked."""
    this_year = ApplicationRole.objects.filter(application__cycle=cycle, role=role).exclude(state=State.DRAFT)
    earlier = roles_before(cycle, role).exclude(
        application__person__in=this_year.values("application__person")
    )
    people = Person.objects.filter(pk__in=earlier.values("application__person"), is_active=True)
    last = dict(
        earlier.order_by().values_list("application__person").annotate(Max("application__cycle__name"))
    )
    asked = dict(
        Mail.objects.filter(key__startswith=mail_key(cycle, role, "")).values_list("person_id", "created_at")
    )
    return [
        PastPerson(person, last[person.pk], asked.get(person.pk)) for person in people.order_by("folded_name")
    ]


def roles_before(cycle: Cycle, role: str) -> QuerySet[ApplicationRole]:
    """The roles accepted in earlier cycles; of mentees those that came to no match."""
    earlier = ApplicationRole.objects.filter(
        role=role, state=State.ACCEPTED, application__cycle__opens_on__lt=cycle.opens_on
    )
    return earlier if role == Role.MENTOR else earlier.exclude(matches__state=Match.State.CONFIRMED)


def mail_key(cycle: Cycle, role: str, person: str) -> str:
    """One mail for each person, role and cycle."""
    return f"{KEYS[Role(role)]}-{cycle.public_id}-{person}"
