"""What the coordinator should know about a pair before an offer is sent."""

from collections.abc import Iterable

from lodestar.intake.models import NamedPerson
from lodestar.intake.queries import PoolRole
from lodestar.matchmaking.problem.cohort import commitment_of, means_of
from lodestar.matchmaking.queries.facts import Facts
from pairing.eligibility import UNKNOWN

NEAR_KM = 15


def cautions(mentor: PoolRole, mentee: PoolRole, facts: Facts, km: int) -> list[str]:
    """What the coordinator should know before sending the offer."""
    both = (mentor, mentee)
    found = {
        "pinned_as_exception": any(
            ruling.is_exception
            and (ruling.mentor_id, ruling.mentee_id) == (mentor.person_id, mentee.person_id)
            for ruling in facts.rulings
        ),
        "board_not_known": not all(boards_known(role) for role in both),
        "distance_not_known": km == UNKNOWN,
        "name_not_linked_mentee": has_loose_name(mentee),
        "name_not_linked_mentor": has_loose_name(mentor),
        "did_not_go_ahead": (mentor.person_id, mentee.person_id) in facts.did_not_go_ahead,
        "very_near": km != UNKNOWN and km <= NEAR_KM,
        "newer_not_in_person": is_newer(mentee, facts) and not can_meet_in_person(both),
        "left_out_before": mentee.person_id in facts.waited,
        "free_text": any(role.requests for role in both),
        "years_not_said": any(role.years_in_role is None for role in both),
        "means_not_said": not all(means_of(role) for role in both),
        "commitment_not_said": not all(commitment_of(role) for role in both),
    }
    return [code for code, holds in found.items() if holds]


def is_newer(mentee: PoolRole, facts: Facts) -> bool:
    """Whom the program recommends a job shadow in person."""
    years = mentee.years_in_role
    return years is not None and years < facts.cycle.program.newer_years


def can_meet_in_person(roles: Iterable[PoolRole]) -> bool:
    return all(role.in_person or not means_of(role) for role in roles)


def boards_known(role: PoolRole) -> bool:
    return bool(role.libraries) and all(library.board_id for library in role.libraries)


def has_loose_name(role: PoolRole) -> bool:
    """A "please not" or "reports to" that nobody has linked to a person, or put aside."""
    return any(
        named.kind != NamedPerson.Kind.HOPED_FOR and named.person_id is None and not named.is_dismissed
        for named in role.named
    )
