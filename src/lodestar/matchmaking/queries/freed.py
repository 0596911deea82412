"""Mentees whom a round left because every possible mentor was taken, and for whom a place is free again."""

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from lodestar.intake.models import ApplicationRole
from lodestar.matchmaking.models import Match, MatchingRound, Unmatched
from lodestar.matchmaking.queries.rounds import open_proposals, overtaking
from lodestar.mentorships.models import Mentorship
from lodestar.people.models import Person
from lodestar.programs.models import Cycle


def could_be_matched_now(cycle: Cycle) -> list[Person]:
    """Return those who still wait, by name; at most two queries."""
    left = list(left_by_full_mentors(cycle))
    free = mentors_with_a_place({pk for one in left for pk in one.details.get("mentors", [])}, cycle)
    people = {
        one.application_role.application.person
        for one in left
        if not free.isdisjoint(one.details.get("mentors", []))
    }
    return sorted(people, key=lambda person: (person.folded_name, person.pk))


def left_by_full_mentors(cycle: Cycle) -> QuerySet[Unmatched]:
    role = OuterRef("application_role")
    busy = Exists(Match.objects.live().filter(mentee_role=role)) | Exists(
        Mentorship.objects.active().filter(mentee_role=role)
    )
    left = Unmatched.objects.filter(
        round__cycle=cycle,
        code="all_taken",
        application_role__state=ApplicationRole.State.ACCEPTED,
        application_role__application__person__is_active=True,
    ).exclude(round__state=MatchingRound.State.STOPPED)
    waiting = left.filter(~busy, ~Exists(overtaking("application_role")))
    return waiting.select_related("application_role__application__person").defer(
        "application_role__application__typed"
    )


def mentors_with_a_place(roles: set[int], cycle: Cycle) -> set[int]:
    """Which of these mentor roles have a place that no offer, mentorship or open proposal takes."""
    if not roles:
        return set()
    proposed = open_proposals(Match.objects.filter(round__cycle=cycle, mentor_role=OuterRef("pk")))
    places = proposed.order_by().values("mentor_role").annotate(number=Count("pk")).values("number")
    held = Count("application__person__seats", filter=Q(application__person__seats__held_by__isnull=False))
    accepted = ApplicationRole.objects.filter(pk__in=roles, state=ApplicationRole.State.ACCEPTED)
    return {
        role.pk
        for role in accepted.annotate(taken=held + Coalesce(Subquery(places), 0))
        if (role.capacity or cycle.program.mentees_at_once) > role.taken
    }
