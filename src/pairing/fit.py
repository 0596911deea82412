"""The fit of every pair, with every part kept.

Source: "Fit" in the program's matching specification. Parts are integers from 0 to 100 by integer
division, weights are integers, fit = (100 x sum of weight x part) // (sum of weights), 0 to 10,000.
What a person left empty never lowers a part below what any answer would have given, except that
distance counts as soon as meeting in person is possible.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pairing.areas import all_leaves, area_levels, leaves_of
from pairing.cohort import Cohort, InvalidInstance, Means, Mentee, Part, Rules
from pairing.eligibility import (
    Side,
    commitment_of,
    driving_distance,
    means_of,
)

Grid = NDArray[np.uint8]


@dataclass(frozen=True, eq=False)
class Fit:
    """`total` (int16, 0 to 10,000) and `parts` (uint8, 0 to 100): rows are mentees, columns mentors."""

    total: NDArray[np.int16]
    parts: Mapping[Part, Grid]


def fit(cohort: Cohort, rules: Rules, km: NDArray[np.int32] | None = None) -> Fit:
    """Score every pair, acceptable or not; `km` (from `eligibility`) saves computing the distances twice.

    Raises InvalidInstance for weights that are no integers from 0 to 1,000,000 or all zero, and for a
    `far_km` outside 1 to 100,000.

    >>> from pairing import Cohort, Mentee, Mentor, Rules
    >>> pupil = Mentee(id="e", person="p", areas=frozenset({"budget", "policy"}))
    >>> teacher = Mentor(id="m", person="q", areas=frozenset({"budget"}))
    >>> cohort = Cohort(mentees=(pupil,), mentors=(teacher,), areas={"board": ("budget", "policy")})
    >>> score = fit(cohort, Rules(weights={Part.AREAS: 3, Part.WAITED: 1}))
    >>> int(score.parts[Part.AREAS][0, 0]), int(score.total[0, 0])
    (50, 3750)
    """
    weights = {part: _weight(rules, part) for part in Part}
    if not any(weights.values()):
        raise InvalidInstance("All the weights are zero.")
    distances = driving_distance(cohort) if km is None else km
    parts = _parts(cohort, rules, distances)
    total = np.zeros(distances.shape, np.int64)
    for part, weight in weights.items():
        total += weight * parts[part].astype(np.int64) if weight else 0
    return Fit((100 * total // sum(weights.values())).astype(np.int16), parts)


def _weight(rules: Rules, part: Part) -> int:
    weight = rules.weights.get(part, 0)
    if isinstance(weight, bool) or not isinstance(weight, int) or not 0 <= weight <= 1_000_000:
        raise InvalidInstance(f"The weight of {part.value!r} is not a whole number from 0 to 1,000,000.")
    return weight


def _parts(cohort: Cohort, rules: Rules, km: NDArray[np.int32]) -> dict[Part, Grid]:
    mentees, mentors = cohort.mentees, cohort.mentors
    means = means_of(mentees)[:, None] & means_of(mentors)
    kinds = commitment_of(mentees)[:, None] & commitment_of(mentors)
    waited = np.array([100 * p.waited for p in mentees], np.uint8)
    return {
        Part.AREAS: _areas(cohort),
        Part.WAITED: np.broadcast_to(waited[:, None], km.shape),
        Part.SIMILAR_LIBRARY: _similar_library(mentees, mentors),
        Part.EXPERIENCE: _experience(mentees, mentors),
        Part.COMMITMENT: np.bitwise_count(kinds) * np.uint8(50),
        Part.DISTANCE: _distance(km, means, rules.far_km),
        Part.MEANS: np.bitwise_count(means) * np.uint8(25),
    }


def _areas(cohort: Cohort) -> Grid:
    """Share of what the mentee seeks that the mentor offers.

    Important areas count double; a group ticked alone stands for each of its sub-areas by half, on
    either side. `any_mentor` with nothing sought is met by everyone.
    """
    sought = area_levels(cohort.mentees, cohort) * (1 + _important(cohort))
    offered = area_levels(cohort.mentors, cohort)
    met = np.rint(sought @ offered.T).astype(np.int32)
    whole = 2 * np.rint(sought.sum(axis=1)).astype(np.int32)[:, None]
    open_to_all = np.array([p.any_mentor for p in cohort.mentees], bool)[:, None] & (whole == 0)
    return np.where(open_to_all, 100, 100 * met // np.maximum(whole, 1)).astype(np.uint8)


def _important(cohort: Cohort) -> NDArray[np.float32]:
    leaves = {code: k for k, code in enumerate(all_leaves(cohort))}
    matrix = np.zeros((len(cohort.mentees), len(leaves)), np.float32)
    for row, mentee in enumerate(cohort.mentees):
        for code in mentee.important:
            matrix[row, leaves_of(code, cohort, leaves)] = 1
    return matrix


def _similar_library(mentees: Side, mentors: Side) -> Grid:
    """Half for the staff band (a quarter for a neighbouring one), half for the location kind."""
    apart = _pairwise_gap([p.staff_band for p in mentees], [p.staff_band for p in mentors])
    band = np.maximum(0, 50 - 25 * np.abs(apart))
    kinds = {kind: k for k, kind in enumerate({p.location_kind for p in (*mentees, *mentors)} - {None})}
    codes = [
        [None if p.location_kind is None else kinds[p.location_kind] for p in s] for s in (mentees, mentors)
    ]
    kind = np.where(_pairwise_gap(codes[0], codes[1]) == 0, 50, 0)
    return np.asarray(band + kind, np.uint8)


def _pairwise_gap(rows: list[int | None], columns: list[int | None], unknown: int = 0) -> NDArray[np.int64]:
    """Column minus row, `unknown` where either is not said."""
    values = [np.array([v or 0 for v in side], np.int64) for side in (rows, columns)]
    said = [np.array([v is not None for v in side], bool) for side in (rows, columns)]
    return np.where(said[0][:, None] & said[1], values[1] - values[0][:, None], unknown)


def _experience(mentees: tuple[Mentee, ...], mentors: Side) -> Grid:
    """Ten points for each year in role that the mentor has over the mentee, up to ten years."""
    ahead = _pairwise_gap([p.years for p in mentees], [p.years for p in mentors], unknown=10)
    return (10 * np.clip(ahead, 0, 10)).astype(np.uint8)


def _distance(km: NDArray[np.int32], means: NDArray[np.uint8], far_km: int) -> Grid:
    """From 100 next door down to 0 at `far_km`; 100 when the two would not meet in person."""
    if isinstance(far_km, bool) or not isinstance(far_km, int) or not 1 <= far_km <= 100_000:
        raise InvalidInstance("The distance at which the fit reaches 0 is not a whole number above 0.")
    near = 100 - 100 * np.clip(km, 0, far_km).astype(np.int64) // far_km
    return np.where(means & Means.IN_PERSON, near, 100).astype(np.uint8)
