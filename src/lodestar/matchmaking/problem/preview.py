"""What other rules would change on a pool, before anybody saves them."""

from dataclasses import dataclass

import numpy as np

from lodestar.matchmaking.models import MatchingRules
from lodestar.matchmaking.problem import Problem, build, solve
from lodestar.matchmaking.queries.changes import Change, changes
from lodestar.matchmaking.queries.facts import Facts
from lodestar.people.models import Person


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
    return Preview(
        possible_before=int(np.count_nonzero(may_be)),
        possible_after=int(np.count_nonzero(might_be)),
        newly_possible=int(np.count_nonzero(might_be & ~may_be)),
        no_longer_possible=int(np.count_nonzero(may_be & ~might_be)),
        matched_before=len(mentors),
        matched_after=len(others),
        moved=changes(mentors, others),
    )


def mentors_under(problem: Problem) -> dict[Person, Person]:
    return {pair.mentee.application.person: pair.mentor.application.person for pair in solve(problem).pairs}
