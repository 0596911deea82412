"""A cycle's rounds, their pairs and those they left."""

from django.db.models import Count, Max, Q, QuerySet

from lodestar.matchmaking.models import Match, MatchingRound, Unmatched
from lodestar.programs.models import Cycle


def last_numbers(cycle: Cycle) -> tuple[int, int]:
    """The number of a cycle's newest round, and of the newest that was not stopped; 0 where there is none."""
    stands = ~Q(state=MatchingRound.State.STOPPED)
    rounds = MatchingRound.objects.filter(cycle=cycle)
    found = rounds.aggregate(last=Max("number"), standing=Max("number", filter=stands))
    return found["last"] or 0, found["standing"] or 0


def is_newest(round: MatchingRound) -> bool:
    """Whether no later round of the cycle stands: only then are decisions and offers made in it."""
    _last, standing = last_numbers(round.cycle)
    return standing <= round.number


def rounds_of(cycle: Cycle) -> QuerySet[MatchingRound]:
    return MatchingRound.objects.filter(cycle=cycle).annotate(
        pairs=Count("matches"),
        agreed=Count("matches", filter=Q(matches__state=Match.State.CONFIRMED)),
    )


def last_solved_before(round: MatchingRound) -> MatchingRound | None:
    earlier = MatchingRound.objects.filter(cycle=round.cycle, number__lt=round.number)
    return (
        earlier.filter(solved_at__isnull=False).defer("instance", "certificate").order_by("-number").first()
    )


def pairs_of(round: MatchingRound) -> QuerySet[Match]:
    """The round's matches with their answers, both people and their libraries; the round is at hand."""
    sides = ("mentor_role__application", "mentee_role__application")
    return (
        round.matches.select_related("mentorship", *(f"{side}__person" for side in sides))
        .defer(*(f"{side}__typed" for side in sides))
        .prefetch_related("answers", *(f"{side}__libraries" for side in sides))
    )


def with_people(matches: QuerySet[Match]) -> QuerySet[Match]:
    return matches.select_related("mentor_role__application__person", "mentee_role__application__person")


def left_of(round: MatchingRound) -> QuerySet[Unmatched]:
    return (
        round.unmatched.select_related("application_role__application__person")
        .defer("application_role__application__typed")
        .prefetch_related("application_role__application__libraries")
    )
