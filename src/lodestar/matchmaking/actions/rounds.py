"""Asking for a round, and stopping it."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django_q.tasks import async_task

from lodestar.history.actions import record
from lodestar.intake.models import ApplicationRole
from lodestar.intake.queries import pool
from lodestar.matchmaking import policy
from lodestar.matchmaking.models import MatchingRound, MatchingRules
from lodestar.matchmaking.queries.facts import to_be_matched
from lodestar.matchmaking.queries.rounds import last_numbers, open_round_for
from lodestar.people.models import Person
from lodestar.programs.models import Cycle, Program
from lodestar.refusal import Refused, refuse

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
        raise changed()
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
    elif {role.pk for role in only_for} != set(round.only_for.values_list("pk", flat=True)):
        raise changed()  # somebody else asked for another round at the same moment
    return round


def changed() -> Refused:
    return Refused("unknown_round", _("The list of rounds has changed. Please try again."))


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
        words = _("Round %(number)d is still open. Decide there, or stop it first.")
        raise Refused("round_open", words % {"number": other.number})
    round.only_for.set(mentees)


@transaction.atomic
def stop_round(*, round: MatchingRound, by: Person, at: datetime) -> None:
    """Stop a round before any offer is sent; its proposals stay readable."""
    refuse(policy.may_run(by))
    before_offers = [State.DRAFT, State.QUEUED, State.SOLVING, State.PROPOSED]
    if not MatchingRound.objects.filter(pk=round.pk, state__in=before_offers).update(state=State.STOPPED):
        raise Refused("round_is_out", _("This round cannot be stopped: offers were sent, or it is stopped."))
    record(gettext_noop("stopped a matching round"), round, by=by, at=at)
