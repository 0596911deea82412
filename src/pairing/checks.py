"""What the pins, bands and levels of an instance must be; InvalidInstance says what is wrong."""

import itertools
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from pairing.cohort import LEVELS, InvalidInstance, Level
from pairing.entries import LARGEST, Integers


def checked_numbers(values: list[Any], where: str) -> Integers:
    """Whole numbers from 0 to LARGEST; `where` names the place of each."""
    for place, value in enumerate(values):
        if type(value) is not int or not 0 <= value <= LARGEST:
            raise InvalidInstance(f"{where.format(place)} is {value!r}, not a whole number from 0 to 2**40.")
    return np.array(values, np.int64)


def check_pin(pair: Any, rows: Mapping[str, int], columns: Mapping[str, int], place: int) -> None:
    """Refuse what is not two ids that are listed."""
    if not isinstance(pair, (list, tuple)) or len(pair) != 2 or not all(isinstance(p, str) for p in pair):
        raise InvalidInstance(f"pinned[{place}] is not a pair of ids.")
    if pair[0] not in rows or pair[1] not in columns:
        raise InvalidInstance(f"pinned[{place}] names somebody who is not listed.")


def check_held(mentees: Integers, mentors: Integers, capacity: Integers, names: Sequence[str]) -> None:
    """Refuse pins, given as rows and columns, that pin a mentee twice or overfill a mentor."""
    if len(np.unique(mentees)) < len(mentees):
        raise InvalidInstance("A mentee is pinned twice.")
    held = np.bincount(mentors, minlength=len(names))
    over = np.flatnonzero(held > capacity)
    if len(over):
        raise InvalidInstance(f"More mentees are pinned to {names[over[0]]!r} than there are places.")


def checked_bands(bands: Sequence[Any]) -> tuple[int, ...]:
    """The band edges, ascending."""
    edges = tuple(checked_numbers(list(bands), "bands[{}]").tolist())
    if any(a >= b for a, b in itertools.pairwise(edges)):
        raise InvalidInstance("The band edges are not in ascending order.")
    return edges


def checked_levels(levels: Sequence[Any]) -> tuple[Level, ...]:
    """The levels in their order, the first of them given."""
    known = [level for level in LEVELS if level in levels]
    if [str(level) for level in known] != [str(level) for level in levels] or Level.MATCHED not in known:
        raise InvalidInstance(
            "The levels are not 'matched' and any of bands, fit, load, order in this order."
        )
    return tuple(known)
