"""What other rules would change on a pool, before anybody saves them."""

from dataclasses import dataclass

import numpy as np

from lodestar.matchmaking.models import MatchingRules
from lodestar.matchmaking.problem import Problem, build, solve
from lodestar.matchmaking.queries.changes import Change, changes, differences, people_behind
from lodestar.matchmaking.queries.facts import Facts


@dataclass(frozen=True)
class Preview:
    """Two versions of the rules on the same pool: pairs that may be, mentees matched, mentors that change."""

    possible_before: int
    possible_after: int
    newly_possible: int
    no_longer_possible: int
    matched_before: int
    matched_after: int
    moved: list[Change]


def preview(facts: Facts, before: MatchingRules, after: MatchingRules) -> Preview:
    """Solve the pool under both; raises NoAnswer where one of them has no answer."""
    old, new = build(facts, before), build(facts, after)
    may_be, might_be = old.allowed.reasons == 0, new.allowed.reasons == 0
    mentors, others = mentors_under(old), mentors_under(new)
    moved = differences(mentors, others)
    return Preview(
        possible_before=int(np.count_nonzero(may_be)),
        possible_after=int(np.count_nonzero(might_be)),
        newly_possible=int(np.count_nonzero(might_be & ~may_be)),
        no_longer_possible=int(np.count_nonzero(may_be & ~might_be)),
        matched_before=len(mentors),
        matched_after=len(others),
        moved=changes(moved, people_behind(role for difference in moved for role in difference)),
    )


def mentors_under(problem: Problem) -> dict[int, int]:
    """The mentor of each mentee, both by their roles."""
    return {pair.mentee.pk: pair.mentor.pk for pair in solve(problem).pairs}
