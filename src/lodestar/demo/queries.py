"""Whom one click in the demo bar becomes."""

from collections.abc import Iterator

from django.db.models import Prefetch, QuerySet

from lodestar.intake.models import Application, ApplicationRole
from lodestar.matchmaking.models import Match
from lodestar.mentorships.models import Mentorship
from lodestar.people.models import Person
from lodestar.people.queries import find_people


def find(role: str) -> Person | None:
    """The person of this role for whom something is waiting now, else any of that role."""
    if role == "coordinator":
        return Person.objects.coordinators().first()
    if role == "finance":
        return Person.objects.filter(is_finance=True, is_active=True).order_by("id").first()
    return next(participants(role), None)


def participants(role: str) -> Iterator[Person]:
    """First who has an offer to answer, then who is in a mentorship, then who is in the pool."""
    asked = {"mentor": Match.State.ASKED_MENTOR, "mentee": Match.State.ASKED_MENTEE}[role]
    path = f"{role}_role__application__person"
    for match in Match.objects.filter(state=asked).select_related(path).order_by("id")[:1]:
        yield (match.mentor_role if role == "mentor" else match.mentee_role).application.person
    for pair in Mentorship.objects.active().select_related("mentor", "mentee").order_by("id")[:1]:
        yield pair.mentor if role == "mentor" else pair.mentee
    pool = ApplicationRole.objects.filter(role=role, application__submitted_at__isnull=False)
    staffless = pool.filter(application__person__is_coordinator=False)
    for row in staffless.select_related("application__person").order_by("state", "id")[:1]:
        yield row.application.person


def everyone(text: str) -> QuerySet[Person]:
    """Everybody whose name fits, each with the applications that say who they are here."""
    roles = Prefetch("applications", Application.objects.prefetch_related("roles"))
    return find_people(text).prefetch_related(roles)
