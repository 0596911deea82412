"""Hand a mail to the mail server, and put what it answered into four words."""

import smtplib
from contextlib import suppress
from enum import Enum
from typing import Any

from django.core.mail import EmailMultiAlternatives

from lodestar.outbox.models import Mail


class Answer(Enum):
    """What is known after speaking to the server. `UNKNOWN`: it may have taken the mail."""

    TAKEN = "taken"
    LATER = "later"
    NEVER = "never"
    UNKNOWN = "unknown"


def hand_over(mail: Mail, connection: Any) -> Answer:
    """Send `mail` over a closed connection, which stays open: write the answer down, then hang up."""
    try:
        connection.open()
    except OSError:
        return Answer.LATER
    try:
        connection.send_messages([message_of(mail)])
    except (OSError, ValueError) as error:
        return meaning(error)
    return Answer.TAKEN


def meaning(error: Exception) -> Answer:
    """A refusal with a number means the server did not take it; a broken line means nobody knows."""
    if isinstance(error, ValueError):
        return Answer.NEVER
    match refusal_code(error) // 100:
        case 4:
            return Answer.LATER
        case 5:
            return Answer.NEVER
    return Answer.UNKNOWN


def refusal_code(error: Exception) -> int:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return max(code for code, _ in error.recipients.values())
    return error.smtp_code if isinstance(error, smtplib.SMTPResponseException) else 0


def hang_up(connection: Any) -> None:
    with suppress(OSError):
        connection.close()


def message_of(mail: Mail) -> EmailMultiAlternatives:
    message = EmailMultiAlternatives(
        subject=mail.subject,
        body=mail.text,
        to=[mail.address],
        headers={"Message-ID": mail.message_id, "Auto-Submitted": "auto-generated"},
    )
    message.attach_alternative(mail.html, "text/html")
    return message
