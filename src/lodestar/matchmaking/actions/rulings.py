"""The coordinator's word on pairs, and on the weights."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from lodestar.history.actions import record
from lodestar.intake.models import ApplicationRole
from lodestar.matchmaking import policy, problem
from lodestar.matchmaking.actions.rounds import newest_rules, refuse
from lodestar.matchmaking.catalogue import EXCLUSIONS, PARTS
from lodestar.matchmaking.models import MatchingRules, Ruling
from lodestar.matchmaking.queries.facts import read_facts
from lodestar.people.models import Person
from lodestar.programs.models import Cycle, Program
from lodestar.refusal import Refused

LARGEST_WEIGHT = 100


@transaction.atomic
def pin_pair(
    *, cycle: Cycle, mentor: Person, mentee: Person, by: Person, at: datetime, note: str = ""
) -> Ruling:
    """Keep a pair together in every coming round of the cycle; an earlier pin of the mentee is lifted."""
    refuse(policy.may_run(by))
    refuse(may_pin(cycle, mentor, mentee))
    lift(Ruling.objects.filter(cycle=cycle, mentee=mentee, kind=Ruling.Kind.PIN), at)
    return rule(cycle, mentor, mentee, kind=Ruling.Kind.PIN, note=note, by=by, at=at)


def may_pin(cycle: Cycle, mentor: Person, mentee: Person) -> Refused | None:
    """Only a pair that no hard rule excludes can be kept together, while the mentor has room for it."""
    facts = read_facts(cycle)
    names: dict[str, Any] = {"mentor": mentor, "mentee": mentee}
    pairs = problem.build(facts, newest_rules(cycle.program)).pairs_of(mentee)
    pair = next((pair for pair in pairs if pair.mentor.application.person_id == mentor.pk), None)
    if pair is None:
        return Refused("not_in_round", _("%(mentor)s or %(mentee)s is not to be matched now.") % names)
    if pair.excluded:
        names["why"] = "; ".join(str(EXCLUSIONS[code]) for code in pair.excluded)
        return Refused("pair_excluded", _("%(mentor)s and %(mentee)s: they %(why)s.") % names)
    pins = [pin for pin in facts.rulings if pin.kind == Ruling.Kind.PIN and pin.mentor_id == mentor.pk]
    taken = sum(pin.mentee_id != mentee.pk and is_waiting(pin.mentee_id, facts.mentees) for pin in pins)
    if taken >= facts.free_places(pair.mentor):
        return Refused("mentor_full", _("Other pins take every free place of %(mentor)s.") % names)
    return None


def is_waiting(person_id: int, mentees: list[ApplicationRole]) -> bool:
    return any(role.application.person_id == person_id for role in mentees)


@transaction.atomic
def forbid_pair(
    *, cycle: Cycle, mentor: Person, mentee: Person, note: str, by: Person, at: datetime
) -> Ruling:
    """Never propose a pair in this cycle; the note says why. A pin of the pair is lifted."""
    refuse(policy.may_run(by))
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
    act = gettext_noop("pinned a pair") if said["kind"] == Ruling.Kind.PIN else gettext_noop("forbade a pair")
    people: dict[str, Any] = {"mentor": mentor.public_id, "mentee": mentee.public_id}
    record(act, cycle, by=by, at=at, reason=said["note"], **people)
    return ruling


@transaction.atomic
def lift_ruling(*, cycle: Cycle, mentor: Person, mentee: Person, by: Person, at: datetime) -> None:
    """Take back what was decided about a pair. Doing it again changes nothing."""
    refuse(policy.may_run(by))
    if lift(Ruling.objects.filter(cycle=cycle, mentor=mentor, mentee=mentee), at):
        people: dict[str, Any] = {"mentor": mentor.public_id, "mentee": mentee.public_id}
        record(gettext_noop("lifted a decision about a pair"), cycle, by=by, at=at, **people)


def lift(rulings: Any, at: datetime) -> int:
    return rulings.filter(lifted_at=None).update(lifted_at=at)


@transaction.atomic
def change_weights(
    *, program: Program, weights: dict[str, int], by: Person, at: datetime, note: str = ""
) -> MatchingRules:
    """Make the next version of the rules with these weights; earlier rounds keep theirs."""
    refuse(policy.may_run(by))
    refuse(may_weigh(weights))
    last = newest_rules(program)
    if last.weights == weights:
        return last
    rules = MatchingRules.objects.create(
        program=program,
        number=last.number + 1,
        note=note,
        author=by,
        created_at=at,
        weights=weights,
        bands=last.bands,
        exclude_same_library=last.exclude_same_library,
        exclude_same_board=last.exclude_same_board,
        require_shared_area=last.require_shared_area,
        exclude_both_directions=last.exclude_both_directions,
    )
    record(gettext_noop("changed the weights of matching"), program, by=by, at=at, version=rules.number)
    return rules


def may_weigh(weights: dict[str, int]) -> Refused | None:
    if set(weights) - set(PARTS) or not all(0 <= weight <= LARGEST_WEIGHT for weight in weights.values()):
        return Refused("bad_weight", _("A weight is a whole number from 0 to 100."))
    if not any(weights.values()):
        return Refused("all_zero", _("At least one weight must be above 0."))
    return None
