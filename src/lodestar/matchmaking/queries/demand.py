"""What the mentees still without a mentor seek, and what the mentors with a free place offer."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lodestar.intake.models import ApplicationRole
from lodestar.intake.queries import pool
from lodestar.intake.queries.catalogue import generally
from lodestar.libraries.models import Library
from lodestar.libraries.queries import members_by_town
from lodestar.matchmaking.queries.facts import free_places, settled_mentees
from lodestar.mentorships.queries import held_seats
from lodestar.programs.models import Area, AreaGroup, Cycle

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


Role = ApplicationRole.Role


@dataclass(frozen=True)
class AreaRow:
    """One area, or a group ticked alone: how many seek it, how many offer it, and with how many places."""

    group: "StrOrPromise"
    label: "StrOrPromise"
    seeking: int
    offering: int
    places: int

    @property
    def gap(self) -> int:
        return self.seeking - self.places


@dataclass(frozen=True)
class TownRow:
    """One town: its mentees without a mentor, its mentors with a free place, and where it lies."""

    town: str
    latitude: float
    longitude: float
    mentees: int
    mentors: int
    places: int


@dataclass(frozen=True)
class Demand:
    areas: list[AreaRow]
    towns: list[TownRow]
    mentees: int
    mentors: int
    places: int

    @property
    def missing(self) -> list[AreaRow]:
        """What more people seek than there are places, the widest gap first."""
        return [row for row in self.areas if row.gap > 0]

    @property
    def untouched(self) -> list[AreaRow]:
        return [row for row in self.areas if not row.seeking and not row.offering]

    @property
    def touched(self) -> list[AreaRow]:
        return [row for row in self.areas if row.seeking or row.offering]

    @property
    def most(self) -> int:
        """The largest number of any bar."""
        return max((max(row.seeking, row.places) for row in self.areas), default=0)


def demand_of(cycle: Cycle) -> Demand:
    """Read the pool; mentees who have an offer or a mentor in this cycle, and full mentors, are left out."""
    settled = set(settled_mentees(cycle))
    roles = [role for role in pool(cycle) if role.pk not in settled]
    mentees = [role for role in roles if role.role == Role.MENTEE]
    mentors = [role for role in roles if role.role == Role.MENTOR]
    held = held_seats(mentor.application.person_id for mentor in mentors)
    free = {mentor: places for mentor in mentors if (places := free_places(mentor, held))}
    groups = AreaGroup.objects.filter(program=cycle.program_id).prefetch_related("areas")
    rows = [row for group in groups for row in group_rows(group, mentees, free)]
    return Demand(
        areas=sorted(rows, key=lambda row: (-row.gap, -row.seeking)),
        towns=town_rows(mentees, free),
        mentees=len(mentees),
        mentors=len(free),
        places=sum(free.values()),
    )


def group_rows(
    group: AreaGroup, mentees: list[ApplicationRole], free: dict[ApplicationRole, int]
) -> list[AreaRow]:
    """A group's own row, then its areas; who ticked the group alone offers all of them."""
    return [area_row(group, area, mentees, free) for area in (None, *group.areas.all())]


def area_row(
    group: AreaGroup, area: Area | None, mentees: list[ApplicationRole], free: dict[ApplicationRole, int]
) -> AreaRow:
    offering = [mentor for mentor in free if offers(mentor, group, area)]
    return AreaRow(
        group=group.label,
        label=area.label if area else generally(group.label),
        seeking=sum(seeks(mentee, group, area) for mentee in mentees),
        offering=len(offering),
        places=sum(free[mentor] for mentor in offering),
    )


def seeks(mentee: ApplicationRole, group: AreaGroup, area: Area | None) -> bool:
    chosen = mentee.areas.all()
    if area is None:
        return any(choice.group_id == group.pk for choice in chosen)
    return any(choice.area_id == area.pk for choice in chosen)


def offers(mentor: ApplicationRole, group: AreaGroup, area: Area | None) -> bool:
    """As in matching: a group ticked alone covers its areas, and any area of a group serves the group."""
    chosen = list(mentor.areas.all())
    if any(choice.group_id == group.pk for choice in chosen):
        return True
    areas = [choice.area for choice in chosen if choice.area and choice.area.group_id == group.pk]
    return bool(areas) if area is None else area in areas


def town_rows(waiting: list[ApplicationRole], free: dict[ApplicationRole, int]) -> list[TownRow]:
    """Every town with a member library; somebody with several libraries counts in the first one's town."""
    mentees = Counter(town_of(role) for role in waiting)
    mentors = Counter(town_of(role) for role in free)
    places: Counter[str] = Counter()
    for role, number in free.items():
        places[town_of(role)] += number
    return [
        TownRow(
            town,
            float(library.latitude),
            float(library.longitude),
            mentees[town],
            mentors[town],
            places[town],
        )
        for town, library in members_by_town().items()
    ]


def town_of(role: ApplicationRole) -> str:
    libraries: Iterable[Library] = role.application.libraries.all()
    return next((library.town for library in libraries), "")
