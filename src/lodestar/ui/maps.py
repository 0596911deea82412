"""A map drawn from coordinates alone: degrees become places in one picture. No map service is asked."""

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from math import cos, radians
from typing import Literal

Kind = Literal["", "mentor", "mentee", "both"]

WIDTH = 320
MARGIN = 20
LABEL_HEIGHT = 10
LABEL_WIDTH = 64
LEFT_OF_SPOT = 0.62  # from this share of the width on, a label stands left of its spot


@dataclass(frozen=True)
class Spot:
    """A place on the earth, in degrees; only a place with a kind is named on the map."""

    label: str
    latitude: float
    longitude: float
    kind: Kind = ""


def kind_of(town: str, *, mentors: Set[str], mentees: Set[str]) -> Kind:
    """How a town is marked: a mentor lives there, a mentee, or both."""
    if town in mentors:
        return "both" if town in mentees else "mentor"
    return "mentee" if town in mentees else ""


@dataclass(frozen=True)
class Dot:
    """A spot in the picture, and where its label begins or ends."""

    spot: Spot
    x: float
    y: float
    label_x: float
    label_y: float
    anchor: Literal["start", "end"]


@dataclass(frozen=True)
class Map:
    dots: list[Dot]
    lines: list[tuple[Dot, Dot]]
    height: float
    width: int = WIDTH


def draw(spots: Sequence[Spot], lines: Iterable[tuple[str, str]] = ()) -> Map:
    """Lay the spots out, north up and in true proportion at their middle latitude; `lines` join labels."""
    if not spots:
        return Map([], [], MARGIN)
    north, south = max(spot.latitude for spot in spots), min(spot.latitude for spot in spots)
    west, east = min(spot.longitude for spot in spots), max(spot.longitude for spot in spots)
    narrowing = cos(radians((north + south) / 2))
    scale = (WIDTH - 2 * MARGIN) / (max(east - west, 0.1) * narrowing)
    labels: list[tuple[float, float]] = []
    dots = []
    for spot in sorted(spots, key=lambda spot: (-spot.latitude, spot.label)):
        x = MARGIN + (spot.longitude - west) * narrowing * scale
        y = MARGIN + (north - spot.latitude) * scale
        dots.append(dot(spot, x, y, labels))
    by_label = {one.spot.label: one for one in dots}
    joined = [(by_label[one], by_label[other]) for one, other in lines if {one, other} <= by_label.keys()]
    return Map(dots, joined, round(2 * MARGIN + (north - south) * scale, 1))


def dot(spot: Spot, x: float, y: float, labels: list[tuple[float, float]]) -> Dot:
    """Place one spot; its label moves down until it lies on no other label."""
    goes_left = x > LEFT_OF_SPOT * WIDTH
    label_x, label_y = (x - 7 if goes_left else x + 7), y + 3
    if spot.kind:
        left = label_x - LABEL_WIDTH if goes_left else label_x
        while any(abs(left - ox) < LABEL_WIDTH and abs(label_y - oy) < LABEL_HEIGHT for ox, oy in labels):
            label_y += LABEL_HEIGHT / 2
        labels.append((left, label_y))
    anchor: Literal["start", "end"] = "end" if goes_left else "start"
    return Dot(spot, round(x, 1), round(y, 1), round(label_x, 1), round(label_y, 1), anchor)
