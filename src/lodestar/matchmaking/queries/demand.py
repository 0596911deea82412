"""What the mentees still without a mentor seek, and what the mentors with a free place offer."""

from collections import Counter
from dataclasses import dataclass

from lodestar.intake.models import ApplicationRole
from lodestar.intake.queries import Chosen, PoolRole, pool
from lodestar.intake.queries.catalogue import generally
from lodestar.matchmaking.queries.facts import Offer, free_places, offer_of, to_be_matched
from lodestar.mentorships.queries import held_seats
from lodestar.programs.models import AreaGroup, Cycle

Role = ApplicationRole.Role


@dataclass(frozen=True)
class AreaRow:
    """One area, or a group ticked alone: how many seek it, how many offer it, and with how many places."""

    group: str
    label: str
    seeking: int
    offering: int
    places: int

    @property
    def gap(self) -> int:
        return self.seeking - self.places


@dataclass(frozen=True)
class TownRow:
    """One town: its mentees without a mentor, and its mentors with a free place."""

    town: str
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
    """Read the pool, without those who are not to be matched now and without full mentors."""
    roles = to_be_matched(cycle, pool(cycle))
    mentees = [role for role in roles if role.role == Role.MENTEE]
    mentors = [role for role in roles if role.role == Role.MENTOR]
    held = held_seats(mentor.person_id for mentor in mentors)
    free = {mentor: places for mentor in mentors if (places := free_places(mentor, held, cycle))}
    groups = AreaGroup.objects.filter(program=cycle.program_id).prefetch_related("areas")
    sought = [choice for mentee in mentees for choice in mentee.areas]
    offers = [(offer_of(mentor), places) for mentor, places in free.items()]
    rows = [row for group in groups for row in group_rows(group, sought, offers)]
    return Demand(
        areas=sorted(rows, key=lambda row: (-row.gap, -row.seeking)),
        towns=town_rows(mentees, free),
        mentees=len(mentees),
        mentors=len(free),
        places=sum(free.values()),
    )


def group_rows(group: AreaGroup, sought: list[Chosen], offers: list[tuple[Offer, int]]) -> list[AreaRow]:
    """A group's own row, then its areas."""
    whole = area_row(Chosen(None, group.pk, None), group.label, generally(group.label), sought, offers)
    areas = (
        area_row(Chosen(area.pk, None, group.pk), group.label, area.label, sought, offers)
        for area in group.areas.all()
    )
    return [whole, *areas]


def area_row(
    choice: Chosen, group: str, label: str, sought: list[Chosen], offers: list[tuple[Offer, int]]
) -> AreaRow:
    places = [free for offer, free in offers if offer.has(choice)]
    return AreaRow(
        group=group,
        label=label,
        seeking=sum((one.group_id, one.area_id) == (choice.group_id, choice.area_id) for one in sought),
        offering=len(places),
        places=sum(places),
    )


def town_rows(waiting: list[PoolRole], free: dict[PoolRole, int]) -> list[TownRow]:
    """The towns with somebody in them; who has several libraries counts in the first one's town."""
    mentees = Counter(role.town for role in waiting)
    mentors = Counter(role.town for role in free)
    places: Counter[str] = Counter()
    for role, number in free.items():
        places[role.town] += number
    return [
        TownRow(town, mentees[town], mentors[town], places[town])
        for town in sorted(mentees | mentors)
        if town
    ]
