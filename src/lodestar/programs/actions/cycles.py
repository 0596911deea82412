from collections.abc import Mapping
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from lodestar.history.actions import record
from lodestar.people.models import Person
from lodestar.programs.models import Cycle, Program
from lodestar.refusal import Refused


def add_cycle(
    *,
    program: Program,
    name: str,
    opens_on: date,
    closes_on: date,
    matched_by: date,
    midpoint_on: date,
    ends_on: date,
    by: Person | None,
    at: datetime,
) -> Cycle:
    """Begin a new cycle of the program."""
    cycle = Cycle(
        program=program,
        name=name,
        opens_on=opens_on,
        closes_on=closes_on,
        matched_by=matched_by,
        midpoint_on=midpoint_on,
        ends_on=ends_on,
    )
    try:
        with transaction.atomic():
            cycle.save(force_insert=True)
            record(gettext_noop("added the cycle"), cycle, by=by, at=at)
    except IntegrityError:
        raise Refused(
            "cycle_not_possible",
            _("There is already a cycle of this name, or the dates do not follow each other."),
        ) from None
    return cycle


def move_cycle(*, cycle: Cycle, dates: Mapping[str, date], by: Person, at: datetime) -> Cycle:
    """Move the cycle's dates, unless somebody moved them since `cycle` was read.

    Pages use `intake`'s `move_and_tell`, which also tells whoever was told the old dates.
    """
    before = {name: getattr(cycle, name) for name in dates if getattr(cycle, name) != dates[name]}
    if not before:
        raise Refused("same_dates", _("These are the dates the cycle has already."))
    after = {name: dates[name] for name in before}
    words = {name: day.isoformat() for name, day in before.items()}
    try:
        with transaction.atomic():
            if not Cycle.objects.filter(pk=cycle.pk, **before).update(**after):
                raise Refused(
                    "moved_meanwhile", _("Somebody else has just moved these dates. Please look again.")
                )
            record(gettext_noop("moved the dates of the cycle"), cycle, by=by, at=at, before=words)
    except IntegrityError:
        raise Refused("dates_out_of_order", _("The dates do not follow each other.")) from None
    cycle.refresh_from_db()
    return cycle


@transaction.atomic
def close_cycle(*, cycle: Cycle, by: Person, at: datetime) -> None:
    """Stop the web form before its last day. Applications that were sent stay."""
    if not Cycle.objects.filter(pk=cycle.pk, closed_at__isnull=True).update(closed_at=at):
        raise Refused("closed_already", _("This cycle is closed already."))
    record(gettext_noop("closed the cycle"), cycle, by=by, at=at)


@transaction.atomic
def reopen_cycle(*, cycle: Cycle, by: Person, at: datetime) -> None:
    """Let the web form take applications again, within the cycle's dates."""
    if not Cycle.objects.filter(pk=cycle.pk, closed_at__isnull=False).update(closed_at=None):
        raise Refused("not_closed", _("This cycle is not closed."))
    record(gettext_noop("opened the cycle again"), cycle, by=by, at=at)
