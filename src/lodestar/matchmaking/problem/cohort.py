"""The pool in the engine's words."""

from collections.abc import Iterable
from functools import reduce
from operator import or_
from typing import Any

from lodestar.intake.models import ApplicationRole, NamedPerson
from lodestar.libraries.models import StaffBand
from lodestar.matchmaking.models import MatchingRules, Ruling
from lodestar.matchmaking.queries.facts import Facts
from pairing import Cohort, Commitment, Means, Mentee, Mentor, Part, Rules

Named = NamedPerson.Kind
MEANS = {
    "in_person": Means.IN_PERSON,
    "by_phone": Means.PHONE,
    "by_email": Means.EMAIL,
    "by_video": Means.VIDEO,
}
COMMITMENTS = {"project_based": Commitment.PROJECT, "ongoing": Commitment.ONGOING}


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
