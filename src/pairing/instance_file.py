"""Reading the file format `pairing-instance/1`."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from pairing.checks import checked_numbers
from pairing.cohort import BANDS, LEVELS, InvalidInstance
from pairing.entries import Entries, Integers, index_of, sorted_entries
from pairing.json_file import read_object

FORMAT = "pairing-instance/1"
FIELDS = ("mentees", "mentors", "pairs", "pinned", "bands", "levels")


@dataclass(frozen=True, eq=False)
class Parts:
    """What a file or a caller gives, not yet checked against each other."""

    mentees: list[Any]
    mentors: list[Any]
    capacity: Integers
    entries: Entries
    pinned: list[Any]
    bands: list[Any]
    levels: list[Any]


def read(text: str | bytes) -> Parts:
    """The parts of an instance; InvalidInstance says in one sentence what is wrong and where."""
    data = read_object(text, FORMAT, InvalidInstance)
    unknown = sorted(set(data) - {"format", *FIELDS})
    if unknown:
        raise InvalidInstance(f"The file has an unknown key {unknown[0]!r}.")
    mentees, mentors = _list(data, "mentees"), _list(data, "mentors")
    for place, mentor in enumerate(mentors):
        if not isinstance(mentor, dict) or set(mentor) != {"id", "capacity"}:
            raise InvalidInstance(f"mentors[{place}] is not an object with an id and a capacity.")
    names = [mentor["id"] for mentor in mentors]
    return Parts(
        mentees=mentees,
        mentors=names,
        capacity=checked_numbers([mentor["capacity"] for mentor in mentors], "mentors[{}].capacity"),
        entries=_entries(_list(data, "pairs"), mentees, names),
        pinned=_list(data, "pinned", []),
        bands=_list(data, "bands", list(BANDS)),
        levels=_list(data, "levels", list(LEVELS)),
    )


def _list(data: Mapping[str, Any], name: str, default: list[Any] | None = None) -> list[Any]:
    value = data.get(name, default)
    if not isinstance(value, list):
        raise InvalidInstance(f"The file has no list {name!r}.")
    return value


def _entries(pairs: list[Any], mentees: list[Any], mentors: list[Any]) -> Entries:
    rows, columns = index_of(mentees, "mentees"), index_of(mentors, "mentors")
    for place, pair in enumerate(pairs):
        if not isinstance(pair, list) or len(pair) != 3 or not all(isinstance(p, str) for p in pair[:2]):
            raise InvalidInstance(f"pairs[{place}] is not a mentee, a mentor and a fit.")
        if pair[0] not in rows or pair[1] not in columns:
            raise InvalidInstance(f"pairs[{place}] names somebody who is not listed.")
    return sorted_entries(
        np.array([rows[pair[0]] for pair in pairs], np.int64),
        np.array([columns[pair[1]] for pair in pairs], np.int64),
        checked_numbers([pair[2] for pair in pairs], "The fit of pairs[{}]"),
        mentees,
        mentors,
    )
