from datetime import datetime

from django.db.models import QuerySet

from lodestar.outbox.models import Mail


def needing_attention() -> QuerySet[Mail]:
    """Return the mails that wait for a coordinator: perhaps sent, not delivered, to be told by hand."""
    return Mail.objects.filter(state__in=Mail.NEEDS_SOMEONE).exclude(person__is_active=False)


def address_today(mail: Mail) -> str:
    """The address its person has now; a mail that names nobody stays with the address it was written to."""
    return (getattr(mail.person, "email", None) or "") if mail.person_id else mail.address


def due(at: datetime) -> QuerySet[Mail]:
    """Return what should have been sent by now, the longest waiting first."""
    return Mail.objects.filter(state=Mail.State.QUEUED, due_at__lte=at).order_by("due_at", "id")


def listed(state: str = "") -> QuerySet[Mail]:
    """Return the mails of the list, newest first, without their texts."""
    mails = Mail.objects.select_related("person").defer("text", "html")
    return mails.filter(state=state) if state in Mail.State.values else mails
