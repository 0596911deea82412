"""What `solve` answers: the matching, its values by level, and the prices that prove it.

The file format is `pairing-solution/1`.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pairing.cohort import InvalidInstance, Level, Pair
from pairing.json_file import read_object

FORMAT = "pairing-solution/1"
Values = Mapping[str, int | tuple[int, ...]]


class InvalidSolution(InvalidInstance):
    """The text is not a solution file; the message is one sentence that says where and why."""


@dataclass(frozen=True)
class Certificate:
    """One integer price per mentor and elementary level.

    `levels` names the elementary levels: matched, bands/0 (the worst) up to the last but the best, fit,
    load, order/0 and further salts. `prices` maps a mentor's id to its prices in that order.
    """

    levels: tuple[str, ...]
    prices: Mapping[str, tuple[int, ...]]


@dataclass(frozen=True)
class Solution:
    """`matches` and `unmatched` are sorted by id; `values` holds the asked levels but `order`."""

    matches: tuple[Pair, ...]
    unmatched: tuple[str, ...]
    values: Values
    certificate: Certificate

    @property
    def mentor_of(self) -> dict[str, str]:
        """Each matched mentee's mentor."""
        return dict(self.matches)

    def to_json(self) -> str:
        """The `pairing-solution/1` text: sorted keys, no spaces."""
        return json.dumps(self.to_dict(), ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    def to_dict(self) -> dict[str, Any]:
        """The same as plain lists and dicts, to which a caller may add keys of its own."""
        return {
            "format": FORMAT,
            "matches": [list(pair) for pair in self.matches],
            "unmatched": list(self.unmatched),
            "values": {
                name: list(value) if isinstance(value, tuple) else value
                for name, value in self.values.items()
            },
            "certificate": {
                "levels": list(self.certificate.levels),
                "prices": {mentor: list(prices) for mentor, prices in self.certificate.prices.items()},
            },
        }

    @classmethod
    def from_json(cls, text: str | bytes) -> "Solution":
        """Read a solution; further keys at the top are ignored. Whether it is right, `certify` says."""
        data = read_object(text, FORMAT, InvalidSolution)
        proof = _field(data, "certificate", dict)
        prices = _field(proof, "prices", dict)
        return cls(
            matches=tuple(_pair(pair, place) for place, pair in enumerate(_field(data, "matches", list))),
            unmatched=_texts(_field(data, "unmatched", list), "unmatched"),
            values={name: _value(value, name) for name, value in _field(data, "values", dict).items()},
            certificate=Certificate(
                _texts(_field(proof, "levels", list), "levels"),
                {mentor: _integers(row, f"The prices of {mentor!r}") for mentor, row in prices.items()},
            ),
        )


def level_names(levels: Sequence[Level], band_edges: int, salts: int) -> tuple[str, ...]:
    """The elementary levels in order."""
    names: list[str] = []
    for level in levels:
        many = {Level.BANDS: band_edges, Level.ORDER: salts}.get(level)
        names += [level.value] if many is None else [f"{level.value}/{k}" for k in range(many)]
    return tuple(names)


def _field(data: Mapping[str, Any], name: str, kind: type) -> Any:
    if not isinstance(data.get(name), kind):
        raise InvalidSolution(f"The file has no {name!r} of the right kind.")
    return data[name]


def _pair(pair: Any, place: int) -> Pair:
    if not isinstance(pair, list) or len(pair) != 2:
        raise InvalidSolution(f"matches[{place}] is not a pair of ids.")
    mentee, mentor = _texts(pair, f"matches[{place}]")
    return mentee, mentor


def _texts(values: list[Any], name: str) -> tuple[str, ...]:
    if not all(isinstance(value, str) for value in values):
        raise InvalidSolution(f"{name} holds something that is not a text.")
    return tuple(values)


def _value(value: Any, name: str) -> int | tuple[int, ...]:
    return (
        _integers(value, f"The values of {name!r}")
        if isinstance(value, list)
        else _integers([value], name)[0]
    )


def _integers(values: Any, name: str) -> tuple[int, ...]:
    if not isinstance(values, list) or not all(type(value) is int for value in values):
        raise InvalidSolution(f"{name} are not whole numbers.")
    return tuple(values)
