"""Whether two people may be brought together by the pool and the hard rules of this very moment."""

from typing import Any

from django.utils.translation import gettext as _

from lodestar.intake.queries import PoolRole
from lodestar.matchmaking import problem
from lodestar.matchmaking.actions.rounds import newest_rules
from lodestar.matchmaking.exclusions import exclusion
from lodestar.matchmaking.problem import Pair, Problem
from lodestar.matchmaking.queries.facts import read_facts
from lodestar.people.models import Person
from lodestar.programs.models import Cycle
from lodestar.refusal import Refused

FULL = "mentor_full"  # seats are counted where one is taken


def problem_now(cycle: Cycle) -> Problem:
    return problem.build(read_facts(cycle), newest_rules(cycle.program))


def pair_now(pool: Problem, mentor: Person, mentee: Person) -> Pair | None:
    """The pair as it stands, or None when one of the two is not to be matched now."""
    row, column = place_of(mentee, pool.facts.mentees), place_of(mentor, pool.facts.mentors)
    return None if row is None or column is None else pool.pair(row, column)


def place_of(person: Person, roles: list[PoolRole]) -> int | None:
    return next((place for place, role in enumerate(roles) if role.person_id == person.pk), None)


def may_be_paired(pool: Problem, mentor: Person, mentee: Person) -> Refused | None:
    names: dict[str, Any] = {"mentor": mentor, "mentee": mentee}
    pair = pair_now(pool, mentor, mentee)
    if pair is None:
        return Refused("not_in_round", _("%(mentor)s or %(mentee)s is not to be matched now.") % names)
    names["why"] = "; ".join(exclusion(code) for code in pair.excluded if code != FULL)
    if names["why"]:
        return Refused("pair_excluded", _("%(mentor)s and %(mentee)s: they %(why)s.") % names)
    return None
