import re
from datetime import date, timedelta
from typing import Any, Literal

from django.utils.translation import gettext_lazy as _

from lodestar.programs.models import CYCLE_DATES, Cycle, Program, Terms
from lodestar.ui.dates import written_date
from lodestar.ui.parts import Stage

FIRST_STEPS = ("dates", "libraries", "form", "mail", "invitation", "practice")


def open_cycle(today: date) -> Cycle | None:
    """The cycle whose web form takes applications today."""
    return Cycle.objects.filter(closed_at__isnull=True, opens_on__lte=today, closes_on__gte=today).first()


def next_cycle(today: date) -> Cycle | None:
    """The cycle that opens soonest after today."""
    return Cycle.objects.filter(closed_at__isnull=True, opens_on__gt=today).order_by("opens_on").first()


def current_cycle(today: date) -> Cycle | None:
    """The open cycle, else the latest begun, else the next; with its program, in one query."""
    cycles = list(Cycle.objects.select_related("program"))  # one a year, the latest first
    open_now = [cycle for cycle in cycles if cycle.is_open(today)]
    begun = [cycle for cycle in cycles if cycle.opens_on <= today]
    coming = [cycle for cycle in reversed(cycles) if cycle.closed_at is None]
    return next(iter([*open_now, *begun, *coming]), None)


def running_cycle(today: date) -> Cycle | None:
    """The latest cycle that has begun and not ended, whether or not it still takes applications."""
    return Cycle.objects.filter(opens_on__lte=today, ends_on__gte=today).first()


def current_terms(program: Program, kind: str) -> Terms:
    """The wording of that kind which applicants are shown now."""
    return Terms.objects.filter(program=program, kind=kind).order_by("-version")[0]


def way_of(cycle: Cycle, today: date) -> list[Stage]:
    """The dates of a cycle as one strip, with where it stands today."""
    days = [
        (_("Applications open"), cycle.opens_on),
        (_("Applications closed") if cycle.closed_at else _("Applications close"), cycle.closed_on),
        (_("You hear by"), cycle.matched_by),
        (_("Mid-point"), cycle.midpoint_on),
        (_("The year ends"), cycle.ends_on),
    ]
    next_day = next((day for _label, day in days if day >= today), None)
    return [Stage(label, written_date(day), _state(day, today, next_day)) for label, day in days]


def _state(day: date, today: date, next_day: date | None) -> Literal["", "done", "here"]:
    if day < today:
        return "done"
    return "here" if day == next_day else ""


def next_year(cycle: Cycle) -> dict[str, Any]:
    """What a copy of this cycle starts with: 52 weeks later, so that weekdays stay."""
    later = {name: getattr(cycle, name) + timedelta(weeks=52) for name in CYCLE_DATES}
    name = re.sub(r"(?<!\d)20\d\d(?!\d)", lambda year: str(int(year[0]) + 1), cycle.name)
    return {"name": name} | later
