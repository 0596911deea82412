"""The only door to the engine: a cycle's pool as an instance, the proven answer as plain data."""

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Set
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from lodestar.intake.queries import PoolRole
from lodestar.matchmaking.models import MatchingRound, MatchingRules, Ruling
from lodestar.matchmaking.problem.cautions import cautions
from lodestar.matchmaking.problem.cohort import cohort_of, rules_of
from lodestar.matchmaking.queries.facts import Facts, shared_areas
from lodestar.matchmaking.queries.instances import instance_text
from lodestar.matchmaking.queries.solution import fits_of, stored_solution
from lodestar.people.models import Person
from pairing import (
    Cohort,
    Eligibility,
    Fit,
    Instance,
    InvalidInstance,
    NotProven,
    Proposal,
    Reason,
    Rules,
    Solution,
    certify,
    eligibility,
    propose,
)
from pairing import fit as score
from pairing.alternatives import Alternatives
from pairing.eligibility import UNKNOWN

Ids = tuple[str, str]  # of a pair: the mentee's, the mentor's
RULE_CODES = [(int(reason), str(reason.name).lower()) for reason in Reason]
MOST_NEXT_BEST = 2
MOST_WITH_NEXT_BEST = 100  # mentees: each asks for shortest paths through the whole matching


class NoAnswer(Exception):
    """There is no answer that may be shown; the message says why."""


@dataclass(frozen=True)
class Pair:
    """One possible pair with all that the coordinator reads about it."""

    mentee: PoolRole
    mentor: PoolRole
    fit: int
    parts: dict[str, int]
    distance_km: int | None
    shared_areas: list[str]
    cautions: list[str]
    excluded: list[str]


@dataclass(frozen=True, eq=False)
class Problem:
    """A pool as the engine reads it: rows of the tables are mentees, columns mentors."""

    facts: Facts
    cohort: Cohort
    rules: Rules

    @cached_property
    def allowed(self) -> Eligibility:
        return eligibility(self.cohort, self.rules)

    @cached_property
    def scores(self) -> Fit:
        return score(self.cohort, self.rules, self.allowed.km)

    def pair(self, row: int, column: int) -> Pair:
        return pair_of(self.facts, self.allowed, self.scores, row, column)

    def pairs_of(self, mentee: Person) -> list[Pair]:
        """Every mentor for one mentee, the possible ones first, the best fit first."""
        alone = self.between({mentee.pk}, {role.person_id for role in self.facts.mentors})
        columns = range(len(alone.facts.mentors))
        pairs = [alone.pair(row, column) for row in range(len(alone.facts.mentees)) for column in columns]
        return sorted(pairs, key=lambda pair: (bool(pair.excluded), -pair.fit))

    def between(self, mentees: Set[int], mentors: Set[int]) -> "Problem":
        """The same for a few people of the pool."""
        facts = self.facts.between(mentees, mentors)
        return Problem(facts, cohort_of(facts), self.rules)


def pair_of(facts: Facts, allowed: Eligibility, scores: Fit, row: int, column: int) -> Pair:
    mentee, mentor = facts.mentees[row], facts.mentors[column]
    km = int(allowed.km[row, column])
    return Pair(
        mentee=mentee,
        mentor=mentor,
        fit=int(scores.total[row, column]),
        parts={part.value: int(values[row, column]) for part, values in scores.parts.items()},
        distance_km=None if km == UNKNOWN else km,
        shared_areas=shared_areas(mentor, mentee),
        cautions=cautions(mentor, mentee, facts, km),
        excluded=rule_codes(int(allowed.reasons[row, column])),
    )


