"""The coordinator's word on pairs."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from lodestar.history.actions import record
from lodestar.intake.queries import PoolRole
from lodestar.matchmaking import policy, problem
from lodestar.matchmaking.actions.present import may_be_paired, pair_now
from lodestar.matchmaking.actions.rounds import newest_rules
from lodestar.matchmaking.exclusions import OF_THE_PROGRAM
from lodestar.matchmaking.models import MatchingRules, Ruling
from lodestar.matchmaking.problem import Problem
from lodestar.matchmaking.queries.facts import Facts, read_facts
from lodestar.mentorships.models import NotAgain
from lodestar.people.models import Person
from lodestar.programs.models import Cycle
from lodestar.refusal import Refused, refuse

ACTS = {
    (Ruling.Kind.PIN, False): gettext_noop("pinned a pair"),
    (Ruling.Kind.PIN, True): gettext_noop("pinned a pair against a rule of the program"),
    (Ruling.Kind.FORBID, False): gettext_noop("forbade a pair"),
}


@transaction.atomic
def pin_pair(
    *, cycle: Cycle, mentor: Person, mentee: Person, by: Person, at: datetime, exception: str = ""
) -> Ruling:
    """Keep a pair together in every coming round of the cycle; an earlier pin of the mentee is lifted.

    `exception` says why the rules of the program do not count for this pair.
    """
    pair: dict[str, Any] = {"cycle": cycle, "mentor": mentor, "mentee": mentee}
    return keep_together(read_facts(cycle), **pair, by=by, at=at, exception=exception)


def keep_together(
    facts: Facts, *, cycle: Cycle, mentor: Person, mentee: Person, by: Person, at: datetime, exception: str
) -> Ruling:
    refuse(policy.may_rule(by, mentor, mentee))
    note = exception.strip()[:500]
    asked = Ruling(cycle=cycle, mentor=mentor, mentee=mentee, kind=Ruling.Kind.PIN)
    earlier = Ruling.objects.filter(cycle=cycle, mentee=mentee, kind=Ruling.Kind.PIN, lifted_at=None)
    if not note and (same := earlier.filter(mentor=mentor).first()):
        return same
    rules = newest_rules(cycle.program)
    if note and breaks_a_rule_of_the_program(facts, rules, asked):
        asked.is_exception = True
    refuse(may_pin(facts, rules, asked))
    lift(earlier, at)
    said: dict[str, Any] = {"kind": asked.kind, "note": note, "is_exception": asked.is_exception}
    return rule(cycle, mentor, mentee, **said, by=by, at=at)


def breaks_a_rule_of_the_program(facts: Facts, rules: MatchingRules, asked: Ruling) -> bool:
    pair = pair_now(problem_of_two(facts, rules, asked), asked.mentor, asked.mentee)
    return pair is not None and not OF_THE_PROGRAM.isdisjoint(pair.excluded)


def problem_of_two(facts: Facts, rules: MatchingRules, asked: Ruling) -> Problem:
    """The two alone, as if this pin took the place of the mentee's earlier one."""
    pin = Ruling.Kind.PIN
    others = [one for one in facts.rulings if (one.kind, one.mentee_id) != (pin, asked.mentee_id)]
    known = replace(facts, rulings=[*others, asked])
    return problem.build(known.between({asked.mentee_id}, {asked.mentor_id}), rules)


def may_pin(facts: Facts, rules: MatchingRules, asked: Ruling) -> Refused | None:
    """Only a pair that no hard rule excludes can be kept together, while the mentor has room for it."""
    mentor, mentee = asked.mentor, asked.mentee
    two = problem_of_two(facts, rules, asked)
    if refused := may_be_paired(two, mentor, mentee):
        return refused
    pins = [pin for pin in facts.rulings if pin.kind == Ruling.Kind.PIN and pin.mentor_id == mentor.pk]
    taken = sum(pin.mentee_id != mentee.pk and is_waiting(pin.mentee_id, facts.mentees) for pin in pins)
    if taken >= sum(map(facts.free_places, two.facts.mentors)):
        return Refused("mentor_full", _("Every free place of %(mentor)s is taken.") % {"mentor": mentor})
    return None


def is_waiting(person_id: int, mentees: list[PoolRole]) -> bool:
    return any(role.person_id == person_id for role in mentees)


@transaction.atomic
def forbid_pair(
    *, cycle: Cycle, mentor: Person, mentee: Person, note: str, by: Person, at: datetime
) -> Ruling:
    """Never propose a pair in this cycle; the note says why. A pin of the pair is lifted."""
    refuse(policy.may_rule(by, mentor, mentee))
    if not note.strip():
        raise Refused("note_missing", _("Say in a few words why this pair is forbidden."))
    lift(Ruling.objects.filter(cycle=cycle, mentor=mentor, mentee=mentee, kind=Ruling.Kind.PIN), at)
    return rule(cycle, mentor, mentee, kind=Ruling.Kind.FORBID, note=note.strip()[:500], by=by, at=at)


def rule(cycle: Cycle, mentor: Person, mentee: Person, *, by: Person, at: datetime, **said: Any) -> Ruling:
    pair = {"cycle": cycle, "mentor": mentor, "mentee": mentee}
    try:
        with transaction.atomic():
            ruling = Ruling.objects.create(**pair, **said, by=by, at=at)
    except IntegrityError:
        raise Refused("already_ruled", _("There is already a decision about this pair.")) from None
    act = ACTS[said["kind"], said.get("is_exception", False)]
    people: dict[str, Any] = {"mentor": mentor.public_id, "mentee": mentee.public_id}
    record(act, cycle, by=by, at=at, reason=said["note"], **people)
    return ruling


@transaction.atomic
def lift_ruling(*, cycle: Cycle, mentor: Person, mentee: Person, by: Person, at: datetime) -> None:
    """Take back what was decided about a pair. Doing it again changes nothing."""
    refuse(policy.may_rule(by, mentor, mentee))
    if lift(Ruling.objects.filter(cycle=cycle, mentor=mentor, mentee=mentee), at):
        people: dict[str, Any] = {"mentor": mentor.public_id, "mentee": mentee.public_id}
        record(gettext_noop("lifted a decision about a pair"), cycle, by=by, at=at, **people)


@transaction.atomic
def lift_not_again(*, cycle: Cycle, mentor: Person, mentee: Person, by: Person, at: datetime) -> bool:
    """Let two people be proposed to each other again; say whether something kept them apart."""
    refuse(policy.may_rule(by, mentor, mentee))
    lifted = lift(NotAgain.objects.filter(mentor=mentor, mentee=mentee), at)
    if lifted:
        people: dict[str, Any] = {"mentor": mentor.public_id, "mentee": mentee.public_id}
        record(gettext_noop("let a pair be proposed again"), cycle, by=by, at=at, **people)
    return bool(lifted)


def lift(rulings: Any, at: datetime) -> int:
    return rulings.filter(lifted_at=None).update(lifted_at=at)
