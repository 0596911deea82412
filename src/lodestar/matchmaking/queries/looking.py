"""Looking at a round's pairs: some of them, in another order, on the map, beside another round."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy

from lodestar.folding import fold
from lodestar.matchmaking.models import Match, MatchingRound
from lodestar.matchmaking.queries.fits import FitView, fit_view
from lodestar.matchmaking.queries.region import region_map, town_of
from lodestar.matchmaking.queries.round_page import PairRow
from lodestar.matchmaking.queries.rounds import pairs_of
from lodestar.people.models import Person
from lodestar.ui.maps import Map
from lodestar.ui.parts import Stage

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

ORDERS = {
    "name": lambda row: row.mentee.folded_name,
    "mentor": lambda row: row.mentor.folded_name,
    "fit": lambda row: row.match.fit,
    "drive": lambda row: -(row.match.distance_km or 0),
}
STANDING: dict[str, tuple[StrOrPromise, Callable[[PairRow], bool]]] = {
    "open": (gettext_lazy("not asked yet"), lambda row: row.is_open),
    "asked": (
        gettext_lazy("asked"),
        lambda row: row.match.state in Match.LIVE and not row.match.is_late and not row.match.waits_for_wave,
    ),
    "late": (gettext_lazy("late"), lambda row: row.match.state in Match.LIVE and row.match.is_late),
    "first_yes": (gettext_lazy("first yes, next wave"), lambda row: row.match.waits_for_wave),
    "agreed": (gettext_lazy("both said yes"), lambda row: row.match.state == Match.State.CONFIRMED),
    "ended": (gettext_lazy("not going ahead"), lambda row: row.match.state in Match.ENDED),
}
KEPT = {
    "weak": lambda row: row.fit.tone in {"weak", "fair"},
    "mind": lambda row: bool(row.fit.cautions),
    "pinned": lambda row: row.is_pinned,
    **{kind: holds for kind, (_label, holds) in STANDING.items()},
}


def shown(
    rows: Iterable[PairRow], reader: Person, *, text: str = "", only: str = "", order: str = ""
) -> list[PairRow]:
    """Return the pairs that fit the filters: a part of either name or place, a kind of row, an order.

    Where an offer stands is not told of a pair that the reader is one of.
    """
    words = fold(text).split()
    if only in STANDING:
        rows = without_own(rows, reader)
    found = [
        row for row in rows if (not only or KEPT[only](row)) and all(word in said(row) for word in words)
    ]
    return sorted(found, key=ORDERS[order or "name"])


def without_own(rows: Iterable[PairRow], reader: Person) -> list[PairRow]:
    return [row for row in rows if reader not in (row.mentor, row.mentee)]


def board(rows: Iterable[PairRow], reader: Person) -> list[Stage]:
    """How many offers stand where, each count a link to its pairs; empty before the first was sent."""
    others = without_own(rows, reader)
    counts = {kind: sum(holds(row) for row in others) for kind, (_label, holds) in STANDING.items()}
    if counts["open"] == sum(counts.values()):
        return []
    return [
        Stage(label, count=counts[kind], url=f"?only={kind}" if counts[kind] else "")
        for kind, (label, _holds) in STANDING.items()
        if counts[kind] or kind not in {"late", "first_yes"}
    ]


def said(row: PairRow) -> str:
    return fold(f"{row.mentee} {row.mentee_place} {row.mentor} {row.mentor_place}")


def map_of_pairs(rows: Iterable[PairRow]) -> Map:
    """The towns of the region, those of the pairs marked and joined."""
    ways = [(town_of(row.match.mentee_role), town_of(row.match.mentor_role)) for row in rows]
    return region_map(
        mentors={mentor for _, mentor in ways}, mentees={mentee for mentee, _ in ways}, ways=ways
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
    return {match.mentee_role.application.person: side_of(match, round) for match in pairs_of(round)}


def side_of(match: Match, round: MatchingRound) -> Side:
    fit = fit_view(match.fit, match.parts, match.cautions, round.rules.bands)
    return Side(match.mentor_role.application.person, fit)
