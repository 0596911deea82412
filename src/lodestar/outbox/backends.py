from collections.abc import Sequence

from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

from lodestar.outbox.models import Mail


class DemoBackend(BaseEmailBackend):
    """Lets nothing leave the machine: a mail that is not in the outbox yet is put there as sent."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for message in email_messages:
            keep(message)
        return len(email_messages)


def keep(message: EmailMessage) -> None:
    message_id, now = str(message.message()["Message-ID"]), timezone.now()
    Mail.objects.get_or_create(
        message_id=message_id,
        defaults={
            "key": f"direct:{message_id}",
            "address": message.to[0],
            "subject": str(message.subject)[:200],
            "text": str(message.body),
            "html": html_of(message),
            "state": Mail.State.SENT,
            "due_at": now,
            "sent_at": now,
            "created_at": now,
        },
    )


def html_of(message: EmailMessage) -> str:
    alternatives = message.alternatives if isinstance(message, EmailMultiAlternatives) else []
    return next((str(part[0]) for part in alternatives if part[1] == "text/html"), "")
