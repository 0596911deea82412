import hashlib
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any, Protocol
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.mail import get_connection
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django_q.tasks import async_task

from lodestar.history.actions import record
from lodestar.outbox.delivery import Answer, hand_over, hang_up
from lodestar.outbox.letters import compose
from lodestar.outbox.models import Mail
from lodestar.outbox.queries import address_today
from lodestar.refusal import Refused

PAUSES = [timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240)]
LOST_AFTER = timedelta(minutes=10)  # longer than a worker may take for one task


class Addressee(Protocol):
    pk: Any
    email: Any


def queue_mail(*, key: str, to: Addressee, template: str, context: Mapping[str, Any], at: datetime) -> Mail:
    """Write a mail to a person once per `key`, and start its delivery when the transaction commits.

    To somebody without an address it is written to be told by phone or letter. The same key again
    changes nothing and returns the first mail.
    """
    letter = compose(template, context)
    with transaction.atomic():
        mail, is_new = Mail.objects.get_or_create(
            key=key,
            defaults={
                "message_id": message_id(key),
                "person_id": to.pk,
                "address": to.email or "",
                "subject": letter.subject,
                "text": letter.text,
                "html": letter.html,
                "state": Mail.State.QUEUED if to.email else Mail.State.BY_HAND,
                "due_at": at,
                "created_at": at,
            },
        )
        if is_new and to.email:
            async_task("lodestar.outbox.tasks.deliver", mail.pk)
    return mail


def message_id(key: str) -> str:
    """Return the Message-ID that every sending of this mail carries, so that a second one can be seen."""
    digest = hashlib.sha256(key.encode()).hexdigest()[:32]
    return f"<{digest}@{urlsplit(settings.SITE_URL).hostname}>"


def deliver(*, mail_id: int, at: datetime) -> None:
    """Send a waiting mail that is due. Whoever comes second, or too early, does nothing."""
    mail = claim(mail_id, at=at)
    if mail is None:
        return
    connection = get_connection()
    try:
        settle(mail, hand_over(mail, connection), at=at)
    finally:
        hang_up(connection)


def claim(mail_id: int, *, at: datetime) -> Mail | None:
    """Take the mail for sending, committed before anyone speaks to the server."""
    waiting = Mail.objects.filter(pk=mail_id, state=Mail.State.QUEUED)
    with transaction.atomic(durable=True):
        if Mail.objects.filter(pk=mail_id, person__is_active=False).exists():
            waiting.update(state=Mail.State.WITHHELD)
        taken = waiting.filter(due_at__lte=at).update(
            state=Mail.State.SENDING, sending_since=at, attempts=F("attempts") + 1
        )
        return Mail.objects.get(pk=mail_id) if taken else None


def settle(mail: Mail, answer: Answer, *, at: datetime) -> None:
    """Write down what the server answered, unless somebody has queued the mail again meanwhile."""
    ours = Mail.objects.filter(
        pk=mail.pk, sending_since=mail.sending_since, state__in=[Mail.State.SENDING, Mail.State.UNSURE]
    )
    ours.update(**outcome(mail.attempts, answer, at))


def outcome(attempts: int, answer: Answer, at: datetime) -> dict[str, Any]:
    """Return what becomes of a mail. The errors are ours: a server's words may quote the mail."""
    match answer:
        case Answer.TAKEN:
            return {"state": Mail.State.SENT, "sent_at": at, "last_error": ""}
        case Answer.UNKNOWN:
            error = gettext_noop("The line broke before the mail server answered.")
            return {"state": Mail.State.UNSURE, "last_error": error}
        case Answer.NEVER:
            error = gettext_noop("The mail server refused this mail or its address.")
            return {"state": Mail.State.FAILED, "last_error": error}
    error = gettext_noop("The mail server could not be reached or was not ready.")
    if attempts > len(PAUSES):
        return {"state": Mail.State.FAILED, "last_error": error}
    return {"state": Mail.State.QUEUED, "due_at": at + PAUSES[attempts - 1], "last_error": error}


def mark_unsure(*, at: datetime) -> None:
    """Find mails whose worker died while sending: the server may have them, so nobody repeats them."""
    lost = Mail.objects.filter(state=Mail.State.SENDING, sending_since__lt=at - LOST_AFTER)
    lost.update(
        state=Mail.State.UNSURE,
        last_error=gettext_noop("The program was stopped while it was sending this mail."),
    )


def send_again(*, mail: Mail, by: AbstractBaseUser, at: datetime) -> None:
    """Queue a mail that was not, or perhaps not, delivered."""
    address = address_today(mail)
    if not address:
        raise Refused("no_address", _("This person has no e-mail address. Please call or write instead."))
    with transaction.atomic():
        change(mail, state=Mail.State.QUEUED, address=address, attempts=0, due_at=at)
        record(gettext_noop("sent the mail again"), mail, by=by, at=at)
        async_task("lodestar.outbox.tasks.deliver", mail.pk)


def mark_told(*, mail: Mail, by: AbstractBaseUser, at: datetime, channel: str, said_on: date) -> None:
    """Record that the person has heard by phone, in person or by letter what the mail says."""
    with transaction.atomic():
        change(mail, state=Mail.State.TOLD)
        told = gettext_noop("told the person what the mail says")
        record(told, mail, by=by, at=at, channel=channel, said_on=said_on)


def set_aside(*, key_starts: str, at: datetime) -> None:
    """Take messages that events have overtaken from the list of those to be told."""
    waiting = Mail.objects.filter(state=Mail.State.BY_HAND, key__startswith=key_starts)
    for mail in waiting:
        if waiting.filter(pk=mail.pk).update(state=Mail.State.NEEDLESS):
            record(gettext_noop("found that this need not be told any more"), mail, by=None, at=at)


def change(mail: Mail, **fields: Any) -> None:
    if not Mail.objects.filter(pk=mail.pk, state__in=Mail.NEEDS_SOMEONE).update(**fields):
        raise Refused("mail_is_settled", _("This mail has been dealt with in the meantime."))
