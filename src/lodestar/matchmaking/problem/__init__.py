"""The only door to the engine: a cycle's pool as an instance, the proven answer as plain data."""

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from lodestar.intake.models import ApplicationRole
from lodestar.matchmaking.models import MatchingRound, MatchingRules, Ruling
from lodestar.matchmaking.problem.cautions import cautions
from lodestar.matchmaking.problem.cohort import cohort_of, rules_of
from lodestar.matchmaking.queries.facts import Facts, shared_areas
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
MOST_NEXT_BEST = 2
MOST_WITH_NEXT_BEST = 100  # mentees: each asks for shortest paths through the whole matching


class NoAnswer(Exception):
    """There is no answer that may be shown; the message says why."""


@dataclass(frozen=True)
class Pair:
    """One possible pair with all that the coordinator reads about it."""

    mentee: ApplicationRole
    mentor: ApplicationRole
    fit: int
    parts: dict[str, int]
    distance_km: int | None
    shared_areas: list[str]
    cautions: list[str]
    excluded: list[str]


@dataclass(frozen=True)
class Problem:
    """A pool as the engine reads it: rows of the tables are mentees, columns mentors."""

    facts: Facts
    cohort: Cohort
    rules: Rules
    allowed: Eligibility
    scores: Fit

    def pair(self, row: int, column: int) -> Pair:
        mentee, mentor = self.facts.mentees[row], self.facts.mentors[column]
        km = int(self.allowed.km[row, column])
        return Pair(
            mentee=mentee,
            mentor=mentor,
            fit=int(self.scores.total[row, column]),
            parts={part.value: int(values[row, column]) for part, values in self.scores.parts.items()},
            distance_km=None if km == UNKNOWN else km,
            shared_areas=shared_areas(mentor, mentee),
            cautions=cautions(mentor, mentee, self.facts, km),
            excluded=rule_codes(int(self.allowed.reasons[row, column])),
        )

    def pairs_of(self, mentee: Person) -> list[Pair]:
        """Every mentor for one mentee, the possible ones first, the best fit first."""
        mentees = self.facts.mentees
        rows = [row for row, role in enumerate(mentees) if role.application.person_id == mentee.pk]
        pairs = [self.pair(row, column) for row in rows for column in range(len(self.facts.mentors))]
        return sorted(pairs, key=lambda pair: (bool(pair.excluded), -pair.fit))


@dataclass(frozen=True, eq=False)
class Answer:
    """A certified matching of a problem, with the pins that could not be kept."""

    problem: Problem
    proposal: Proposal
    dropped_pins: list[Ruling]

    @property
    def pairs(self) -> list[Pair]:
        rows = {mentee.id: row for row, mentee in enumerate(self.problem.cohort.mentees)}
        columns = {mentor.id: column for column, mentor in enumerate(self.problem.cohort.mentors)}
        matches = self.proposal.solution.matches
        return [self.problem.pair(rows[mentee], columns[mentor]) for mentee, mentor in matches]

    def next_best(self, pair: Pair) -> list[dict[str, Any]]:
        """The other mentors of this pair's mentee that cost the whole least, cheapest first.

        In a large pool none: the page of one mentee tells them all.
        """
        if len(self.problem.facts.mentees) > MOST_WITH_NEXT_BEST:
            return []
        mentee, present = pair.mentee.application.public_id, pair.mentor.application.public_id
        costs = {
            mentor: change
            for mentor, change in self._alternatives.of(mentee).items()
            if change is not None and mentor != present
        }
        return [
            {
                "mentor": self._mentors[mentor].pk,
                "fit": self.proposal.pair(mentee, mentor).fit,
                "costs": change,
            }
            for mentor, change in sorted(costs.items(), key=lambda item: loss(item[1]))[:MOST_NEXT_BEST]
        ]

    @cached_property
    def _alternatives(self) -> Alternatives:
        return Alternatives(self.proposal.instance, self.proposal.solution)

    @cached_property
    def _mentors(self) -> dict[str, ApplicationRole]:
        return {role.application.public_id: role for role in self.problem.facts.mentors}

    @property
    def instance_data(self) -> dict[str, Any]:
        return json.loads(self.proposal.instance.to_json())


def costs_of(round: MatchingRound, mentee: str) -> dict[str, Mapping[str, Any] | None]:
    """What forcing each acceptable mentor on this mentee would cost a solved round, by application ids.

    None where a pin makes it impossible; empty when the mentee was not in the round.
    """
    if mentee not in round.instance.get("mentees", []):
        return {}
    instance = Instance.from_json(json.dumps(round.instance))
    return dict(Alternatives(instance, solution_of(round)).of(mentee))


def solution_of(round: MatchingRound) -> Solution:
    """The stored answer of a round whose pairs are all as they were proposed."""
    pairs = round.matches.values_list(
        "mentee_role__application__public_id", "mentor_role__application__public_id"
    )
    matched = {mentee for mentee, _mentor in pairs}
    stored = {
        "format": "pairing-solution/1",
        "matches": [list(pair) for pair in sorted(pairs)],
        "unmatched": sorted(set(round.instance["mentees"]) - matched),
        "values": round.values,
        "certificate": round.certificate,
    }
    return Solution.from_json(json.dumps(stored))


def loss(change: Mapping[str, Any]) -> tuple[Any, ...]:
    """What a change costs, level by level: fewer matched, more in the worst bands, less fit, more load."""
    return (-change["matched"], change.get("bands", ()), -change.get("fit", 0), change.get("load", 0))


def build(facts: Facts, rules: MatchingRules) -> Problem:
    """Apply the hard rules and the fit to every pair of the pool."""
    cohort, engine_rules = cohort_of(facts), rules_of(rules)
    allowed = eligibility(cohort, engine_rules)
    return Problem(facts, cohort, engine_rules, allowed, score(cohort, engine_rules, allowed.km))


def solve(problem: Problem) -> Answer:
    """Return the best matching with its proof; without a proof there is no answer."""
    pins, dropped = keepable_pins(problem)
    try:
        proposal = propose(replace(problem.cohort, pinned=tuple(pins)), problem.rules)
        certify(proposal.instance, proposal.solution)
    except (InvalidInstance, NotProven) as error:
        raise NoAnswer(str(error)) from error
    return Answer(replace(problem, cohort=proposal.cohort, allowed=proposal.allowed), proposal, dropped)


def keepable_pins(problem: Problem) -> tuple[list[Ids], list[Ruling]]:
    """The pins whose pair is acceptable and has a free place, and the others about people of this pool."""
    rows = {role.application.person_id: row for row, role in enumerate(problem.facts.mentees)}
    columns = {role.application.person_id: column for column, role in enumerate(problem.facts.mentors)}
    places = Counter({mentor.id: mentor.capacity for mentor in problem.cohort.mentors})
    pins: list[Ids] = []
    dropped = []
    for pin in problem.facts.rulings:
        if pin.kind != Ruling.Kind.PIN or pin.mentee_id not in rows:
            continue
        row, column = rows[pin.mentee_id], columns.get(pin.mentor_id)
        mentor = "" if column is None else problem.cohort.mentors[column].id
        if not places[mentor] or problem.allowed.reasons[row, column]:
            dropped.append(pin)
            continue
        places[mentor] -= 1
        pins.append((problem.cohort.mentees[row].id, mentor))
    return pins, dropped


def rule_codes(bits: int) -> list[str]:
    """The hard rules that these bits of the engine stand for."""
    return [str(reason.name).lower() for reason in Reason if bits & reason]
