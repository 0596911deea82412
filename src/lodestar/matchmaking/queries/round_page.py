"""Everything on the page of one round."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Q

from lodestar.folders.queries import with_folder
from lodestar.intake.models import ApplicationRole
from lodestar.matchmaking import catalogue
from lodestar.matchmaking.models import Answer, Match, MatchingRound, MatchingRules, Ruling, Unmatched
from lodestar.matchmaking.queries.changes import Change, Difference, changes, differences, people_behind
from lodestar.matchmaking.queries.fits import FitView, fit_view, points_of
from lodestar.matchmaking.queries.offers import workplace
from lodestar.matchmaking.queries.pair_lines import PairLine
from lodestar.matchmaking.queries.rounds import (
    last_numbers,
    last_solved_before,
    left_of,
    pairs_of,
)
from lodestar.people.models import Person

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


People = Mapping[int | None, Person]  # by their role


@dataclass(frozen=True)
class NextBest:
    """Another mentor for the same mentee, and what that would cost the whole."""

    mentor: Person
    points: int
    cost: str


@dataclass(frozen=True)
class PairRow:
    match: Match
    mentee: Person
    mentee_place: str
    mentor: Person
    mentor_place: str
    fit: FitView
    answers: list[Answer]
    is_pinned: bool
    next_best: list[NextBest]

    is_overtaken: bool

    @property
    def is_open(self) -> bool:
        """Whether this round still decides about the mentee."""
        return self.match.state == Match.State.PROPOSED and not self.is_overtaken

    @property
    def may_match_again(self) -> bool:
        """Whether nothing came of the pair, and no later round has looked for another."""
        return self.match.state in Match.ENDED and not self.is_overtaken


@dataclass(frozen=True)
class LeftRow:
    """Somebody without a match: why, and what would help."""

    role: ApplicationRole
    person: Person
    place: str
    code: str
    why: str
    helps: list[str]
    full_mentors: list[str]


@dataclass(frozen=True)
class RoundPage:
    """A round; `lines` are all its pairs, `pairs` those that are shown."""

    round: MatchingRound
    lines: list[PairLine]
    pairs: list[PairRow]
    mentees_left: list[LeftRow]
    mentors_left: list[LeftRow]
    rulings: list[Ruling]
    changes: list[Change]
    moved: list[Change]
    may_undo: bool
    may_redo: bool
    last: MatchingRound | None
    newest: int
    is_newest: bool
    is_outdated: bool
    bands: list[tuple[StrOrPromise, int]]

    @property
    def may_steer(self) -> bool:
        """Whether some of its pairs still wait for a decision or their offer."""
        return self.is_newest and any(line.is_open for line in self.lines)

    @property
    def has_pins(self) -> bool:
        return any(line.is_pinned for line in self.lines)

    @property
    def only_for(self) -> list[str]:
        """The names of those a round for some is for; none in one for everybody."""
        if not self.round.is_for_some:
            return []
        return [line.mentee.name for line in self.lines] + [str(row.person) for row in self.mentees_left]

    @property
    def mentees(self) -> int:
        """How many the round was for; those to talk with first were not in it."""
        return len(self.lines) + sum(row.code != "talk_first" for row in self.mentees_left)


def round_page(
    round: MatchingRound,
    lines: list[PairLine],
    chosen: Sequence[PairLine] | None = None,
    today: date | None = None,
) -> RoundPage:
    """Read the round around its pairs; those chosen are read whole, all where nothing is said.

    With `today`, each pair also says which coordinator looks after it.
    """
    chosen = lines if chosen is None else chosen
    newest, standing = last_numbers(round.cycle)
    rulings = list(
        Ruling.objects.filter(cycle=round.cycle, lifted_at=None).select_related("mentor", "mentee", "by")
    )
    read = pairs_of(round).filter(pk__in=[one.match_id for one in chosen])
    matches = {match.pk: match for match in (with_folder(read, "match", today) if today else read)}
    left = list(left_of(round))
    last = last_solved_before(round)
    since = differences_since(last, lines) if last and not round.is_for_some else []
    people = people_behind(roles_named(matches.values(), left, [*round.moved, *since]))
    rows = [left_row(one, people) for one in left]
    undone = [step.is_undone for step in round.steps.all()]
    return RoundPage(
        round=round,
        lines=lines,
        pairs=[pair_row(round, matches[line.match_id], line, people) for line in chosen],
        mentees_left=[row for row in rows if row.role.role == ApplicationRole.Role.MENTEE],
        mentors_left=[row for row in rows if row.role.role == ApplicationRole.Role.MENTOR],
        rulings=rulings,
        changes=changes(since, people),
        moved=changes(round.moved, people),
        may_undo=not all(undone),
        may_redo=any(undone),
        last=last,
        newest=newest,
        is_newest=standing <= round.number,
        is_outdated=is_outdated(round),
        bands=band_counts(round),
    )


def pair_row(round: MatchingRound, match: Match, line: PairLine, people: People) -> PairRow:
    return PairRow(
        match=match,
        mentee=match.mentee_role.application.person,
        mentee_place=line.mentee.place,
        mentor=match.mentor_role.application.person,
        mentor_place=line.mentor.place,
        fit=fit_view(match.fit, match.parts, [*not_agreed(match), *match.cautions], round.rules.bands),
        answers=list(match.answers.all()),
        is_pinned=line.is_pinned,
        is_overtaken=line.is_overtaken,
        next_best=[
            NextBest(
                people[other["mentor"]], points_of(other["fit"]), catalogue.cost_sentence(other["costs"])
            )
            for other in match.alternatives
            if other["mentor"] in people
        ],
    )


def not_agreed(match: Match) -> list[str]:
    """Who of a proposed pair has not agreed yet to be named to the other: that may change any day."""
    if match.state != Match.State.PROPOSED:
        return []
    sides = {"mentee_not_agreed": match.mentee_role, "mentor_not_agreed": match.mentor_role}
    return [code for code, side in sides.items() if side.application.agreed_at is None]


def roles_named(
    matches: Iterable[Match], left: list[Unmatched], moved: Iterable[Difference]
) -> Iterator[int | None]:
    """Whom the page of a round names by the number of their role."""
    for match in matches:
        yield match.mentor_role_id
        yield from (other["mentor"] for other in match.alternatives)
    for one in left:
        yield from one.details.get("mentors", [])
    for difference in moved:
        yield from difference


def left_row(left: Unmatched, people: People) -> LeftRow:
    return LeftRow(
        role=left.application_role,
        person=left.application_role.application.person,
        place=workplace(left.application_role.application),
        code=left.code,
        why=catalogue.reason_sentence(left.code, left.details),
        helps=[catalogue.help_sentence(change) for change in left.details.get("helps", [])],
        full_mentors=[str(people[pk]) for pk in left.details.get("mentors", []) if pk in people],
    )


def differences_since(last: MatchingRound, lines: list[PairLine]) -> list[Difference]:
    """What another round proposed otherwise; not the mentees whose offer has gone out since."""
    sent = [*Match.LIVE, Match.State.CONFIRMED]
    open_still = last.matches.exclude(state__in=sent).values_list("mentee_role_id", "mentor_role_id")
    return differences(dict(open_still), {line.mentee.role_id: line.mentor.role_id for line in lines})


def is_outdated(round: MatchingRound) -> bool:
    """Whether the coordinator decided something after this round was computed."""
    if round.solved_at is None or round.state != MatchingRound.State.PROPOSED:
        return False
    since = round.solved_at
    newer = MatchingRules.objects.filter(program=round.cycle.program_id, number__gt=round.rules.number)
    rulings = Ruling.objects.filter(cycle=round.cycle)
    return rulings.filter(Q(at__gt=since) | Q(lifted_at__gt=since)).exists() or newer.exists()


def band_counts(round: MatchingRound) -> list[tuple[StrOrPromise, int]]:
    """How many pairs stand in each band, the best band first."""
    counts: list[int] = list(reversed(round.values.get("bands", [])))
    return [(catalogue.BANDS[min(place, 3)][1], number) for place, number in enumerate(counts)]
