"""A cohort matched whole: hard rules, fit, the best matching, and what each pair is made of."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from heapq import heappop, heappush

import numpy as np
from numpy.typing import NDArray

from pairing.cohort import Cohort, Level, Pair, Part, Rules
from pairing.eligibility import UNKNOWN, Eligibility, Reason, eligibility
from pairing.fit import Fit, fit
from pairing.instance import Instance
from pairing.solution import Solution
from pairing.solve import solve
from pairing.unmatched import Relaxation, Unmatched, obstacles, relaxations, unmatched


@dataclass(frozen=True)
class PairView:
    """One pair: `fit` from 0 to 10,000, its parts from 0 to 100, the broken rules, and kilometres."""

    fit: int
    parts: Mapping[Part, int]
    reasons: Reason
    km: int | None


@dataclass(frozen=True, eq=False)
class Proposal:
    """The instance that was solved, its proven solution, and the tables behind both."""

    cohort: Cohort
    rules: Rules
    allowed: Eligibility
    score: Fit
    instance: Instance
    solution: Solution

    def pair(self, mentee: str, mentor: str) -> PairView:
        """What one pair is made of, acceptable or not; KeyError for an unknown id."""
        at = self._rows()[mentee], self._columns()[mentor]
        km = int(self.allowed.km[at])
        return PairView(
            fit=int(self.score.total[at]),
            parts={part: int(grid[at]) for part, grid in self.score.parts.items()},
            reasons=Reason(int(self.allowed.reasons[at])),
            km=None if km == UNKNOWN else km,
        )

    def unmatched(self) -> tuple[Unmatched, ...]:
        """Why each unmatched mentee is unmatched."""
        return unmatched(self.instance, self.solution)

    def obstacles(self, mentee: str) -> dict[Reason, int]:
        """How many mentors each hard rule removes for one mentee."""
        return obstacles(self.cohort, self.allowed, mentee)

    def relaxations(self, told: Unmatched) -> tuple[Relaxation, ...]:
        """The least relaxations that would help an unmatched mentee."""
        return relaxations(self.cohort, self.allowed, self.solution, told)

    def _rows(self) -> dict[str, int]:
        return {one: k for k, one in enumerate(self.instance.mentees)}

    def _columns(self) -> dict[str, int]:
        return {one: k for k, one in enumerate(self.instance.mentors)}


def propose(cohort: Cohort, rules: Rules) -> Proposal:
    """The best matching of a cohort.

    With `rules.one_direction`, two people who are each other's mentor and mentee are a conflict that no
    price can carry: one of the two pairs is taken out, whichever leaves the better whole (best-first
    search, exact; pins stay).

    >>> from pairing import Cohort, Mentee, Mentor, Rules
    >>> pupil, teacher = Mentee(id="e", person="p"), Mentor(id="m", person="q")
    >>> cohort = Cohort(mentees=(pupil,), mentors=(teacher,), areas={})
    >>> propose(cohort, Rules(common_area=False)).solution.matches
    (('e', 'm'),)
    """
    allowed = eligibility(cohort, rules)
    score = fit(cohort, rules, allowed.km)
    found = _solved(cohort, rules, allowed, score)
    if not rules.one_direction:
        return found
    tried = 0
    heap = [(_rank(found), tried, found)]
    while True:
        _, _, found = heappop(heap)
        conflict = _conflict(found)
        if not conflict:
            return found
        for at in conflict:
            tried += 1
            branch = _solved(cohort, rules, _without(found.allowed, at), score)
            heappush(heap, (_rank(branch), tried, branch))


def _solved(cohort: Cohort, rules: Rules, allowed: Eligibility, score: Fit) -> Proposal:
    instance = Instance.from_scores(cohort, rules, allowed, score)
    return Proposal(cohort, rules, allowed, score, instance, solve(instance))


def _without(allowed: Eligibility, at: tuple[int, int]) -> Eligibility:
    reasons: NDArray[np.uint16] = allowed.reasons.copy()
    reasons[at] |= np.uint16(Reason.BOTH_DIRECTIONS)
    return Eligibility(reasons, allowed.km)


def _conflict(found: Proposal) -> list[tuple[int, int]]:
    """The first two pairs between the same two people, as places in the tables, pins left out."""
    persons = {p.id: p.person for p in found.cohort.mentees}
    others = {p.id: p.person for p in found.cohort.mentors}
    between = {(persons[a], others[b]): (a, b) for a, b in found.solution.matches}
    for (one, other), pair in between.items():
        back = between.get((other, one))
        if back:
            return list(_places(found, (pair, back)))
    return []


def _places(found: Proposal, pairs: tuple[Pair, ...]) -> Iterator[tuple[int, int]]:
    rows, columns = found._rows(), found._columns()
    for mentee, mentor in pairs:
        if (mentee, mentor) not in found.cohort.pinned:
            yield rows[mentee], columns[mentor]


def _rank(found: Proposal) -> tuple[object, ...]:
    """Smaller is better, level by level."""
    worth = found.solution.values
    more = {Level.MATCHED, Level.FIT}
    return tuple(-v if name in more and isinstance(v, int) else v for name, v in worth.items())
