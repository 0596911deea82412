"""The only door to the engine: a cycle's pool as an instance, the proven answer as plain data."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, reduce
from operator import or_
from typing import Any

from lodestar.intake.models import ApplicationRole, NamedPerson
from lodestar.libraries.models import StaffBand
from lodestar.matchmaking.models import MatchingRules, Ruling
from lodestar.matchmaking.queries.facts import Facts, shared_areas
from lodestar.people.models import Person
from pairing import (
    Cohort,
    Commitment,
    Eligibility,
    Fit,
    InvalidInstance,
    Means,
    Mentee,
    Mentor,
    NotProven,
    Part,
    Proposal,
    Reason,
    Rules,
    certify,
    eligibility,
    propose,
)
from pairing import fit as score
from pairing.alternatives import Alternatives
from pairing.eligibility import UNKNOWN

Ids = tuple[str, str]  # of a pair: the mentee's, the mentor's
Named = NamedPerson.Kind
MEANS = {
    "in_person": Means.IN_PERSON,
    "by_phone": Means.PHONE,
    "by_email": Means.EMAIL,
    "by_video": Means.VIDEO,
}
COMMITMENTS = {"project_based": Commitment.PROJECT, "ongoing": Commitment.ONGOING}


MOST_NEXT_BEST = 2
NEAR_KM = 15


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
        """The other mentors of this pair's mentee that cost the whole least, cheapest first."""
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


def cautions(mentor: ApplicationRole, mentee: ApplicationRole, facts: Facts, km: int) -> list[str]:
    """What the coordinator should know before sending the offer."""
    both = (mentor, mentee)
    people = (mentor.application.person_id, mentee.application.person_id)
    found = {
        "board_not_known": not all(boards_known(role) for role in both),
        "distance_not_known": km == UNKNOWN,
        "name_not_linked_mentee": has_loose_name(mentee),
        "name_not_linked_mentor": has_loose_name(mentor),
        "did_not_go_ahead": people in facts.did_not_go_ahead,
        "very_near": km != UNKNOWN and km <= NEAR_KM,
        "newer_not_in_person": is_newer(mentee) and not can_meet_in_person(both),
        "left_out_before": mentee.application.person_id in facts.waited,
        "free_text": any(role.application.requests for role in both),
        "years_not_said": any(role.application.years_in_role is None for role in both),
        "means_not_said": not all(flags(role, MEANS, Means) for role in both),
        "commitment_not_said": not all(flags(role, COMMITMENTS, Commitment) for role in both),
    }
    return [code for code, holds in found.items() if holds]


def is_newer(mentee: ApplicationRole) -> bool:
    """Whom the program recommends a job shadow in person."""
    years = mentee.application.years_in_role
    return years is not None and years < mentee.application.cycle.program.newer_years


def can_meet_in_person(roles: Iterable[ApplicationRole]) -> bool:
    return all(role.in_person or not flags(role, MEANS, Means) for role in roles)


def boards_known(role: ApplicationRole) -> bool:
    libraries = role.application.libraries.all()
    return bool(libraries) and all(library.board_id for library in libraries)


def has_loose_name(role: ApplicationRole) -> bool:
    """A "please not" or "reports to" that nobody has linked to a person, or put aside."""
    return any(
        named.kind != Named.HOPED_FOR and named.person_id is None and named.dismissed_at is None
        for named in role.application.named_people.all()
    )


def flags(role: ApplicationRole, fields: dict[str, Any], kind: Any) -> Any:
    return reduce(or_, (flag for field, flag in fields.items() if getattr(role, field)), kind(0))


def rules_of(rules: MatchingRules) -> Rules:
    return Rules(
        apart_in_library=rules.exclude_same_library,
        apart_in_board=rules.exclude_same_board,
        common_area=rules.require_shared_area,
        one_direction=rules.exclude_both_directions,
        weights={Part(part): weight for part, weight in rules.weights.items()},
        bands=tuple(rules.bands),
    )


def cohort_of(facts: Facts) -> Cohort:
    """The pool in the engine's words: ids are applications, persons and places their keys."""
    mentee_ids = {role.application.person_id: role.application.public_id for role in facts.mentees}
    mentor_ids = {role.application.person_id: role.application.public_id for role in facts.mentors}
    return Cohort(
        mentees=tuple(mentee_of(role, facts) for role in facts.mentees),
        mentors=tuple(mentor_of(role, facts) for role in facts.mentors),
        areas={f"g{group.pk}": tuple(str(area.pk) for area in group.areas.all()) for group in facts.groups},
        distances={(str(one), str(other)): km for (one, other), km in facts.distances.items()},
        not_again=frozenset((str(mentor), str(mentee)) for mentor, mentee in facts.not_again),
        forbidden={
            (mentee_ids[ruling.mentee_id], mentor_ids[ruling.mentor_id]): ruling.note
            for ruling in facts.rulings
            if ruling.kind == Ruling.Kind.FORBID
            and ruling.mentee_id in mentee_ids
            and ruling.mentor_id in mentor_ids
        },
    )


def mentor_of(role: ApplicationRole, facts: Facts) -> Mentor:
    paused = not role.application.person.is_active
    return Mentor(**shared_facts(role), capacity=facts.free_places(role), paused=paused)


def mentee_of(role: ApplicationRole, facts: Facts) -> Mentee:
    return Mentee(
        **shared_facts(role),
        important=frozenset(area_codes(choice for choice in role.areas.all() if choice.is_important)),
        any_mentor=role.any_mentor,
        waited=role.application.person_id in facts.waited,
    )


def shared_facts(role: ApplicationRole) -> dict[str, Any]:
    application = role.application
    libraries = sorted(application.libraries.all(), key=lambda library: library.pk)
    bands = list(StaffBand.values)
    return {
        "id": application.public_id,
        "person": str(application.person_id),
        "areas": frozenset(area_codes(role.areas.all())),
        "libraries": tuple(str(library.pk) for library in libraries),
        "boards": frozenset(str(library.board_id) for library in libraries if library.board_id),
        "years": application.years_in_role,
        "staff_band": bands.index(application.staff_band) if application.staff_band else None,
        "location_kind": application.location_kind or None,
        "means": flags(role, MEANS, Means),
        "max_km": application.max_km,
        "commitment": flags(role, COMMITMENTS, Commitment),
        "please_not": named_people(application.named_people.all(), Named.PLEASE_NOT),
        "reports_to": named_people(application.named_people.all(), Named.REPORTS_TO),
    }


def area_codes(choices: Iterable[Any]) -> Iterable[str]:
    return (str(choice.area_id) if choice.area_id else f"g{choice.group_id}" for choice in choices)


def named_people(named: Iterable[NamedPerson], kind: str) -> frozenset[str]:
    linked = (name for name in named if name.kind == kind and name.person_id and not name.dismissed_at)
    return frozenset(str(name.person_id) for name in linked)
