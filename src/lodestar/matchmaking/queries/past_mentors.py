"""Mentors of earlier years who are not a mentor this year, and who of them was asked again."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max

from lodestar.intake.models import ApplicationRole
from lodestar.outbox.models import Mail
from lodestar.people.models import Person
from lodestar.programs.models import Cycle

Role = ApplicationRole.Role
State = ApplicationRole.State


@dataclass(frozen=True)
class PastMentor:
    person: Person
    last_cycle: str
    asked_at: datetime | None


def past_mentors(cycle: Cycle) -> list[PastMentor]:
    """Return them by name; who withdrew or was declined this year is not asked."""
    this_year = ApplicationRole.objects.filter(application__cycle=cycle, role=Role.MENTOR).exclude(
        state=State.DRAFT
    )
    earlier = ApplicationRole.objects.filter(
        role=Role.MENTOR, state=State.ACCEPTED, application__cycle__opens_on__lt=cycle.opens_on
    ).exclude(application__person__in=this_year.values("application__person"))
    people = Person.objects.filter(pk__in=earlier.values("application__person"), is_active=True)
    last = dict(
        earlier.order_by().values_list("application__person").annotate(Max("application__cycle__name"))
    )
    asked = dict(
        Mail.objects.filter(key__startswith=mail_key(cycle, "")).values_list("person_id", "created_at")
    )
    return [
        PastMentor(person, last[person.pk], asked.get(person.pk)) for person in people.order_by("folded_name")
    ]


def mail_key(cycle: Cycle, person: str) -> str:
    """One mail for each person and cycle."""
    return f"mentors-wanted-{cycle.public_id}-{person}"
