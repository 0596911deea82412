"""What the coordinator should know about a pair before an offer is sent."""

from collections.abc import Iterable

from lodestar.intake.models import ApplicationRole, NamedPerson
from lodestar.matchmaking.problem.cohort import COMMITMENTS, MEANS, flags
from lodestar.matchmaking.queries.facts import Facts
from pairing import Commitment, Means
from pairing.eligibility import UNKNOWN

Named = NamedPerson.Kind
NEAR_KM = 15


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
