"""Who waits for a mentor, and which mentors with a free place each of them could have now."""

from dataclasses import dataclass

from lodestar.intake.queries import PoolRole
from lodestar.matchmaking.problem import Pair, Problem

SHOWN = 3


@dataclass(frozen=True)
class Waiting:
    """A mentee without a mentor: the best of those possible now, and how many more there are."""

    mentee: PoolRole
    best: list[Pair]
    more: int


def waiting(problem: Problem) -> list[Waiting]:
    """Every mentee of the pool: those with a possible mentor first, then by who applied first."""
    rows = [waiting_mentee(problem, row) for row in range(len(problem.facts.mentees))]
    return sorted(rows, key=lambda row: (not row.best, row.mentee.submitted_at))


def waiting_mentee(problem: Problem, row: int) -> Waiting:
    columns = problem.allowed.acceptable[row].nonzero()[0]
    best = sorted(columns, key=lambda column: -problem.scores.total[row, column])[:SHOWN]
    return Waiting(
        mentee=problem.facts.mentees[row],
        best=[problem.pair(row, int(column)) for column in best],
        more=len(columns) - len(best),
    )
