"""A fit as people read it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lodestar.matchmaking import catalogue

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class PartRow:
    label: StrOrPromise
    value: int
    words: StrOrPromise


@dataclass(frozen=True)
class FitView:
    """A fit as people read it: 0 to 100, a word, and its parts."""

    points: int
    tone: str
    word: StrOrPromise
    parts: list[PartRow]
    cautions: list[StrOrPromise]


def fit_view(fit: int, parts: dict[str, int], cautions: list[str], edges: list[int]) -> FitView:
    tone, word = catalogue.band_of(fit, edges)
    rows = [
        PartRow(label, parts[part], catalogue.part_words(part, parts[part]))
        for part, label in catalogue.PARTS.items()
        if part in parts
    ]
    return FitView(points_of(fit), tone, word, rows, [catalogue.CAUTIONS[code] for code in cautions])


def points_of(fit: int) -> int:
    """Whole points from 0 to 100, rounded down."""
    return fit // catalogue.PERCENT
