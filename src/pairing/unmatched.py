"""Why a mentee is unmatched, and the smallest changes that would help.

Either no mentor is acceptable, then the hard rules that removed each one are told; or all acceptable
mentors are taken, then so is the set of mentees who compete for that set of mentors: more mentees than
places, a violator of Hall's condition (P. Hall, J. London Math. Soc. 10, 1935).
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from pairing.cohort import Cohort
from pairing.eligibility import Eligibility, Reason
from pairing.instance import Instance
from pairing.network import Mask
from pairing.solution import Solution


class Why(StrEnum):
    """The two ways to stay unmatched in a matching with as many pairs as possible."""

    NOBODY_ACCEPTABLE = "nobody_acceptable"
    ALL_TAKEN = "all_taken"


@dataclass(frozen=True)
class Unmatched:
    """`mentors` are the acceptable mentors and those whose mentees could have gone there; they have
    `places` places (pins apart) and `mentees` compete for them, this one among them. Ids are sorted.
    """

    mentee: str
    why: Why
    mentors: tuple[str, ...] = ()
    mentees: tuple[str, ...] = ()
    places: int = 0


@dataclass(frozen=True)
class Relaxation:
    """Lifting `reasons` for `mentee` makes `mentors` acceptable; `km` is the limit it takes, if distance is
    among the reasons.
    """

    mentee: str
    reasons: Reason
    mentors: tuple[str, ...]
    km: int | None = None


def unmatched(instance: Instance, solution: Solution) -> tuple[Unmatched, ...]:
    """The reason of every unmatched mentee, in the order of `solution.unmatched`.

    >>> from pairing import Instance, solve
    >>> instance = Instance.from_arrays(fit=[[9000], [8000]], capacity=[1])
    >>> unmatched(instance, solve(instance))[0].mentees
    ('e0', 'e1')
    """
    return tuple(_explain(instance, solution, mentee) for mentee in solution.unmatched)


def _explain(instance: Instance, solution: Solution, mentee: str) -> Unmatched:
    """Alternating breadth-first search from one mentee; every mentor it meets is full."""
    row_of = {one: k for k, one in enumerate(instance.mentees)}
    pinned = {instance.mentees[k] for k in instance.mentee[instance.pinned]}
    held: dict[str, list[str]] = {}
    for other, mentor in solution.matches:
        held.setdefault(mentor, []).append(other)
    waiting, mentees, mentors = [mentee], {mentee}, set[str]()
    while waiting:
        row = row_of[waiting.pop()]
        acceptable = instance.mentor[instance.start[row] : instance.start[row + 1]].tolist()
        for mentor in {instance.mentors[k] for k in acceptable} - mentors:
            mentors.add(mentor)
            movable = set(held.get(mentor, [])) - pinned - mentees
            mentees |= movable
            waiting += movable
    if not mentors:
        return Unmatched(mentee, Why.NOBODY_ACCEPTABLE)
    places = sum(other not in pinned for mentor in mentors for other in held.get(mentor, []))
    return Unmatched(mentee, Why.ALL_TAKEN, tuple(sorted(mentors)), tuple(sorted(mentees)), places)


def obstacles(cohort: Cohort, allowed: Eligibility, mentee: str) -> dict[Reason, int]:
    """How many mentors each hard rule removes for one mentee; a mentor may count several times."""
    flags = allowed.reasons[[p.id for p in cohort.mentees].index(mentee)]
    counts = {reason: int(((flags & reason) > 0).sum()) for reason in Reason}
    return {reason: count for reason, count in counts.items() if count}


def relaxations(
    cohort: Cohort, allowed: Eligibility, solution: Solution, told: Unmatched
) -> tuple[Relaxation, ...]:
    """The least relaxations that would help: the fewest rules, then the shortest drive.

    Each gives one more match: it makes a mentor who has room, or can make room, acceptable to the mentee or
    to a competing one. Where all are taken, one more place at any of `told.mentors` helps as well.
    """
    competing = told.mentees or (told.mentee,)
    useful = _can_make_room(cohort, allowed, solution)
    found = [
        one
        for row, mentee in enumerate(cohort.mentees)
        if mentee.id in competing
        for one in _for_mentee(cohort, allowed, row, useful)
    ]
    least = min((one.reasons.bit_count() for one in found), default=0)
    best = [one for one in found if one.reasons.bit_count() == least]
    return tuple(sorted(best, key=lambda one: (one.km or 0, one.mentee, one.reasons)))


def _can_make_room(cohort: Cohort, allowed: Eligibility, solution: Solution) -> Mask:
    """True for mentors with room, for those whose mentees can move on to such, and for those without a place,
    who would get one.
    """
    row = {p.id: k for k, p in enumerate(cohort.mentees)}
    column = {p.id: k for k, p in enumerate(cohort.mentors)}
    taken = Counter(mentor for _, mentor in solution.matches)
    useful = np.array([taken[p.id] < max(p.capacity, 1) for p in cohort.mentors], bool)
    movable = [(row[one], column[other]) for one, other in set(solution.matches) - set(cohort.pinned)]
    while True:
        moves_on = np.asarray(allowed.acceptable[:, useful].any(axis=1))
        more = [held for mentee, held in movable if moves_on[mentee] and not useful[held]]
        if not more:
            return useful
        useful[more] = True


def _for_mentee(cohort: Cohort, allowed: Eligibility, row: int, useful: Mask) -> Iterator[Relaxation]:
    """One relaxation for each set of reasons, and for each distance where that is a reason."""
    groups: dict[Reason, list[int]] = {}
    for column, flags in enumerate(allowed.reasons[row].tolist()):
        if flags and not flags & Reason.SAME_PERSON and useful[column]:
            groups.setdefault(Reason(flags), []).append(column)
    for reasons, columns in groups.items():
        drives = {column: int(allowed.km[row, column]) for column in columns}
        limits = sorted(set(drives.values())) if Reason.TOO_FAR in reasons else [None]
        for limit in limits:
            near = [c for c in columns if limit is None or drives[c] <= limit]
            mentors = tuple(sorted(cohort.mentors[c].id for c in near))
            yield Relaxation(cohort.mentees[row].id, reasons, mentors, limit)
