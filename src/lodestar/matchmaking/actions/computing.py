"""Computing a round: step by step, so that whoever waits reads how far it is and can stop it."""

from datetime import datetime

from django.db import transaction
from django.db.models import Case, F, IntegerField, Value, When
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from lodestar.history.actions import record
from lodestar.matchmaking import policy, problem
from lodestar.matchmaking.actions.found import Found, what_was_found, write_rows
from lodestar.matchmaking.models import MatchingRound
from lodestar.matchmaking.problem import NoAnswer
from lodestar.matchmaking.queries.facts import facts_of
from lodestar.people.models import Person
from lodestar.refusal import refuse

State, Progress = MatchingRound.State, MatchingRound.Progress


class NotWanted(Exception):
    """The round was stopped, or has its answer already."""


def run_matching_round(*, round: MatchingRound, by: Person | None, at: datetime) -> MatchingRound:
    """Compute a queued round and keep the proven answer. Doing it again changes nothing.

    After a crash it begins anew. Where two compute the same round, the first answer is kept.
    """
    refuse(policy.may_run(by))
    unsolved = MatchingRound.objects.filter(pk=round.pk, state__in=[State.QUEUED, State.SOLVING])
    try:
        compute(round, by=by, at=at)
    except NotWanted:
        pass
    except NoAnswer as error:
        unsolved.update(state=State.STOPPED, problem=str(error)[:300])
    except Exception:
        unsolved.update(state=State.STOPPED, problem=_("The computation failed. Please run another round."))
        raise
    round.refresh_from_db()
    return round


def compute(round: MatchingRound, *, by: Person | None, at: datetime) -> None:
    """Each step is announced before it begins, and begins only while the round is wanted."""
    attempt = begin(round)
    with transaction.atomic():
        facts = facts_of(round)
    announce(round, attempt, Progress.PREPARING)
    pool = problem.build(facts, round.rules)
    announce(round, attempt, Progress.MATCHING)
    answer = problem.solve(pool)
    announce(round, attempt, Progress.EXPLAINING)
    found = what_was_found(answer, at)
    announce(round, attempt, Progress.STORING)
    keep(round, found, by=by, at=at)


@transaction.atomic
def begin(round: MatchingRound) -> int:
    """Take the round up; return which attempt at it this is."""
    unsolved = MatchingRound.objects.filter(pk=round.pk, state__in=[State.QUEUED, State.SOLVING])
    if not unsolved.update(state=State.SOLVING, progress=Progress.READING, attempt=F("attempt") + 1):
        raise NotWanted
    return unsolved.values_list("attempt", flat=True).get()


def announce(round: MatchingRound, attempt: int, step: int) -> None:
    """Say which step begins; of several attempts the latest is shown."""
    wanted = MatchingRound.objects.filter(pk=round.pk, state=State.SOLVING)
    latest = Case(When(attempt=attempt, then=Value(step)), default=F("progress"), output_field=IntegerField())
    if not wanted.update(progress=latest):
        raise NotWanted


@transaction.atomic
def keep(round: MatchingRound, found: Found, *, by: Person | None, at: datetime) -> None:
    """Store what was found, unless the round was stopped or solved in the meantime."""
    still_solving = MatchingRound.objects.filter(pk=round.pk, state=State.SOLVING)
    if not still_solving.update(state=State.PROPOSED, **found.fields):
        raise NotWanted
    write_rows(round, found)
    record(gettext_noop("computed a matching round"), round, by=by, at=at, values=found.fields["values"])
