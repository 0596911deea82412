from lodestar.matchmaking.models.offers import Answer, Match, MatchQuerySet
from lodestar.matchmaking.models.rounds import MatchingRound, MatchingRules, Ruling, Step, Unmatched

__all__ = [
    "Answer",
    "Match",
    "MatchQuerySet",
    "MatchingRound",
    "MatchingRules",
    "Ruling",
    "Step",
    "Unmatched",
]
