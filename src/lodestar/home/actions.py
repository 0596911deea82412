"""Mail that calls coordinators to their desk: a count and one link, no names."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.utils import timezone

from lodestar.home.queries import desk
from lodestar.outbox.actions import queue_mail
from lodestar.outbox.models import Mail
from lodestar.outbox.queries import needing_attention
from lodestar.people.models import Person
from lodestar.people.queries import at_their_desks
from lodestar.programs.models import Program

MONDAY = 1
MORNING = range(7, 12)
FAILURE = "failed-mail:"


def mail_on_monday(*, at: datetime) -> None:
    """On Monday morning tell each coordinator how many things wait, if any does; once in a week."""
    now = timezone.localtime(at)
    year, week, day = now.isocalendar()
    if day != MONDAY or now.hour not in MORNING:
        return
    for program in Program.objects.filter(monday_mail=True):
        for person in readers(at):
            needs = desk(person, program, at).needs
            context = {
                "count": len(needs),
                "urgent": sum(need.is_urgent for need in needs),
                "program": program,
            }
            if needs:
                key = f"monday:{person.public_id}:{year}-{week}"
                queue_mail(key=key, to=person, template="home/mails/monday.txt", context=context, at=at)


def mail_about_failures(*, at: datetime) -> None:
    """Tell each coordinator that mail could not be delivered, once for each day on which that happened."""
    failed = needing_attention().filter(state=Mail.State.FAILED, sending_since__gt=at - timedelta(days=1))
    failed = failed.exclude(key__startswith=FAILURE)
    last = failed.order_by("sending_since").values_list("sending_since", flat=True).last()
    program = Program.objects.first()
    if last is None or program is None:
        return
    context = {"count": failed.count(), "program": program}
    for person in readers(at):
        key = f"{FAILURE}{person.public_id}:{timezone.localdate(last)}"
        queue_mail(key=key, to=person, template="home/mails/failed_mail.txt", context=context, at=at)


def readers(at: datetime) -> Iterable[Person]:
    """Coordinators with an address; whoever is away leaves it to their deputy."""
    return at_their_desks(Person.objects.coordinators().filter(email__isnull=False), timezone.localdate(at))
