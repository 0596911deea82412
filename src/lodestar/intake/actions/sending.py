from datetime import date, datetime

from django.utils.translation import gettext_noop

from lodestar.history.actions import record
from lodestar.intake.models import Application, ApplicationRole
from lodestar.intake.policy import may_send, what_is_missing
from lodestar.intake.queries import answers_of
from lodestar.outbox.actions import queue_mail
from lodestar.people.models import Person

State = ApplicationRole.State


def send_roles(
    application: Application, *, by: Person | None, at: datetime,
    channel: str, said_on: date | None = None, tell: bool = True,
) -> None:  # fmt: skip
    """Move the roles not sent yet to the coordinator, and acknowledge it. Part of an act.

    The conditional update decides between two presses of the same button: only one of them moves rows.
    """
    Application.objects.filter(pk=application.pk, submitted_at__isnull=True).update(submitted_at=at)
    if not application.roles.filter(state=State.DRAFT).update(state=State.SUBMITTED, decided_at=None):
        return
    application.refresh_from_db(fields=["submitted_at"])
    record(gettext_noop("sent the application"), application, by=by, at=at, channel=channel, said_on=said_on)
    if tell and not application.person.is_made_up:
        queue_mail(
            key=f"application-received:{application.public_id}:{at.isoformat()}",
            to=application.person,
            template="intake/mails/received.txt",
            context={"application": application, "person": application.person, "cycle": application.cycle},
            at=at,
        )


def keep_complete(application: Application) -> None:
    """Refuse a change that leaves what was sent without something it needs."""
    sent = application.roles.sent().prefetch_related("areas__area", "areas__group")
    missing = what_is_missing(answers_of(application, sent), email=application.person.email)
    if refused := may_send([gap for gap in missing if gap.field != "roles"]):
        raise refused
