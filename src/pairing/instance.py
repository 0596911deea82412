"""What `solve` reads: ids, capacities, acceptable pairs with their fit, pins, bands and levels.

An Instance is immutable and checked when it is made. Its file format is `pairing-instance/1`.
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from pairing import entries
from pairing.checks import check_held, check_pin, checked_bands, checked_levels
from pairing.cohort import BANDS, LEVELS, Cohort, InvalidInstance, Level, Pair, Rules
from pairing.eligibility import Eligibility, eligibility
from pairing.entries import LARGEST, Integers
from pairing.fit import Fit
from pairing.fit import fit as fit_of
from pairing.instance_file import FORMAT, Parts, read

__all__ = ["FORMAT", "LARGEST", "Instance", "Integers", "InvalidInstance", "assemble"]


@dataclass(frozen=True, eq=False)
class Instance:
    """A matching problem, the acceptable pairs stored row by row.

    The pairs of mentee `i` are the positions `start[i]` to `start[i + 1]` of `mentor` (ascending
    columns) and `fit`; `pinned` holds positions of pairs. All arrays are int64 and read-only.
    """

    mentees: tuple[str, ...]
    mentors: tuple[str, ...]
    capacity: Integers
    start: Integers
    mentor: Integers
    fit: Integers
    pinned: Integers
    bands: tuple[int, ...] = BANDS
    levels: tuple[Level, ...] = LEVELS

    def __post_init__(self) -> None:
        for array in (self.capacity, self.start, self.mentor, self.fit, self.pinned):
            array.flags.writeable = False
        object.__setattr__(self, "bands", checked_bands(self.bands))
        object.__setattr__(self, "levels", checked_levels(self.levels))
        check_held(self.rows_of(self.pinned), self.mentor[self.pinned], self.capacity, self.mentors)

    @cached_property
    def mentee(self) -> Integers:
        """The row of every acceptable pair."""
        return np.repeat(np.arange(len(self.mentees)), np.diff(self.start))

    @cached_property
    def bound(self) -> NDArray[np.bool_]:
        """True for every mentee who has a pin."""
        bound = np.zeros(len(self.mentees), bool)
        bound[self.rows_of(self.pinned)] = True
        return bound

    @cached_property
    def hashes(self) -> dict[str, tuple[NDArray[np.uint64], NDArray[np.uint64]]]:
        """What the lots of a salt are made of, kept for the next time they are asked for."""
        return {}

    @cached_property
    def row_of(self) -> dict[str, int]:
        """The row of each mentee's id."""
        return {one: row for row, one in enumerate(self.mentees)}

    @cached_property
    def column_of(self) -> dict[str, int]:
        """The column of each mentor's id."""
        return {one: column for column, one in enumerate(self.mentors)}

    def band_of(self, fits: Integers) -> Integers:
        """The band of each fit, 0 the worst; one that equals an edge belongs to the better band."""
        band = np.zeros(len(fits), np.int64)
        for edge in self.bands:
            band += fits >= edge
        return band

    def rows_of(self, positions: Integers) -> Integers:
        """The rows of the pairs at these positions."""
        return np.searchsorted(self.start, positions, side="right") - 1

    def pairs(self, positions: Integers) -> tuple[Pair, ...]:
        """The ids of the pairs at these positions, sorted."""
        rows, columns = self.rows_of(positions).tolist(), self.mentor[positions].tolist()
        return tuple(sorted((self.mentees[i], self.mentors[j]) for i, j in zip(rows, columns, strict=True)))

    def positions(self, pairs: Iterable[Pair]) -> Integers:
        """Where pairs of ids are stored, -1 for one that is not acceptable (or nobody has such an id)."""
        places = [(self.row_of.get(one, -1), self.column_of.get(other, -1)) for one, other in pairs]
        rows, columns = np.array(places, np.int64).reshape(-1, 2).T
        low, high = self.start[rows], np.where(rows < 0, self.start[rows], self.start[rows + 1])
        end = high
        while (low < high).any():
            middle = (low + high) // 2
            before = (low < high) & (self._stored(middle) < columns)
            low, high = np.where(before, middle + 1, low), np.where(before, high, middle)
        found = (low < end) & (self._stored(low) == columns)
        return np.where(found, low, -1)

    def _stored(self, positions: Integers) -> Integers:
        """The columns at these positions, -1 past the last."""
        inside = positions < len(self.mentor)
        columns = np.full(len(positions), -1)
        columns[inside] = self.mentor[positions[inside]]
        return columns

    def position(self, mentee: str, mentor: str) -> int | None:
        """Where one pair of ids is stored, None when it is not acceptable."""
        found = int(self.positions([(mentee, mentor)])[0])
        return None if found < 0 else found

    @classmethod
    def from_cohort(cls, cohort: Cohort, rules: Rules) -> "Instance":
        """The acceptable pairs of a cohort with their fit."""
        allowed = eligibility(cohort, rules)
        return cls.from_scores(cohort, rules, allowed, fit_of(cohort, rules, allowed.km))

    @classmethod
    def from_scores(cls, cohort: Cohort, rules: Rules, allowed: Eligibility, score: Fit) -> "Instance":
        """The same from tables that are there already."""
        return cls.from_arrays(
            fit=score.total,
            acceptable=allowed.acceptable,
            capacity=[max(0, p.capacity) for p in cohort.mentors],
            mentees=[p.id for p in cohort.mentees],
            mentors=[p.id for p in cohort.mentors],
            pinned=cohort.pinned,
            bands=rules.bands,
            levels=rules.levels,
        )

    @classmethod
    def from_arrays(
        cls,
        *,
        fit: Any,
        capacity: ArrayLike,
        acceptable: ArrayLike | None = None,
        mentees: Sequence[str] | None = None,
        mentors: Sequence[str] | None = None,
        pinned: Iterable[Pair] = (),
        bands: Sequence[int] = BANDS,
        levels: Sequence[str] = LEVELS,
    ) -> "Instance":
        """Rows are mentees, columns mentors; fits are integers from 0 to 2**40.

        Sparse: every stored entry, also an explicit 0, is acceptable. Dense: `acceptable` is a bool mask,
        by default all. Float arrays are refused even if whole. Without ids they are e0, e1, ... and
        m0, m1, ... Raises InvalidInstance.

        >>> from scipy.sparse import csr_array
        >>> Instance.from_arrays(fit=csr_array([[8450, 0, 9000]]), capacity=[1, 1, 2]).mentor.tolist()
        [0, 2]
        """
        listed, shape = entries.from_array(fit, acceptable)
        names = [f"e{k}" for k in range(shape[0])] if mentees is None else list(mentees)
        others = [f"m{k}" for k in range(shape[1])] if mentors is None else list(mentors)
        if (len(names), len(others)) != shape:
            raise InvalidInstance(
                f"The fit array is {shape[0]} x {shape[1]}, the ids are {len(names)} x {len(others)}."
            )
        seats = entries.whole_numbers(capacity, "capacity")
        if seats.shape != (shape[1],):
            raise InvalidInstance(
                f"There are {shape[1]} mentors and the capacity array has shape {seats.shape}."
            )
        return assemble(Parts(names, others, seats.copy(), listed, list(pinned), list(bands), list(levels)))

    @classmethod
    def from_json(cls, text: str | bytes) -> "Instance":
        """Read a `pairing-instance/1` file."""
        return assemble(read(text))

    def to_json(self) -> str:
        """The canonical `pairing-instance/1` text: sorted ids, pairs and keys, no spaces."""
        triples = zip(self.mentee.tolist(), self.mentor.tolist(), self.fit.tolist(), strict=True)
        data = {
            "format": FORMAT,
            "mentees": sorted(self.mentees),
            "mentors": [
                {"capacity": seats, "id": name}
                for name, seats in sorted(zip(self.mentors, self.capacity.tolist(), strict=True))
            ],
            "pairs": sorted([self.mentees[i], self.mentors[j], value] for i, j, value in triples),
            "pinned": self.pairs(self.pinned),
            "bands": list(self.bands),
            "levels": [str(level) for level in self.levels],
        }
        return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    def hash(self) -> str:
        """SHA-256 of the canonical text in UTF-8, as 64 hexadecimal digits."""
        return hashlib.sha256(self.to_json().encode()).hexdigest()


def assemble(parts: Parts) -> Instance:
    """The instance, after checking ids, ranges and pins."""
    rows, columns = entries.index_of(parts.mentees, "mentees"), entries.index_of(parts.mentors, "mentors")
    entries.check_range(parts.capacity, "capacity")
    entries.check_range(parts.entries.fit, "fit")
    for place, pair in enumerate(parts.pinned):
        check_pin(pair, rows, columns, place)
    instance = Instance(
        mentees=tuple(parts.mentees),
        mentors=tuple(parts.mentors),
        capacity=parts.capacity,
        start=parts.entries.start,
        mentor=parts.entries.mentor,
        fit=parts.entries.fit,
        pinned=np.empty(0, np.int64),
        bands=tuple(parts.bands),
        levels=tuple(parts.levels),
    )
    if not parts.pinned:
        return instance
    pinned = instance.positions([(one, other) for one, other in parts.pinned])
    if (pinned < 0).any():
        raise InvalidInstance(f"pinned[{int(np.argmin(pinned))}] is not among the listed pairs.")
    return replace(instance, pinned=pinned)
