"""What the worker does: the same acts as the pages, found by a row's id, safe to run twice."""

from django.utils import timezone

from lodestar.matchmaking.actions import remind_and_lapse_offers, run_matching_round
from lodestar.matchmaking.models import MatchingRound


def solve_round(round_id: int) -> None:
    round = MatchingRound.objects.select_related("cycle__program", "rules").get(pk=round_id)
    run_matching_round(round=round, by=round.created_by, at=timezone.now())


def remind_and_lapse() -> None:
    """Called every hour by the schedule."""
    remind_and_lapse_offers(at=timezone.now())
