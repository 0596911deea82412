"""Driving distance between places, from their coordinates alone: no map service is asked."""

from collections.abc import Mapping
from decimal import Decimal
from math import asin, cos, radians, sin, sqrt
from typing import Protocol

EARTH_RADIUS_KM = 6371.0088
ROADS_PER_STRAIGHT_KM = 1.3
STEP_KM = 5

Distances = Mapping[tuple[int, int], int]


class Place(Protocol):
    latitude: Decimal
    longitude: Decimal


def straight_line_km(one: Place, other: Place) -> float:
    """The great-circle distance (haversine)."""
    north, other_north = radians(one.latitude), radians(other.latitude)
    half_north = (other_north - north) / 2
    half_east = radians(other.longitude - one.longitude) / 2
    half_chord = sin(half_north) ** 2 + cos(north) * cos(other_north) * sin(half_east) ** 2
    return 2 * EARTH_RADIUS_KM * asin(sqrt(min(1.0, half_chord)))


def estimated_km(one: Place, other: Place) -> int:
    """One way by road: the straight line x 1.3, rounded to 5 km."""
    steps = straight_line_km(one, other) * ROADS_PER_STRAIGHT_KM / STEP_KM
    return STEP_KM * int(steps + 0.5)
