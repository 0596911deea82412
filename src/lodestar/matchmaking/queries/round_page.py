"""Everything on the page of one round."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Q

from lodestar.folders.queries import with_folder
from lodestar.intake.models import ApplicationRole
from lodestar.matchmaking import catalogue
from lodestar.matchmaking.models import Answer, Match, MatchingRound, MatchingRules, Ruling, Unmatched
from lodestar.matchmaking.queries.changes import Change, changes
from lodestar.matchmaking.queries.fits import FitView, fit_view, points_of
from lodestar.matchmaking.queries.offers import workplace
from lodestar.matchmaking.queries.rounds import (
    last_numbers,
    last_solved_before,
    left_of,
    pairs_of,
    with_people,
)
from lodestar.people.models import Person

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


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
    round: MatchingRound
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
        return self.is_newest and any(pair.is_open for pair in self.pairs)

    @property
    def only_for(self) -> list[Person]:
        """Whom a round for some is for; nobody in one for everybody."""
        if not self.round.is_for_some:
            return []
        return [row.mentee for row in self.pairs] + [row.person for row in self.mentees_left]

    @property
    def mentees(self) -> int:
        """How many the round was for; those to talk with first were not in it."""
        return len(self.pairs) + sum(row.code != "talk_first" for row in self.mentees_left)


def round_page(round: MatchingRound, today: date | None = None) -> RoundPage:
    """With `today`, each pair also says which coordinator looks after it."""
    newest, standing = last_numbers(round.cycle)
    matches = list(with_folder(pairs_of(round), "match", today) if today else pairs_of(round))
    left = list(left_of(round))
    last = last_solved_before(round)
    rulings = list(
        Ruling.objects.filter(cycle=round.cycle, lifted_at=None).select_related("mentor", "mentee", "by")
    )
    pinned = {(pin.mentor_id, pin.mentee_id) for pin in rulings if pin.kind == Ruling.Kind.PIN}
    people = people_named(round, matches, left)
    rows = [left_row(one, people) for one in left]
    undone = [step.is_undone for step in round.steps.all()]
    return RoundPage(
        round=round,
        pairs=sorted(
            (pair_row(round, match, pinned, people, is_overtaken=match.is_overtaken) for match in matches),
            key=lambda row: row.mentee.folded_name,
        ),
        mentees_left=[row for row in rows if row.role.role == ApplicationRole.Role.MENTEE],
        mentors_left=[row for row in rows if row.role.role == ApplicationRole.Role.MENTOR],
        rulings=rulings,
        changes=changes_since(last, matches) if last and not round.is_for_some else [],
        moved=[
            Change(people[mentee], people.get(before), people.get(after))
            for mentee, before, after in round.moved
            if mentee in people
        ],
        may_undo=not all(undone),
        may_redo=any(undone),
        last=last,
        newest=newest,
        is_newest=standing <= round.number,
        is_outdated=is_outdated(round),
        bands=band_counts(round),
    )


def pair_row(
    round: MatchingRound,
    match: Match,
    pinned: set[tuple[int, int]],
    people: dict[int, Person],
    *,
    is_overtaken: bool,
) -> PairRow:
    mentor, mentee = match.mentor_role.application.person, match.mentee_role.application.person
    return PairRow(
        match=match,
        mentee=mentee,
        mentee_place=workplace(match.mentee_role.application),
        mentor=mentor,
        mentor_place=workplace(match.mentor_role.application),
        fit=fit_view(match.fit, match.parts, [*not_agreed(match), *match.cautions], round.rules.bands),
        answers=list(match.answers.all()),
        is_pinned=(mentor.pk, mentee.pk) in pinned,
        is_overtaken=is_overtaken,
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


def people_named(round: MatchingRound, matches: Sequence[Match], left: list[Unmatched]) -> dict[int, Person]:
    """Who stands behind the roles that a round names by number, in one query."""
    wanted = {match.mentor_role_id for match in matches}
    wanted |= {pk for one in left for pk in one.details.get("mentors", [])}
    wanted |= {other["mentor"] for match in matches for other in match.alternatives}
    wanted |= {pk for moved in round.moved for pk in moved if pk}
    roles = ApplicationRole.objects.filter(pk__in=wanted).select_related("application__person")
    return {role.pk: role.application.person for role in roles}


def left_row(left: Unmatched, people: dict[int, Person]) -> LeftRow:
    return LeftRow(
        role=left.application_role,
        person=left.application_role.application.person,
        place=workplace(left.application_role.application),
        code=left.code,
        why=catalogue.reason_sentence(left.code, left.details),
        helps=[catalogue.help_sentence(change) for change in left.details.get("helps", [])],
        full_mentors=[str(people[pk]) for pk in left.details.get("mentors", []) if pk in people],
    )


def changes_since(last: MatchingRound, matches: Iterable[Match]) -> list[Change]:
    """What another round proposed otherwise; not the mentees whose offer has gone out since."""
    sent = {*Match.LIVE, Match.State.CONFIRMED}
    open_still = [match for match in with_people(last.matches.all()) if match.state not in sent]
    return changes(mentors_by_mentee(open_still), mentors_by_mentee(matches))


def mentors_by_mentee(matches: Iterable[Match]) -> dict[Person, Person]:
    return {match.mentee_role.application.person: match.mentor_role.application.person for match in matches}


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
