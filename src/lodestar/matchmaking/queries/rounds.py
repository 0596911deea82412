"""A cycle's rounds, their pairs and those they left."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, TypedDict

from django.db.models import Count, Exists, Max, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from lodestar.intake.models import ApplicationRole
from lodestar.matchmaking.models import Match, MatchingRound, Unmatched
from lodestar.programs.models import Cycle

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

State = MatchingRound.State
OPEN = (State.QUEUED, State.SOLVING, State.PROPOSED)


def last_numbers(cycle: Cycle) -> tuple[int, int]:
    """The numbers of a cycle's newest round and of its newest that stands for everybody; 0 for none."""
    stands = Q(is_for_some=False) & ~Q(state=State.STOPPED)
    rounds = MatchingRound.objects.filter(cycle=cycle)
    found = rounds.aggregate(last=Max("number"), standing=Max("number", filter=stands))
    return found["last"] or 0, found["standing"] or 0


def is_newest(round: MatchingRound) -> bool:
    """Whether no later round for everybody stands: only then are decisions and offers made in it."""
    _last, standing = last_numbers(round.cycle)
    return standing <= round.number


def overtaking(mentee_role: str) -> QuerySet[MatchingRound]:
    """Later rounds that decide anew about the mentee of an outer row; `mentee_role` names its key there."""
    later = MatchingRound.objects.filter(
        cycle=OuterRef("round__cycle"), number__gt=OuterRef("round__number")
    ).exclude(state=State.STOPPED)
    return later.filter(Q(is_for_some=False) | Q(only_for=OuterRef(mentee_role)))


def open_proposals(matches: QuerySet[Match]) -> QuerySet[Match]:
    """Proposals that may still be sent: their round was not stopped, and no later one decides about them."""
    proposed = matches.filter(state=Match.State.PROPOSED).exclude(round__state=State.STOPPED)
    return proposed.filter(~Exists(overtaking("mentee_role")))


class ToAsk(TypedDict):
    to_ask: int


def standing_rounds(cycle: Cycle) -> list[WithAnnotations[MatchingRound, ToAsk]]:
    """Rounds that no later one for everybody replaces, with how many of their pairs may still be asked.

    The newest of these, and those for some after it.
    """
    open_pairs = open_proposals(Match.objects.filter(round=OuterRef("pk"))).order_by()
    number = open_pairs.values("round").annotate(number=Count("pk")).values("number")
    rounds = MatchingRound.objects.filter(cycle=cycle).exclude(state=State.STOPPED).order_by("number")
    found = list(
        rounds.annotate(to_ask=Coalesce(Subquery(number), 0)).only(
            "number", "public_id", "state", "is_for_some"
        )
    )
    newest = max((round.number for round in found if not round.is_for_some), default=0)
    return [round for round in found if round.number >= newest]


def open_round_for(
    cycle: Cycle, mentees: Iterable[ApplicationRole], *, but: MatchingRound
) -> MatchingRound | None:
    """Another round that is being computed, or is to be decided and has one of these mentees in it."""
    _last, newest = last_numbers(cycle)
    found = MatchingRound.objects.filter(cycle=cycle, state__in=OPEN, number__gte=newest).exclude(pk=but.pk)
    is_computed = Q(state__in=[State.QUEUED, State.SOLVING])
    return found.filter(is_computed | Q(is_for_some=False) | Q(only_for__in=mentees)).first()


def rounds_of(cycle: Cycle) -> QuerySet[MatchingRound]:
    people = Prefetch("only_for", ApplicationRole.objects.select_related("application__person"))
    return (
        MatchingRound.objects.filter(cycle=cycle)
        .order_by("-number")
        .prefetch_related(people)
        .annotate(
            pairs=Count("matches"),
            agreed=Count("matches", filter=Q(matches__state=Match.State.CONFIRMED)),
        )
    )


def last_solved_before(round: MatchingRound) -> MatchingRound | None:
    """The round for everybody before this one."""
    earlier = MatchingRound.objects.filter(cycle=round.cycle, number__lt=round.number, is_for_some=False)
    return (
        earlier.filter(solved_at__isnull=False)
        .defer("packed_instance", "certificate")
        .order_by("-number")
        .first()
    )


def pairs_of(round: MatchingRound) -> QuerySet[Match]:
    """The round's matches with their answers and both people; the round is at hand."""
    sides = ("mentor_role__application", "mentee_role__application")
    return (
        round.matches.select_related("mentorship", *(f"{side}__person" for side in sides))
        .defer(*(f"{side}__typed" for side in sides))
        .prefetch_related("answers")
    )


def with_people(matches: QuerySet[Match]) -> QuerySet[Match]:
    return matches.select_related("mentor_role__application__person", "mentee_role__application__person")


def left_of(round: MatchingRound) -> QuerySet[Unmatched]:
    return (
        round.unmatched.select_related("application_role__application__person")
        .defer("application_role__application__typed")
        .prefetch_related("application_role__application__libraries")
    )
