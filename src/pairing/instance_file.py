"""Reading the file format `pairing-instance/1`."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from pairing.cohort import BANDS, LEVELS, InvalidInstance
from pairing.entries import LARGEST, Entries, Integers, index_of, sorted_entries

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
    data = _parsed(text)
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


def checked_numbers(values: list[Any], where: str) -> Integers:
    """Whole numbers from 0 to LARGEST; `where` names the place of each."""
    for place, value in enumerate(values):
        if type(value) is not int or not 0 <= value <= LARGEST:
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
