"""The pool in the engine's words."""

from collections.abc import Iterable
from enum import Flag
from functools import reduce
from itertools import product
from operator import or_
from typing import Any

from lodestar.intake.models import NamedPerson
from lodestar.intake.queries import Chosen, Named, PoolRole
from lodestar.libraries.models import StaffBand
from lodestar.matchmaking.models import MatchingRules, Ruling
from lodestar.matchmaking.queries.facts import Facts
from pairing import Cohort, Commitment, Means, Mentee, Mentor, Part, Rules

Kind = NamedPerson.Kind
STAFF_BANDS = list(StaffBand.values)


def by_ticks(kind: type[Flag], flags: Iterable[Flag]) -> dict[tuple[bool, ...], Any]:
    """The sum of the ticked flags, for every way to tick them."""
    flags = list(flags)
    return {
        ticks: reduce(or_, (flag for flag, ticked in zip(flags, ticks, strict=True) if ticked), kind(0))
        for ticks in product([False, True], repeat=len(flags))
    }


MEANS = by_ticks(Means, [Means.IN_PERSON, Means.PHONE, Means.EMAIL, Means.VIDEO])
COMMITMENTS = by_ticks(Commitment, [Commitment.PROJECT, Commitment.ONGOING])


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
    mentee_ids = {role.person_id: role.application for role in facts.mentees}
    mentor_ids = {role.person_id: role.application for role in facts.mentors}
    ruled = [
        ((mentee_ids[ruling.mentee_id], mentor_ids[ruling.mentor_id]), ruling)
        for ruling in facts.rulings
        if ruling.mentee_id in mentee_ids and ruling.mentor_id in mentor_ids
    ]
    return Cohort(
        mentees=tuple(mentee_of(role, facts) for role in facts.mentees),
        mentors=tuple(mentor_of(role, facts) for role in facts.mentors),
        areas={f"g{group}": tuple(map(str, areas)) for group, areas in facts.areas.items()},
        distances={(str(one), str(other)): km for (one, other), km in facts.distances.items()},
        not_again=frozenset((str(mentor), str(mentee)) for mentor, mentee in facts.not_again),
        forbidden={ids: ruling.note for ids, ruling in ruled if ruling.kind == Ruling.Kind.FORBID},
        excepted=frozenset(ids for ids, ruling in ruled if ruling.is_exception),
    )


def mentor_of(role: PoolRole, facts: Facts) -> Mentor:
    return Mentor(**shared_facts(role), capacity=facts.free_places(role))


def mentee_of(role: PoolRole, facts: Facts) -> Mentee:
    return Mentee(
        **shared_facts(role),
        important=frozenset(area_codes(choice for choice in role.areas if choice.is_important)),
        any_mentor=role.any_mentor,
        waited=role.person_id in facts.waited,
    )


def shared_facts(role: PoolRole) -> dict[str, Any]:
    libraries = sorted(role.libraries, key=lambda library: library.pk)
    return {
        "id": role.application,
        "person": str(role.person_id),
        "areas": frozenset(area_codes(role.areas)),
        "libraries": tuple(str(library.pk) for library in libraries),
        "boards": frozenset(str(library.board_id) for library in libraries if library.board_id),
        "years": role.years_in_role,
        "staff_band": STAFF_BANDS.index(role.staff_band) if role.staff_band else None,
        "location_kind": role.location_kind or None,
        "means": means_of(role),
        "max_km": role.max_km,
        "commitment": commitment_of(role),
        "please_not": named_people(role.named, Kind.PLEASE_NOT),
        "reports_to": named_people(role.named, Kind.REPORTS_TO),
    }


def means_of(role: PoolRole) -> Means:
    """The ways to meet that were ticked."""
    return MEANS[role.in_person, role.by_phone, role.by_email, role.by_video]


def commitment_of(role: PoolRole) -> Commitment:
    """The time commitments that were ticked."""
    return COMMITMENTS[role.project_based, role.ongoing]


def area_codes(choices: Iterable[Chosen]) -> Iterable[str]:
    return (str(choice.area_id) if choice.area_id else f"g{choice.group_id}" for choice in choices)


def named_people(named: Iterable[Named], kind: str) -> frozenset[str]:
    linked = (one for one in named if one.kind == kind and one.person_id and not one.is_dismissed)
    return frozenset(str(one.person_id) for one in linked)
