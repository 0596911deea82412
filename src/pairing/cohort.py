"""What eligibility and fit read about people: frozen data, no clock, no look-ups.

Whatever a person left empty is the empty value here (0, None, an empty set) and never excludes anybody.
Ids are any non-empty strings; a mentee and a mentor may carry the same id (one application, two roles).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntFlag, StrEnum

Pair = tuple[str, str]


class InvalidInstance(ValueError):
    """The input cannot be a matching problem; the message is one sentence that says where and why."""


class Means(IntFlag):
    """How two people may meet. Nothing given means all four."""

    IN_PERSON = 1
    PHONE = 2
    EMAIL = 4
    VIDEO = 8


class Commitment(IntFlag):
    """The form's two time commitments. Nothing ticked means both."""

    PROJECT = 1
    ONGOING = 2


class Part(StrEnum):
    """The named parts of a fit, each an integer from 0 to 100."""

    AREAS = "areas"
    WAITED = "waited"
    SIMILAR_LIBRARY = "similar_library"
    EXPERIENCE = "experience"
    COMMITMENT = "commitment"
    DISTANCE = "distance"
    MEANS = "means"


class Level(StrEnum):
    """The levels of the objective, in their fixed order."""

    MATCHED = "matched"
    BANDS = "bands"
    FIT = "fit"
    LOAD = "load"
    ORDER = "order"


NOT_SAID = Means(0)
NOT_TICKED = Commitment(0)
LEVELS = tuple(Level)
BANDS = (4000, 6000, 8000)
WEIGHTS: Mapping[Part, int] = {
    Part.AREAS: 10,
    Part.WAITED: 2,
    Part.SIMILAR_LIBRARY: 2,
    Part.EXPERIENCE: 2,
    Part.COMMITMENT: 1,
    Part.DISTANCE: 2,
    Part.MEANS: 1,
}


@dataclass(frozen=True, kw_only=True)
class Participant:
    """What both roles share.

    `areas` holds codes of groups and of sub-areas; a group counts as ticked alone when none of its
    sub-areas is in the set. `please_not` and `reports_to` hold ids of persons, `staff_band` is a rank
    from the smallest library up, `max_km` the farthest one-way drive.
    """

    id: str
    person: str
    areas: frozenset[str] = frozenset()
    libraries: tuple[str, ...] = ()
    boards: frozenset[str] = frozenset()
    years: int | None = None
    staff_band: int | None = None
    location_kind: str | None = None
    means: Means = NOT_SAID
    max_km: int | None = None
    commitment: Commitment = NOT_TICKED
    please_not: frozenset[str] = frozenset()
    reports_to: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Mentor(Participant):
    """`areas` are offered; `capacity` is the number of places still free in this round."""

    capacity: int = 1
    paused: bool = False


@dataclass(frozen=True, kw_only=True)
class Mentee(Participant):
    """`areas` are sought; `important` are those that count double; `any_mentor` waives the area rule."""

    important: frozenset[str] = frozenset()
    any_mentor: bool = False
    waited: bool = False


@dataclass(frozen=True, kw_only=True)
class Cohort:
    """Everybody in one round.

    `areas` maps each group's code to the codes of its sub-areas. `distances` are one-way driving
    kilometres between two libraries, in either order; a missing figure is "not known". `not_again` are
    pairs of persons in either order; `forbidden` maps (mentee id, mentor id) to the coordinator's note;
    `excepted` are (mentee id, mentor id) for which the rules of the program do not count: the same library
    or board, no area in common; `pinned` are (mentee id, mentor id).
    """

    mentees: tuple[Mentee, ...]
    mentors: tuple[Mentor, ...]
    areas: Mapping[str, tuple[str, ...]]
    distances: Mapping[Pair, int] = field(default_factory=dict)
    not_again: frozenset[Pair] = frozenset()
    forbidden: Mapping[Pair, str] = field(default_factory=dict)
    excepted: frozenset[Pair] = frozenset()
    pinned: tuple[Pair, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Rules:
    """The program's settings.

    Switches turn a hard rule off; `weights` are integers, not all zero, a part left out weighs nothing;
    `bands` are the lower edges of all fit bands but the worst, 0 to 10,000; `far_km` is where the
    distance part reaches 0.
    """

    apart_in_library: bool = True
    apart_in_board: bool = True
    common_area: bool = True
    one_direction: bool = True
    weights: Mapping[Part, int] = field(default_factory=lambda: dict(WEIGHTS))
    bands: tuple[int, ...] = BANDS
    levels: tuple[Level, ...] = LEVELS
    far_km: int = 200
