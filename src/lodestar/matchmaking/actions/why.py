"""Why somebody is without a match, as a code and the numbers of its sentence."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from lodestar.matchmaking.catalogue import HELPS
from lodestar.matchmaking.problem import Answer, rule_codes
from lodestar.matchmaking.queries.facts import accepted_but_unclear

MOST_HELPS = 3


@dataclass(frozen=True)
class Left:
    """Somebody without a match."""

    role_id: int
    code: str
    details: dict[str, Any]


def left_over(answer: Answer) -> list[Left]:
    """Everybody of the round without a match; in one for all, mentors and those to talk with first too."""
    facts = answer.problem.facts
    if facts.is_for_some:
        return why_mentees(answer)
    busy = {mentor for _, mentor in answer.proposal.solution.matches}
    mentors = [
        why_mentor(answer, column)
        for column, role in enumerate(facts.mentors)
        if role.application not in busy and facts.free_places(role)
    ]
    talk_first = [
        Left(pk, "talk_first", {}) for pk in accepted_but_unclear(facts.cycle).values_list("pk", flat=True)
    ]
    return why_mentees(answer) + mentors + talk_first


def why_mentees(answer: Answer) -> list[Left]:
    mentees = {role.application: role.pk for role in answer.problem.facts.mentees}
    mentors = {role.application: role.pk for role in answer.problem.facts.mentors}
    left = []
    for told in answer.proposal.unmatched():
        if not mentors:
            left.append(Left(mentees[told.mentee], "no_mentors", {}))
            continue
        excluded = answer.proposal.obstacles(told.mentee)
        details = {
            "excluded": {str(rule.name).lower(): number for rule, number in excluded.items()},
            "mentors": [mentors[mentor] for mentor in told.mentors],
            "mentees": len(told.mentees),
            "places": told.places,
            "helps": helps(answer, told),
        }
        left.append(Left(mentees[told.mentee], told.why.value, details))
    return left


def helps(answer: Answer, told: Any) -> list[dict[str, Any]]:
    """The smallest changes at this mentee that a person could bring about."""
    found: list[dict[str, Any]] = [
        {"rules": rule_codes(change.reasons), "km": change.km, "mentors": len(change.mentors)}
        for change in answer.proposal.relaxations(told)
        if change.mentee == told.mentee
    ]
    return [change for change in found if set(change["rules"]) <= set(HELPS)][:MOST_HELPS]


def why_mentor(answer: Answer, column: int) -> Left:
    pk, rules = answer.problem.facts.mentors[column].pk, answer.proposal.allowed.reasons[:, column]
    if not len(rules):
        return Left(pk, "no_mentees", {})
    acceptable = int((rules == 0).sum())
    if acceptable:
        return Left(pk, "not_needed", {"acceptable": acceptable})
    excluded = Counter(code for bits in rules.tolist() for code in rule_codes(bits))
    return Left(pk, "nobody_acceptable", {"role": "mentor", "excluded": dict(excluded.most_common())})
