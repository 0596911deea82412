"""What one of the pair asks the coordinator. The partner never sees it, and no mail holds its text."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from lodestar.history.actions import record
from lodestar.mentorships import policy
from lodestar.mentorships.models import Mentorship, MessageToCoordinator
from lodestar.outbox.actions import queue_mail
from lodestar.people.models import Person
from lodestar.people.queries import at_their_desks
from lodestar.refusal import Refused


@transaction.atomic
def ask_coordinator(*, mentorship: Mentorship, text: str, by: Person, at: datetime) -> MessageToCoordinator:
    """Put a message on the coordinators' desk and tell them by mail that one is there."""
    if refused := policy.may_ask_coordinator(by, mentorship):
        raise refused
    outside = Person.objects.coordinators().exclude(pk__in=[mentorship.mentor_id, mentorship.mentee_id])
    readers = at_their_desks(outside, timezone.localdate(at))
    if not readers:
        raise Refused("no_reader", _("Nobody but your partner could read this here. Please phone instead."))
    # Two presses of the button are one message: on PostgreSQL the later one waits here for the first.
    Mentorship.objects.select_for_update(no_key=True).only("pk").get(pk=mentorship.pk)
    said: dict[str, Any] = {"mentorship": mentorship, "writer": by, "text": text}
    if waiting := MessageToCoordinator.objects.filter(**said, answered_at=None).first():
        return waiting
    message = MessageToCoordinator.objects.create(**said, written_at=at)
    record(gettext_noop("wrote to the coordinator"), mentorship, by=by, at=at)
    for reader in readers:
        queue_mail(
            key=f"message:{message.public_id}:{reader.public_id}",
            to=reader,
            template="mentorships/mails/message.txt",
            context={"person": reader, "mentorship": mentorship},
            at=at,
        )
    return message


@transaction.atomic
def answer_message(*, message: MessageToCoordinator, text: str, by: Person, at: datetime) -> None:
    """Answer the one who wrote; the mail says only that there is an answer."""
    message.refresh_from_db()
    if refused := policy.may_answer(by, message):
        raise refused
    unanswered = MessageToCoordinator.objects.filter(pk=message.pk, answered_at__isnull=True)
    if not unanswered.update(answer=text, answered_by=by, answered_at=at):
        raise Refused("already_answered", _("This message has been answered in the meantime."))
    record(gettext_noop("answered a message"), message.mentorship, by=by, at=at)
    queue_mail(
        key=f"message-answer:{message.public_id}",
        to=message.writer,
        template="mentorships/mails/answer.txt",
        context={"person": message.writer, "mentorship": message.mentorship},
        at=at,
    )
