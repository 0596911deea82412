"""Decisions in a proposed round. Each one solves the round again at once, and can be undone.

Whoever decides says which version of the round they saw: two coordinators cannot overwrite each other
unseen. Decision, new matching and history are one transaction; if the new matching cannot be had,
nothing has happened.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from lodestar.history.actions import record
from lodestar.matchmaking import policy, problem
from lodestar.matchmaking.actions.found import what_was_found, write_rows
from lodestar.matchmaking.actions.rulings import forbid_pair, keep_together, lift_ruling
from lodestar.matchmaking.models import MatchingRound, Ruling, Step
from lodestar.matchmaking.problem import NoAnswer
from lodestar.matchmaking.queries.changes import differences
from lodestar.matchmaking.queries.facts import Facts, facts_of, standing_rulings, with_rulings
from lodestar.matchmaking.queries.rounds import is_newest
from lodestar.people.models import Person
from lodestar.refusal import Refused, refuse

State = MatchingRound.State
Pairs = dict[int, int]  # mentee role: mentor role


def pin_in_round(
    *,
    round: MatchingRound,
    version: int,
    mentor: Person,
    mentee: Person,
    by: Person,
    at: datetime,
    exception: str = "",
) -> None:
    """Keep a pair together; where another mentor was proposed, this one takes the place."""
    pair: dict[str, Any] = {"cycle": round.cycle, "mentor": mentor, "mentee": mentee}
    said: dict[str, Any] = {"exception": exception, "by": by, "at": at}
    decide(round, version, lambda facts: keep_together(facts, **pair, **said), by=by, at=at)


def forbid_in_round(
    *, round: MatchingRound, version: int, mentor: Person, mentee: Person, note: str, by: Person, at: datetime
) -> None:
    pair: dict[str, Any] = {"cycle": round.cycle, "mentor": mentor, "mentee": mentee}
    decide(round, version, lambda _facts: forbid_pair(**pair, note=note, by=by, at=at), by=by, at=at)


def lift_in_round(
    *, round: MatchingRound, version: int, mentor: Person, mentee: Person, by: Person, at: datetime
) -> None:
    pair: dict[str, Any] = {"cycle": round.cycle, "mentor": mentor, "mentee": mentee}
    decide(round, version, lambda _facts: lift_ruling(**pair, by=by, at=at), by=by, at=at)


@transaction.atomic
def decide(
    round: MatchingRound, version: int, decision: Callable[[Facts], Any], *, by: Person, at: datetime
) -> None:
    claim(round, version, by)
    facts, stood = facts_of(round), standing_rulings(round.cycle)
    decision(facts)
    rulings = standing_rulings(round.cycle)
    before, after = ({ruling.pk for ruling in some} for some in (stood, rulings))
    if before == after:
        raise Refused("decided_already", _("This was decided already. Nothing was changed."))
    round.steps.filter(is_undone=True).delete()
    last = round.steps.last()
    Step.objects.create(
        round=round,
        number=last.number + 1 if last else 1,
        made=sorted(after - before),
        lifted=sorted(before - after),
        by=by,
        at=at,
    )
    solve_again(round, with_rulings(facts, rulings), at)


@transaction.atomic
def undo_step(*, round: MatchingRound, version: int, by: Person, at: datetime) -> None:
    """Take back the last decision of this round."""
    claim(round, version, by)
    step = round.steps.filter(is_undone=False).last()
    if step is None:
        raise Refused("nothing_to_undo", _("There is nothing to undo."))
    refuse_own(step, by)
    record(gettext_noop("undid a decision about a pair"), round, by=by, at=at, step=step.number)
    turn_over(round, step, back=step.lifted, away=step.made, at=at)


@transaction.atomic
def redo_step(*, round: MatchingRound, version: int, by: Person, at: datetime) -> None:
    """Make the decision again that was undone last."""
    claim(round, version, by)
    step = round.steps.filter(is_undone=True).first()
    if step is None:
        raise Refused("nothing_to_redo", _("There is nothing to make again."))
    refuse_own(step, by)
    record(gettext_noop("made a decision about a pair again"), round, by=by, at=at, step=step.number)
    turn_over(round, step, back=step.made, away=step.lifted, at=at)


def refuse_own(step: Step, by: Person) -> None:
    """Nobody turns over a decision about themselves."""
    about = Q(mentor=by) | Q(mentee=by)
    if Ruling.objects.filter(about, pk__in=[*step.made, *step.lifted]).exists():
        raise policy.own_pair()


def turn_over(round: MatchingRound, step: Step, *, back: list[int], away: list[int], at: datetime) -> None:
    """Let some rulings stand again and lift others, mark the step, and solve its round again."""
    Ruling.objects.filter(pk__in=away, lifted_at=None).update(lifted_at=at)
    try:
        with transaction.atomic():
            Ruling.objects.filter(pk__in=back).update(lifted_at=None)
    except IntegrityError:
        raise Refused("ruled_since", _("There is a newer decision about this pair.")) from None
    Step.objects.filter(pk=step.pk).update(is_undone=not step.is_undone)
    solve_again(round, facts_of(round), at)


def claim(round: MatchingRound, version: int, by: Person) -> None:
    """Move the round on from the version that was seen; whoever comes second is told what happened."""
    refuse(policy.may_run(by))
    if not is_newest(round):
        raise Refused("older_round", _("There is a later round. Decide there, or stop it first."))
    seen = MatchingRound.objects.filter(pk=round.pk, version=version, state=State.PROPOSED)
    if seen.update(version=version + 1):
        return
    round.refresh_from_db(fields=["version", "state"])
    if round.state != State.PROPOSED:
        raise Refused(
            "round_is_out", _("This round is no longer open to changes: offers were sent, or it was stopped.")
        )
    last = round.steps.select_related("by").last()
    who = last.by if last else _("Somebody")
    words = _("%(who)s has changed this round since you opened it. It is shown as it is now; decide again.")
    raise Refused("stale_round", words % {"who": who})


def solve_again(round: MatchingRound, facts: Facts, at: datetime) -> None:
    """Replace the matching by the best one under the rulings that stand now."""
    try:
        answer = problem.solve(problem.build(facts, round.rules))
    except NoAnswer as error:
        raise Refused("no_answer", _("No matching can be had with this. %(why)s") % {"why": error}) from error
    before = mentors_of(round)
    found = what_was_found(answer, at)
    write_rows(round, found)
    after = {mentee: row["mentor_role_id"] for mentee, row in found.pairs.items()}
    moved = differences(before, after)
    MatchingRound.objects.filter(pk=round.pk).update(moved=moved, **found.fields)
    round.refresh_from_db(fields=["version", "moved", "solved_at", "problem"])


def mentors_of(round: MatchingRound) -> Pairs:
    return dict(round.matches.values_list("mentee_role_id", "mentor_role_id"))
