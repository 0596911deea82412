"""Every pair of a round at a glance: what pairs are found, ordered, counted and drawn on the map by."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from lodestar.folding import fold
from lodestar.intake.models import Application
from lodestar.matchmaking import catalogue
from lodestar.matchmaking.models import Match, MatchingRound, Ruling
from lodestar.matchmaking.queries.rounds import overtaking

OF_THE_MATCH = (
    "pk", "state", "is_late", "waits_for_wave", "fit", "distance_km", "cautions", "pinned", "overtaken",
)  # fmt: skip
OF_A_SIDE = (
    "pk", "application_id", "application__agreed_at", "application__other_library",
    "application__person__public_id", "application__person__name", "application__person__email",
    "application__person__phone", "application__person__folded_name",
)  # fmt: skip
Places = dict[int, list[tuple[str, str]]]  # application: name and town of its libraries


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two people, with where they work."""

    role_id: int
    public_id: str
    name: str
    folded_name: str
    place: str
    town: str
    has_agreed: bool


@dataclass(frozen=True, slots=True)
class PairLine:
    """One pair; `tone` is the band of its fit."""

    match_id: int
    mentee: Side
    mentor: Side
    state: str
    is_late: bool
    waits_for_wave: bool
    fit: int
    tone: str
    distance_km: int | None
    is_open: bool
    is_overtaken: bool
    is_pinned: bool
    has_cautions: bool

    @property
    def text(self) -> str:
        """The words it is found by."""
        sides = (self.mentee, self.mentor)
        return fold(" ".join(f"{side.name} {side.place}" for side in sides))


def pair_lines(round: MatchingRound) -> list[PairLine]:
    """Return the pairs by the mentees' names, in two queries."""
    sides = [f"{role}__{field}" for role in ("mentee_role", "mentor_role") for field in OF_A_SIDE]
    matches = round.matches.annotate(
        pinned=Exists(pins_now(round)), overtaken=Exists(overtaking("mentee_role"))
    )
    rows = list(matches.values_list(*OF_THE_MATCH, *sides))
    first, second = len(OF_THE_MATCH), len(OF_THE_MATCH) + len(OF_A_SIDE)
    places = places_of({row[start + 1] for row in rows for start in (first, second)})
    lines = []
    for row in rows:
        pk, state, is_late, waits, fit, distance_km, cautions, is_pinned, is_overtaken = row[:first]
        mentee, mentor = side_of(row[first:second], places), side_of(row[second:], places)
        is_proposed = state == Match.State.PROPOSED
        agreed = mentee.has_agreed and mentor.has_agreed
        lines.append(
            PairLine(
                match_id=pk,
                mentee=mentee,
                mentor=mentor,
                state=state,
                is_late=is_late,
                waits_for_wave=waits,
                fit=fit,
                tone=catalogue.band_of(fit, round.rules.bands)[0],
                distance_km=distance_km,
                is_open=is_proposed and not is_overtaken and round.state != MatchingRound.State.STOPPED,
                is_overtaken=is_overtaken,
                is_pinned=is_pinned,
                has_cautions=bool(cautions) or (is_proposed and not agreed),
            )
        )
    return sorted(lines, key=lambda line: line.mentee.folded_name)


def side_of(values: tuple[Any, ...], places: Places) -> Side:
    role_id, application, agreed_at, other_library, public_id, name, email, phone, folded_name = values
    libraries = places[application]
    return Side(
        role_id=role_id,
        public_id=public_id,
        name=name or email or phone,
        folded_name=folded_name,
        place=", ".join(library for library, _town in libraries) or other_library,
        town=libraries[0][1] if libraries else "",
        has_agreed=agreed_at is not None,
    )


def places_of(applications: Iterable[int]) -> Places:
    """The name and town of each application's libraries, by name, in one query."""
    placed = Application.libraries.through.objects.filter(application__in=applications)
    places: Places = defaultdict(list)
    for application, name, town in placed.order_by("library__name").values_list(
        "application", "library__name", "library__town"
    ):
        places[application].append((name, town))
    return places


def pins_now(round: MatchingRound) -> QuerySet[Ruling]:
    """The pin that keeps the two people of an outer match together."""
    return Ruling.objects.filter(
        cycle=round.cycle,
        kind=Ruling.Kind.PIN,
        lifted_at=None,
        mentor=OuterRef("mentor_role__application__person"),
        mentee=OuterRef("mentee_role__application__person"),
    )
