"""Mentees whom a round left because every possible mentor was taken, and for whom a place is free again."""

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from lodestar.intake.models import ApplicationRole
from lodestar.matchmaking.models import Match, MatchingRound, Ruling, Unmatched
from lodestar.matchmaking.queries.rounds import open_proposals, overtaking
from lodestar.mentorships.models import Mentorship, NotAgain
from lodestar.people.models import Person
from lodestar.programs.models import Cycle


def could_be_matched_now(cycle: Cycle) -> list[Person]:
    """Return those who still wait, by name; at most three queries."""
    left = list(left_by_full_mentors(cycle))
    free = mentors_with_a_place({pk for one in left for pk in one.details.get("mentors", [])}, cycle)
    apart = kept_apart(cycle) if free else set()
    people = {
        person
        for one in left
        for person in [one.application_role.application.person]
        if any((free[pk], person.pk) not in apart for pk in one.details.get("mentors", []) if pk in free)
    }
    return sorted(people, key=lambda person: (person.folded_name, person.pk))


def kept_apart(cycle: Cycle) -> set[tuple[int, int]]:
    """Mentors and mentees, by person, who were forbidden or are not to meet again, or said no this year."""
    forbidden = Ruling.objects.filter(cycle=cycle, kind=Ruling.Kind.FORBID, lifted_at=None)
    apart = NotAgain.objects.filter(lifted_at=None)
    ended = Match.objects.filter(round__cycle=cycle, state__in=Match.ENDED)
    people = "mentor_role__application__person_id", "mentee_role__application__person_id"
    pairs = (rows.order_by().values_list("mentor_id", "mentee_id") for rows in (forbidden, apart))
    return set(ended.order_by().values_list(*people).union(*pairs))


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


def mentors_with_a_place(roles: set[int], cycle: Cycle) -> dict[int, int]:
    """Those of these mentor roles that have a place nothing takes or is proposed to take; whose they are."""
    if not roles:
        return {}
    proposed = open_proposals(Match.objects.filter(round__cycle=cycle, mentor_role=OuterRef("pk")))
    places = proposed.order_by().values("mentor_role").annotate(number=Count("pk")).values("number")
    held = Count("application__person__seats", filter=Q(application__person__seats__held_by__isnull=False))
    accepted = ApplicationRole.objects.filter(pk__in=roles, state=ApplicationRole.State.ACCEPTED)
    return {
        role.pk: role.application.person_id
        for role in accepted.select_related("application").annotate(
            taken=held + Coalesce(Subquery(places), 0)
        )
        if (role.capacity or cycle.program.mentees_at_once) > role.taken
    }
