"""Asking for a round, computing it, stopping it."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django_q.tasks import async_task

from lodestar.history.actions import record
from lodestar.intake.models import ApplicationRole
from lodestar.intake.queries import pool
from lodestar.matchmaking import policy, problem
from lodestar.matchmaking.actions.why import left_over
from lodestar.matchmaking.models import Match, MatchingRound, MatchingRules, Ruling, Unmatched
from lodestar.matchmaking.problem import Answer, NoAnswer, Pair
from lodestar.matchmaking.queries.facts import facts_of, to_be_matched
from lodestar.matchmaking.queries.instances import packed
from lodestar.matchmaking.queries.rounds import last_numbers, open_round_for
from lodestar.people.models import Person
from lodestar.programs.models import Cycle, Program
from lodestar.refusal import Refused

State = MatchingRound.State


def newest_rules(program: Program) -> MatchingRules:
    """The version in force; refused while the program has none."""
    rules = MatchingRules.objects.filter(program=program).first()
    if rules is None:
        raise Refused("no_rules", _("There are no matching rules yet. Load the program first."))
    return rules


@transaction.atomic
def request_round(
    *,
    cycle: Cycle,
    by: Person | None,
    at: datetime,
    after: int | None = None,
    only_for: Collection[ApplicationRole] = (),
) -> MatchingRound:
    """Queue a round, for everybody or `only_for` some mentees.

    `after` is the last round the person saw: asking twice gives one round.
    """
    refuse(policy.may_run(by))
    last, _standing = last_numbers(cycle)
    number = (last if after is None else after) + 1
    if number > last + 1:
        raise Refused("unknown_round", _("The list of rounds has changed. Please try again."))
    round, is_new = MatchingRound.objects.get_or_create(
        cycle=cycle,
        number=number,
        defaults={
            "rules": newest_rules(cycle.program),
            "created_by": by,
            "created_at": at,
            "is_for_some": bool(only_for),
        },
    )
    if is_new:
        set_people(round, only_for)
        record(gettext_noop("asked for a matching round"), round, by=by, at=at, number=number)
        async_task("lodestar.matchmaking.tasks.solve_round", round.pk)
    return round


def set_people(round: MatchingRound, mentees: Collection[ApplicationRole]) -> None:
    """Say whom a round is for; each must be waiting, and in no round that is still to be decided."""
    if not mentees:
        return
    waiting = {role.pk for role in to_be_matched(round.cycle, pool(round.cycle))}
    for role in mentees:
        if role.pk not in waiting:
            words = _("%(name)s is not waiting for a mentor now.")
            raise Refused("not_waiting", words % {"name": role.application.person})
    if other := open_round_for(round.cycle, mentees, but=round):
        words = _("Round %(number)d is still open and decides about them. Decide there, or stop it first.")
        raise Refused("round_open", words % {"number": other.number})
    round.only_for.set(mentees)


def run_matching_round(*, round: MatchingRound, by: Person | None, at: datetime) -> MatchingRound:
    """Compute a queued round and keep the proven answer. Doing it again changes nothing."""
    refuse(policy.may_run(by))
    unsolved = MatchingRound.objects.filter(pk=round.pk, state__in=[State.QUEUED, State.SOLVING])
    if unsolved.update(state=State.SOLVING):
        with transaction.atomic():
            facts = facts_of(round)
        try:
            keep_answer(round, problem.solve(problem.build(facts, round.rules)), by=by, at=at)
        except NoAnswer as error:
            unsolved.update(state=State.STOPPED, problem=str(error)[:300])
        except Exception:
            unsolved.update(
                state=State.STOPPED, problem=_("The computation failed. Please run another round.")
            )
            raise
    round.refresh_from_db()
    return round


@transaction.atomic
def keep_answer(round: MatchingRound, answer: Answer, *, by: Person | None, at: datetime) -> None:
    """Store the matching, unless the round was stopped or solved in the meantime."""
    still_solving = MatchingRound.objects.filter(pk=round.pk, state=State.SOLVING)
    found = what_was_found(answer, at)
    if still_solving.update(state=State.PROPOSED, **found):
        write_matches(round, answer)
        record(gettext_noop("computed a matching round"), round, by=by, at=at, values=found["values"])


def what_was_found(answer: Answer, at: datetime) -> dict[str, Any]:
    """The answer as the fields of a round."""
    found = answer.proposal.solution.to_dict()
    return {
        "solved_at": at,
        "packed_instance": packed(answer.instance_text),
        "instance_hash": answer.instance_hash,
        "values": found["values"],
        "certificate": found["certificate"],
        "problem": pins_not_kept(answer.dropped_pins),
    }


def write_matches(round: MatchingRound, answer: Answer) -> None:
    """Make the round's rows those of the answer, one for each person."""
    pinned = set(answer.proposal.cohort.pinned)
    pairs = {pair.mentee.pk: match_of(pair, pinned, answer) for pair in answer.pairs}
    left = {one.role_id: {"code": one.code, "details": one.details} for one in left_over(answer)}
    write_changed(Match, "mentee_role_id", round, pairs)
    write_changed(Unmatched, "application_role_id", round, left)


def write_changed(model: Any, key: str, round: MatchingRound, rows: dict[int, dict[str, Any]]) -> None:
    """Write what differs from what is stored: a decision moves a few people of many."""
    fields = next(iter(rows.values()), {})
    stored = {row.pop(key): row for row in model.objects.filter(round=round).values(key, *fields)}
    kept = {role for role, row in stored.items() if row == rows.get(role)}
    gone = stored.keys() - kept
    if gone:
        model.objects.filter(round=round, **{f"{key}__in": gone}).delete()
    model.objects.bulk_create(
        model(round=round, **{key: role}, **row) for role, row in rows.items() if role not in kept
    )


def match_of(pair: Pair, pinned: set[tuple[str, str]], answer: Answer) -> dict[str, Any]:
    return {
        "mentor_role_id": pair.mentor.pk,
        "fit": pair.fit,
        "parts": pair.parts,
        "shared_areas": pair.shared_areas,
        "distance_km": pair.distance_km,
        "cautions": pair.cautions,
        "is_pinned": (pair.mentee.application, pair.mentor.application) in pinned,
        "alternatives": answer.next_best(pair),
    }


def pins_not_kept(pins: list[Ruling]) -> str:
    names = ", ".join(f"{pin.mentee} - {pin.mentor}" for pin in pins)
    return (
        (_("Pins that could not be kept, because a rule forbids the pair or no place is free: ") + names)[
            :300
        ]
        if pins
        else ""
    )


@transaction.atomic
def stop_round(*, round: MatchingRound, by: Person, at: datetime) -> None:
    """Stop a round before any offer is sent; its proposals stay readable."""
    refuse(policy.may_run(by))
    before_offers = [State.DRAFT, State.QUEUED, State.SOLVING, State.PROPOSED]
    if not MatchingRound.objects.filter(pk=round.pk, state__in=before_offers).update(state=State.STOPPED):
        raise Refused("round_is_out", _("This round cannot be stopped: offers were sent, or it is stopped."))
    record(gettext_noop("stopped a matching round"), round, by=by, at=at)


def refuse(refusal: Refused | None) -> None:
    if refusal:
        raise refusal
