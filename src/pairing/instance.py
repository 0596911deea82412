"""What `solve` reads: ids, capacities, acceptable pairs with their fit, pins, bands and levels.

An Instance is immutable and checked when it is made. Its file format is `pairing-instance/1`.
"""

import hashlib
import itertools
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import sparse

from pairing.cohort import BANDS, LEVELS, Cohort, InvalidInstance, Level, Pair, Rules
from pairing.eligibility import Eligibility, eligibility
from pairing.fit import Fit
from pairing.fit import fit as fit_of

__all__ = ["FORMAT", "LARGEST", "Instance", "InvalidInstance"]

FORMAT = "pairing-instance/1"
LARGEST = 2**40
FIELDS = ("mentees", "mentors", "pairs", "pinned", "bands", "levels")
Integers = NDArray[np.int64]


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
        object.__setattr__(self, "bands", _checked_bands(self.bands))
        object.__setattr__(self, "levels", _checked_levels(self.levels))
        _check_pins(self)

    @cached_property
    def mentee(self) -> Integers:
        """The row of every acceptable pair."""
        return np.repeat(np.arange(len(self.mentees)), np.diff(self.start))

    @cached_property
    def band(self) -> NDArray[np.int16]:
        """The band of every pair, 0 the worst; a fit equal to an edge belongs to the better band."""
        band = np.zeros(len(self.fit), np.int16)
        for edge in self.bands:
            band += self.fit >= edge
        return band

    @cached_property
    def hashes(self) -> dict[str, tuple[NDArray[np.uint64], NDArray[np.uint64]]]:
        """What the lots of a salt are made of, kept for the next time they are asked for."""
        return {}

    def pairs(self, positions: Integers) -> tuple[Pair, ...]:
        """The ids of the pairs at these positions, sorted."""
        rows, columns = self.mentee[positions].tolist(), self.mentor[positions].tolist()
        return tuple(sorted((self.mentees[i], self.mentors[j]) for i, j in zip(rows, columns, strict=True)))

    @cached_property
    def row_of(self) -> dict[str, int]:
        """The row of each mentee's id."""
        return {one: row for row, one in enumerate(self.mentees)}

    @cached_property
    def column_of(self) -> dict[str, int]:
        """The column of each mentor's id."""
        return {one: column for column, one in enumerate(self.mentors)}

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
        return np.append(self.mentor, -1)[np.minimum(positions, len(self.mentor))]

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
        m0, m1, ...
        """
        rows, columns, values, shape = _entries(fit, acceptable)
        names = [f"e{k}" for k in range(shape[0])] if mentees is None else list(mentees)
        others = [f"m{k}" for k in range(shape[1])] if mentors is None else list(mentors)
        if (len(names), len(others)) != shape:
            raise InvalidInstance(
                f"The fit array is {shape[0]} x {shape[1]}, the ids are {len(names)} x {len(others)}."
            )
        seats = _whole(capacity, "capacity")
        if seats.shape != (shape[1],):
            raise InvalidInstance(
                f"There are {shape[1]} mentors and the capacity array has shape {seats.shape}."
            )
        return assemble(names, others, seats, (rows, columns, values), list(pinned), (bands, levels))

    @classmethod
    def from_json(cls, text: str | bytes) -> "Instance":
        """Read a `pairing-instance/1` file."""
        data = _parsed(text)
        mentees, mentors = _list(data, "mentees"), _list(data, "mentors")
        for place, mentor in enumerate(mentors):
            if not isinstance(mentor, dict) or set(mentor) != {"id", "capacity"}:
                raise InvalidInstance(f"mentors[{place}] is not an object with an id and a capacity.")
        names = [mentor["id"] for mentor in mentors]
        seats = _numbers([mentor["capacity"] for mentor in mentors], "mentors[{}].capacity")
        pairs = _triples(_list(data, "pairs"), _index(mentees, "mentees"), _index(names, "mentors"))
        return assemble(
            mentees,
            names,
            seats,
            pairs,
            _list(data, "pinned", []),
            (_list(data, "bands", list(BANDS)), _list(data, "levels", list(LEVELS))),
        )

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


def assemble(
    mentees: Sequence[Any],
    mentors: Sequence[Any],
    capacity: Integers,
    entries: tuple[Integers, Integers, Integers],
    pinned: Sequence[Any],
    settings: tuple[Sequence[Any], Sequence[Any]],
) -> Instance:
    row_of, column_of = _index(mentees, "mentees"), _index(mentors, "mentors")
    _check_range(capacity, "capacity")
    rows, columns, values = entries
    _check_range(values, "fit")
    key = rows * max(1, len(mentors)) + columns
    order = np.argsort(key, kind="stable") if (np.diff(key) < 0).any() else slice(None)
    key, rows, columns, values = key[order], rows[order], columns[order], values[order]
    if (np.diff(key) == 0).any():
        twice = int(np.flatnonzero(np.diff(key) == 0)[0])
        raise InvalidInstance(
            f"The pair {mentees[rows[twice]]!r}, {mentors[columns[twice]]!r} is listed twice."
        )
    start = np.concatenate(([0], np.cumsum(np.bincount(rows, minlength=len(mentees)))))
    pins = [_pin_key(pair, row_of, column_of, place) for place, pair in enumerate(pinned)]
    found = np.searchsorted(key, np.array(pins, np.int64))
    for place, (pair, at) in enumerate(zip(pins, found.tolist(), strict=True)):
        if at == len(key) or key[at] != pair:
            raise InvalidInstance(f"pinned[{place}] is not among the listed pairs.")
    bands, levels = settings
    return Instance(
        mentees=tuple(mentees),
        mentors=tuple(mentors),
        capacity=capacity,
        start=start.astype(np.int64),
        mentor=columns,
        fit=values,
        pinned=found.astype(np.int64),
        bands=tuple(bands),
        levels=tuple(levels),
    )


def _pin_key(pair: Any, rows: Mapping[str, int], columns: Mapping[str, int], place: int) -> int:
    if not isinstance(pair, (list, tuple)) or len(pair) != 2 or not all(isinstance(p, str) for p in pair):
        raise InvalidInstance(f"pinned[{place}] is not a pair of ids.")
    if pair[0] not in rows or pair[1] not in columns:
        raise InvalidInstance(f"pinned[{place}] names somebody who is not listed.")
    return rows[pair[0]] * max(1, len(columns)) + columns[pair[1]]


def _check_pins(instance: Instance) -> None:
    mentees, mentors = instance.mentee[instance.pinned], instance.mentor[instance.pinned]
    if len(np.unique(mentees)) < len(mentees):
        raise InvalidInstance("A mentee is pinned twice.")
    held = np.bincount(mentors, minlength=len(instance.mentors))
    over = np.flatnonzero(held > instance.capacity)
    if len(over):
        raise InvalidInstance(
            f"More mentees are pinned to {instance.mentors[over[0]]!r} than there are places."
        )


def _index(ids: Sequence[Any], name: str) -> dict[str, int]:
    for place, one in enumerate(ids):
        if not isinstance(one, str) or not one:
            raise InvalidInstance(f"The id at {name}[{place}] is not a text of at least one character.")
        if any("\ud800" <= char <= "\udfff" for char in one):
            raise InvalidInstance(f"The id at {name}[{place}] is not valid Unicode.")
    index = {one: place for place, one in enumerate(ids)}
    if len(index) < len(ids):
        place = next(k for k, one in enumerate(ids) if index[one] != k)
        raise InvalidInstance(f"The id {ids[place]!r} is listed twice in {name}.")
    return index


def _checked_bands(bands: Sequence[Any]) -> tuple[int, ...]:
    edges = tuple(_numbers(list(bands), "bands[{}]").tolist())
    if any(edge < 0 or edge > LARGEST for edge in edges) or any(a >= b for a, b in itertools.pairwise(edges)):
        raise InvalidInstance("The band edges are not ascending numbers from 0 to 2**40.")
    return edges


def _checked_levels(levels: Sequence[Any]) -> tuple[Level, ...]:
    known = [level for level in LEVELS if level in levels]
    if [str(level) for level in known] != [str(level) for level in levels] or Level.MATCHED not in known:
        raise InvalidInstance(
            "The levels are not 'matched' and any of bands, fit, load, order in this order."
        )
    return tuple(known)


def _check_range(values: Integers, name: str) -> None:
    if len(values) and not (values.min() >= 0 and values.max() <= LARGEST):
        place = int(np.flatnonzero((values < 0) | (values > LARGEST))[0])
        raise InvalidInstance(f"{name}[{place}] is {values[place]}, not a number from 0 to 2**40.")


def _entries(fit: Any, acceptable: ArrayLike | None) -> tuple[Integers, Integers, Integers, tuple[int, int]]:
    if sparse.issparse(fit):
        if acceptable is not None:
            raise InvalidInstance("A sparse fit already says which pairs are acceptable.")
        table = fit.tocoo()
        rows, columns, values = table.row, table.col, _whole(table.data, "fit")
    else:
        table = _whole(fit, "fit")
        if table.ndim != 2:
            raise InvalidInstance(f"The fit array has {table.ndim} dimensions, not 2.")
        rows, columns = np.nonzero(_mask(acceptable, table.shape))
        values = table[rows, columns]
    shape = (int(table.shape[0]), int(table.shape[1]))
    return rows.astype(np.int64), columns.astype(np.int64), values, shape


def _mask(acceptable: ArrayLike | None, shape: tuple[int, ...]) -> NDArray[np.bool_]:
    if acceptable is None:
        return np.ones(shape, bool)
    mask = np.asarray(acceptable)
    if mask.dtype != np.bool_ or mask.shape != shape:
        raise InvalidInstance("The acceptable mask is not a bool array of the shape of fit.")
    return mask


def _whole(values: ArrayLike, name: str) -> Integers:
    array = np.asarray(values)
    if array.size == 0:
        return array.astype(np.int64)
    if array.dtype.kind not in "iu":
        raise InvalidInstance(f"The {name} array holds {array.dtype}, not integers.")
    if array.dtype == np.uint64 and array.max() > LARGEST:
        raise InvalidInstance(f"The {name} array holds a number above 2**40.")
    return array.astype(np.int64)


def _numbers(values: list[Any], where: str) -> Integers:
    for place, value in enumerate(values):
        if type(value) is not int or not -LARGEST <= value <= LARGEST:
            raise InvalidInstance(f"{where.format(place)} is {value!r}, not a whole number from 0 to 2**40.")
    return np.array(values, np.int64)


def _parsed(text: str | bytes) -> dict[str, Any]:
    try:
        data = json.loads(text)
    except UnicodeDecodeError as error:
        raise InvalidInstance(f"The file is not UTF-8: byte {error.start} cannot be read.") from None
    except (ValueError, RecursionError) as error:
        raise InvalidInstance(f"The file is not JSON: {error}.") from None
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise InvalidInstance(f"The file does not say that its format is {FORMAT!r}.")
    unknown = sorted(set(data) - {"format", *FIELDS})
    if unknown:
        raise InvalidInstance(f"The file has an unknown key {unknown[0]!r}.")
    return data


def _list(data: Mapping[str, Any], name: str, default: list[Any] | None = None) -> list[Any]:
    value = data.get(name, default)
    if not isinstance(value, list):
        raise InvalidInstance(f"The file has no list {name!r}.")
    return value


def _triples(
    pairs: list[Any], rows: Mapping[str, int], columns: Mapping[str, int]
) -> tuple[Integers, Integers, Integers]:
    for place, pair in enumerate(pairs):
        if not isinstance(pair, list) or len(pair) != 3 or not all(isinstance(p, str) for p in pair[:2]):
            raise InvalidInstance(f"pairs[{place}] is not a mentee, a mentor and a fit.")
        if pair[0] not in rows or pair[1] not in columns:
            raise InvalidInstance(f"pairs[{place}] names somebody who is not listed.")
    return (
        np.array([rows[pair[0]] for pair in pairs], np.int64),
        np.array([columns[pair[1]] for pair in pairs], np.int64),
        _numbers([pair[2] for pair in pairs], "The fit of pairs[{}]"),
    )
