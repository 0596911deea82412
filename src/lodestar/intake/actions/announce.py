from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_noop

from lodestar.history.actions import record
from lodestar.intake.queries import told_dates
from lodestar.intake.queries.letters import new_dates_letter
from lodestar.outbox.actions import queue_mail
from lodestar.people.models import Person
from lodestar.programs.actions import move_cycle
from lodestar.programs.models import Cycle


@transaction.atomic
def move_and_tell(*, cycle: Cycle, dates: Mapping[str, date], by: Person, at: datetime) -> int:
    """Move the dates of a cycle and tell everybody who was told the old ones; return how many they are."""
    return announce_new_dates(cycle=move_cycle(cycle=cycle, dates=dates, by=by, at=at), by=by, at=at)


@transaction.atomic
def announce_new_dates(*, cycle: Cycle, by: Person, at: datetime) -> int:
    """Tell everybody who was told the old dates of this cycle; return how many they are."""
    applications = list(told_dates(cycle))
    for application in applications:
        template, context = new_dates_letter(application)
        key = f"new-dates:{application.public_id}:{at.isoformat()}"
        queue_mail(key=key, to=application.person, template=template, context=context, at=at)
    record(gettext_noop("told applicants the new dates"), cycle, by=by, at=at, people=len(applications))
    return len(applications)
