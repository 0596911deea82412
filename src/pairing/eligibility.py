"""The hard rules over all pairs at once: which pairs are acceptable, and every reason when not.

Source of the rules: "Hard rules" in the program's matching specification. A pair that breaks one is
excluded, never scored 0; all its reasons are kept as bits of one 16-bit integer.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import IntFlag

import numpy as np
from numpy.typing import NDArray

from pairing.areas import area_in_common
from pairing.cohort import (
    Cohort,
    Commitment,
    InvalidInstance,
    Means,
    Mentee,
    Mentor,
    Pair,
    Participant,
    Rules,
)

UNKNOWN = -1
Side = Sequence[Participant]


class Reason(IntFlag):
    """Why a pair is not acceptable; a pair may have several."""

    SAME_PERSON = 1
    SAME_LIBRARY = 2
    SAME_BOARD = 4
    REPORTING_LINE = 8
    PLEASE_NOT = 16
    NO_COMMON_MEANS = 32
    TOO_FAR = 64
    NO_COMMON_COMMITMENT = 128
    NO_COMMON_AREA = 256
    NOT_AGAIN = 512
    MENTOR_PAUSED = 1024
    MENTOR_FULL = 2048
    FORBIDDEN = 4096
    BOTH_DIRECTIONS = 8192


OF_THE_PROGRAM = Reason.SAME_LIBRARY | Reason.SAME_BOARD | Reason.NO_COMMON_AREA


@dataclass(frozen=True, eq=False)
class Eligibility:
    """`reasons` (uint16) and `km` (int32, -1 when not known): rows are mentees, columns mentors."""

    reasons: NDArray[np.uint16]
    km: NDArray[np.int32]

    @property
    def acceptable(self) -> NDArray[np.bool_]:
        """True where no hard rule is broken."""
        return np.asarray(self.reasons == 0)


def eligibility(cohort: Cohort, rules: Rules) -> Eligibility:
    """Apply every hard rule to every pair: two tables of len(mentees) x len(mentors).

    Raises InvalidInstance for a distance that is no whole number of km from 0 to 100,000 and for an area
    that is not in the catalogue.

    >>> from pairing import Cohort, Mentee, Mentor, Rules
    >>> pupil = Mentee(id="e", person="p", areas=frozenset({"budget"}))
    >>> teacher = Mentor(id="m", person="q", areas=frozenset({"policy"}), paused=True)
    >>> cohort = Cohort(mentees=(pupil,), mentors=(teacher,), areas={"board": ("budget", "policy")})
    >>> flags = int(eligibility(cohort, Rules()).reasons[0, 0])
    >>> flags == Reason.NO_COMMON_AREA | Reason.MENTOR_PAUSED
    True
    """
    km = driving_distance(cohort)
    reasons = np.zeros(km.shape, np.uint16)
    for reason, broken in _rule_masks(cohort, rules, km):
        reasons |= broken * np.uint16(reason)
    for cell in _cells(cohort, cohort.excepted):
        reasons[cell] &= ~np.uint16(OF_THE_PROGRAM)
    _mark_named_pairs(reasons, cohort)
    return Eligibility(reasons, km)


def shared(rows: Sequence[Iterable[str]], columns: Sequence[Iterable[str]]) -> NDArray[np.bool_]:
    """True where a row's set and a column's set have a member in common."""
    index = {code: k for k, code in enumerate({c for codes in (*rows, *columns) for c in codes})}
    return (incidence(rows, index) @ incidence(columns, index).T) > 0


def _same_person(rows: Side, columns: Side) -> NDArray[np.bool_]:
    number = {person: k for k, person in enumerate({p.person for p in (*rows, *columns)})}
    mentees, mentors = (np.array([number[p.person] for p in side], np.int32) for side in (rows, columns))
    return np.asarray(mentees[:, None] == mentors)


def incidence(sets: Sequence[Iterable[str]], index: dict[str, int]) -> NDArray[np.float32]:
    """0/1 matrix of which set holds which code."""
    matrix = np.zeros((len(sets), len(index)), np.float32)
    for row, codes in enumerate(sets):
        for code in codes:
            matrix[row, index[code]] = 1
    return matrix


def means_of(people: Side) -> NDArray[np.uint8]:
    """Meeting means as bits; nothing given is all four."""
    everything = ~Means(0)
    return np.array([int(p.means or everything) for p in people], np.uint8)


def commitment_of(people: Side) -> NDArray[np.uint8]:
    """Time commitments as bits; nothing ticked is both."""
    both = ~Commitment(0)
    return np.array([int(p.commitment or both) for p in people], np.uint8)


def driving_distance(cohort: Cohort) -> NDArray[np.int32]:
    """Kilometres between the nearest libraries of each pair, -1 where no figure is known."""
    names = sorted({name for p in (*cohort.mentees, *cohort.mentors) for name in p.libraries})
    index = {name: k for k, name in enumerate(names)}
    table = _distance_table(cohort, index)
    far = np.iinfo(np.int32).max
    nearest = np.full((len(cohort.mentees), len(cohort.mentors)), far, np.int32)
    for rows in _slots(cohort.mentees, index):
        for columns in _slots(cohort.mentors, index):
            np.minimum(nearest, table[np.ix_(rows, columns)], out=nearest)
    nearest[nearest == far] = UNKNOWN
    return nearest


def _distance_table(cohort: Cohort, index: dict[str, int]) -> NDArray[np.int32]:
    """Square table with a last row and column for "no library"."""
    table = np.full((len(index) + 1, len(index) + 1), np.iinfo(np.int32).max, np.int32)
    for (one, other), km in cohort.distances.items():
        if isinstance(km, bool) or not isinstance(km, int) or not 0 <= km <= 100_000:
            raise InvalidInstance(f"The distance between {one!r} and {other!r} is not a whole number of km.")
        if one in index and other in index:
            table[index[one], index[other]] = table[index[other], index[one]] = km
    np.fill_diagonal(table[:-1, :-1], 0)
    return table


def _slots(people: Side, index: dict[str, int]) -> list[NDArray[np.int64]]:
    """First, second, ... library of everybody as table positions."""
    depth = max((len(p.libraries) for p in people), default=0)
    padded = [[index[name] for name in p.libraries] + [len(index)] * depth for p in people]
    return [np.array([row[k] for row in padded], np.int64) for k in range(depth)]


def _rule_masks(
    cohort: Cohort, rules: Rules, km: NDArray[np.int32]
) -> Iterable[tuple[Reason, NDArray[np.bool_]]]:
    mentees, mentors = cohort.mentees, cohort.mentors
    yield Reason.SAME_PERSON, _same_person(mentees, mentors)
    if rules.apart_in_library:
        yield Reason.SAME_LIBRARY, shared([p.libraries for p in mentees], [p.libraries for p in mentors])
    if rules.apart_in_board:
        yield Reason.SAME_BOARD, shared([p.boards for p in mentees], [p.boards for p in mentors])
    common = means_of(mentees)[:, None] & means_of(mentors)
    yield Reason.NO_COMMON_MEANS, common == 0
    yield Reason.TOO_FAR, (common == Means.IN_PERSON) & (km > _farthest_drive(mentees, mentors))
    kinds = commitment_of(mentees)[:, None] & commitment_of(mentors)
    yield Reason.NO_COMMON_COMMITMENT, kinds == 0
    if rules.common_area:
        yield Reason.NO_COMMON_AREA, ~area_in_common(cohort)
    shape = km.shape
    yield Reason.MENTOR_PAUSED, np.broadcast_to(np.array([p.paused for p in mentors], bool), shape)
    yield Reason.MENTOR_FULL, np.broadcast_to(np.array([p.capacity < 1 for p in mentors], bool), shape)


def _farthest_drive(mentees: Side, mentors: Side) -> NDArray[np.int64]:
    """The longer of the two limits, as either may drive; no limit is any distance."""
    limits = [
        np.array([2**31 if p.max_km is None else p.max_km for p in side], np.int64)
        for side in (mentees, mentors)
    ]
    return np.maximum(limits[0][:, None], limits[1])


def _mark_named_pairs(reasons: NDArray[np.uint16], cohort: Cohort) -> None:
    """Rules about one person and another: names, not-again pairs, the coordinator's own."""
    rows, columns = _places(cohort.mentees), _places(cohort.mentors)
    named = [(p.person, name, Reason.PLEASE_NOT) for p in _everybody(cohort) for name in p.please_not]
    named += [(p.person, name, Reason.REPORTING_LINE) for p in _everybody(cohort) for name in p.reports_to]
    named += [(one, other, Reason.NOT_AGAIN) for one, other in cohort.not_again]
    for one, other, reason in named:
        for mentee, mentor in ((one, other), (other, one)):
            cells = np.ix_(rows.get(mentee, []), columns.get(mentor, []))
            reasons[cells] |= np.uint16(reason)
    for cell in _cells(cohort, cohort.forbidden):
        reasons[cell] |= np.uint16(Reason.FORBIDDEN)


def _cells(cohort: Cohort, pairs: Iterable[Pair]) -> Iterator[tuple[int, int]]:
    """Row and column of each pair whose two ids are in the cohort."""
    mentee_at = {p.id: k for k, p in enumerate(cohort.mentees)}
    mentor_at = {p.id: k for k, p in enumerate(cohort.mentors)}
    for mentee, mentor in pairs:
        if mentee in mentee_at and mentor in mentor_at:
            yield mentee_at[mentee], mentor_at[mentor]


def _everybody(cohort: Cohort) -> tuple[Mentee | Mentor, ...]:
    return (*cohort.mentees, *cohort.mentors)


def _places(people: Side) -> dict[str, list[int]]:
    places: dict[str, list[int]] = {}
    for position, person in enumerate(people):
        places.setdefault(person.person, []).append(position)
    return places
