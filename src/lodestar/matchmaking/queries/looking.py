"""Looking at a round's pairs: some of them, in another order, on the map, beside another round."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.paginator import Page, Paginator
from django.utils.translation import gettext_lazy

from lodestar.folding import fold
from lodestar.matchmaking.models import Match, MatchingRound
from lodestar.matchmaking.queries.fits import FitView, fit_view
from lodestar.matchmaking.queries.pair_lines import PairLine
from lodestar.matchmaking.queries.region import region_map
from lodestar.matchmaking.queries.rounds import with_people
from lodestar.people.models import Person
from lodestar.ui.maps import Map
from lodestar.ui.parts import Stage

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

PER_PAGE = 50
ORDERS = {
    "name": lambda line: line.mentee.folded_name,
    "mentor": lambda line: line.mentor.folded_name,
    "fit": lambda line: line.fit,
    "drive": lambda line: -(line.distance_km or 0),
}
STANDING: dict[str, tuple[StrOrPromise, Callable[[PairLine], bool]]] = {
    "open": (gettext_lazy("not asked yet"), lambda line: line.is_open),
    "asked": (
        gettext_lazy("asked"),
        lambda line: line.state in Match.LIVE and not line.is_late and not line.waits_for_wave,
    ),
    "late": (gettext_lazy("late"), lambda line: line.state in Match.LIVE and line.is_late),
    "first_yes": (gettext_lazy("first yes, next wave"), lambda line: line.waits_for_wave),
    "agreed": (gettext_lazy("both said yes"), lambda line: line.state == Match.State.CONFIRMED),
    "ended": (gettext_lazy("not going ahead"), lambda line: line.state in Match.ENDED),
}
KEPT = {
    "weak": lambda line: line.tone in {"weak", "fair"},
    "mind": lambda line: line.has_cautions,
    "pinned": lambda line: line.is_pinned,
    **{kind: holds for kind, (_label, holds) in STANDING.items()},
}


def shown(
    lines: Iterable[PairLine], reader: Person, *, text: str = "", only: str = "", order: str = ""
) -> list[PairLine]:
    """Return the pairs that fit the filters: a part of either name or place, a kind of row, an order.

    Where an offer stands is not told of a pair that the reader is one of.
    """
    words = fold(text).split()
    if only in STANDING:
        lines = without_own(lines, reader)
    found = [
        line for line in lines if (not only or KEPT[only](line)) and all(word in line.text for word in words)
    ]
    return sorted(found, key=ORDERS[order or "name"])


def without_own(lines: Iterable[PairLine], reader: Person) -> list[PairLine]:
    return [line for line in lines if reader.public_id not in (line.mentor.public_id, line.mentee.public_id)]


def board(lines: Iterable[PairLine], reader: Person) -> list[Stage]:
    """How many offers stand where, each count a link to its pairs; empty before the first was sent."""
    others = without_own(lines, reader)
    counts = {kind: sum(holds(line) for line in others) for kind, (_label, holds) in STANDING.items()}
    if counts["open"] == sum(counts.values()):
        return []
    return [
        Stage(label, count=counts[kind], url=f"?only={kind}" if counts[kind] else "")
        for kind, (label, _holds) in STANDING.items()
        if counts[kind] or kind not in {"late", "first_yes"}
    ]


def page_of(lines: list[PairLine], *, number: str | None, mentee: str) -> Page[PairLine]:
    """The asked page of a long list; without a number the one that shows this mentee, or the first."""
    pages = Paginator(lines, PER_PAGE)
    at = next((at for at, line in enumerate(lines) if line.mentee.public_id == mentee), 0)
    return pages.get_page(number or at // PER_PAGE + 1)


def map_of_pairs(lines: Iterable[PairLine]) -> Map:
    """The towns of the region, those of the pairs marked and joined."""
    ways = [(line.mentee.town, line.mentor.town) for line in lines]
    return region_map(
        mentors={mentor for _, mentor in ways},
        mentees={mentee for mentee, _ in ways},
        ways=dict.fromkeys(ways),
    )


@dataclass(frozen=True)
class Side:
    """What one round proposes for a mentee."""

    mentor: Person
    fit: FitView


@dataclass(frozen=True)
class Comparison:
    mentee: Person
    one: Side | None
    other: Side | None

    @property
    def differs(self) -> bool:
        return (self.one and self.one.mentor) != (self.other and self.other.mentor)


def compared(one: MatchingRound, other: MatchingRound) -> list[Comparison]:
    """Every mentee of either round with what each proposes, those that differ first.

    Of a round for some only its own mentees: about the others it says nothing.
    """
    left, right = sides(one), sides(other)
    mentees = left.keys() | right.keys()
    for round in (one, other):
        mentees = mentees & people_of(round) if round.is_for_some else mentees
    rows = [Comparison(mentee, left.get(mentee), right.get(mentee)) for mentee in mentees]
    return sorted(rows, key=lambda row: (not row.differs, row.mentee.folded_name))


def people_of(round: MatchingRound) -> set[Person]:
    """The mentees of a round for some."""
    return {role.application.person for role in round.only_for.select_related("application__person")}


def sides(round: MatchingRound) -> dict[Person, Side]:
    return {
        match.mentee_role.application.person: side_of(match, round)
        for match in with_people(round.matches.all())
    }


def side_of(match: Match, round: MatchingRound) -> Side:
    fit = fit_view(match.fit, match.parts, match.cautions, round.rules.bands)
    return Side(match.mentor_role.application.person, fit)