@dataclass(frozen=True, eq=False)
class Answer:
    """A certified matching of a problem, with the pins that could not be kept."""

    problem: Problem
    proposal: Proposal
    dropped_pins: list[Ruling]

    @cached_property
    def pairs(self) -> list[Pair]:
        rows = {mentee.id: row for row, mentee in enumerate(self.problem.cohort.mentees)}
        columns = {mentor.id: column for column, mentor in enumerate(self.problem.cohort.mentors)}
        tables = self.problem.facts, self.proposal.allowed, self.proposal.score
        matches = self.proposal.solution.matches
        return [pair_of(*tables, rows[mentee], columns[mentor]) for mentee, mentor in matches]

    def next_best(self, pair: Pair) -> list[dict[str, Any]]:
        """The other mentors of this pair's mentee that cost the whole least, cheapest first.

        In a large pool none: the page of one mentee tells them all.
        """
        if len(self.problem.facts.mentees) > MOST_WITH_NEXT_BEST:
            return []
        mentee, present = pair.mentee.application, pair.mentor.application
        costs = {
            mentor: change
            for mentor, change in self._alternatives.of(mentee).items()
            if change is not None and mentor != present
        }
        return [
            {
                "mentor": self._mentors[mentor].pk,
                "fit": self.proposal.pair(mentee, mentor).fit,
                "costs": {level: list(n) if isinstance(n, tuple) else n for level, n in change.items()},
            }
            for mentor, change in sorted(costs.items(), key=lambda item: loss(item[1]))[:MOST_NEXT_BEST]
        ]

    @cached_property
    def _alternatives(self) -> Alternatives:
        return Alternatives(self.proposal.instance, self.proposal.solution)

    @cached_property
    def _mentors(self) -> dict[str, PoolRole]:
        return {role.application: role for role in self.problem.facts.mentors}

    @cached_property
    def instance_text(self) -> str:
        """The canonical text of the instance that was solved."""
        return self.proposal.instance.to_json()

    @property
    def instance_hash(self) -> str:
        return hashlib.sha256(self.instance_text.encode()).hexdigest()


def costs_of(round: MatchingRound, mentee: str) -> dict[str, Mapping[str, Any] | None]:
    """What forcing each acceptable mentor on this mentee would cost a solved round, by application ids.

    None where a pin makes it impossible; empty when the mentee was not in the round, or it has no answer.
    """
    round.refresh_from_db(fields=["packed_instance", "certificate"])  # pages read neither
    if not round.packed_instance:
        return {}
    instance = Instance.from_json(instance_text(round))
    if mentee not in instance.row_of:
        return {}
    return dict(Alternatives(instance, solution_of(round, instance)).of(mentee))


def solution_of(round: MatchingRound, instance: Instance) -> Solution:
    """The stored answer of a round, as the engine reads it."""
    return Solution.from_json(json.dumps(stored_solution(round, instance.mentees, fits_of(round))))


def loss(change: Mapping[str, Any]) -> tuple[Any, ...]:
    """What a change costs, level by level: fewer matched, more in the worst bands, less fit, more load."""
    return (-change["matched"], change.get("bands", ()), -change.get("fit", 0), change.get("load", 0))


def build(facts: Facts, rules: MatchingRules) -> Problem:
    """The pool under these rules; hard rules and fits are applied to its pairs when they are asked for."""
    return Problem(facts, cohort_of(facts), rules_of(rules))


def solve(problem: Problem) -> Answer:
    """Return the best matching with its proof; without a proof there is no answer."""
    pins, dropped = keepable_pins(problem)
    try:
        proposal = propose(replace(problem.cohort, pinned=tuple(pins)), problem.rules)
        certify(proposal.instance, proposal.solution)
    except (InvalidInstance, NotProven) as error:
        raise NoAnswer(str(error)) from error
    return Answer(problem, proposal, dropped)


def keepable_pins(problem: Problem) -> tuple[list[Ids], list[Ruling]]:
    """The pins whose pair is acceptable and has a free place, and the others about people of this pool."""
    pinned = [ruling for ruling in problem.facts.rulings if ruling.kind == Ruling.Kind.PIN]
    few = problem.between({pin.mentee_id for pin in pinned}, {pin.mentor_id for pin in pinned})
    rows = {role.person_id: row for row, role in enumerate(few.facts.mentees)}
    columns = {role.person_id: column for column, role in enumerate(few.facts.mentors)}
    places = Counter({mentor.id: mentor.capacity for mentor in few.cohort.mentors})
    pins: list[Ids] = []
    dropped = []
    for pin in pinned:
        if pin.mentee_id not in rows:
            continue
        row, column = rows[pin.mentee_id], columns.get(pin.mentor_id)
        mentor = "" if column is None else few.cohort.mentors[column].id
        if not places[mentor] or few.allowed.reasons[row, column]:
            dropped.append(pin)
            continue
        places[mentor] -= 1
        pins.append((few.cohort.mentees[row].id, mentor))
    return pins, dropped


def rule_codes(bits: int) -> list[str]:
    """The hard rules that these bits of the engine stand for."""
    return [code for bit, code in RULE_CODES if bits & bit]
