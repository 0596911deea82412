import smtplib
from datetime import date, timedelta
from typing import ClassVar

import pytest
import time_machine
from django.core import mail as django_mail
from django.core.mail.backends.base import BaseEmailBackend
from django.db import IntegrityError, transaction
from django_q.models import OrmQ
from pytest_django import Settings

from lodestar.history.models import Channel
from lodestar.history.queries import entries_about
from lodestar.outbox import tasks
from lodestar.outbox.actions import LOST_AFTER, PAUSES, claim, deliver, mark_told, mark_unsure, send_again
from lodestar.outbox.models import Mail
from lodestar.people.models import Person
from lodestar.refusal import Refused
from tests.factories import NOW, make_person
from tests.outbox.conftest import make_mail

pytestmark = pytest.mark.django_db
State = Mail.State


class Answering(BaseEmailBackend):
    """A mail server that opens and answers as the test says."""

    at_open: ClassVar[Exception | None] = None
    at_send: ClassVar[Exception | None] = None
    at_close: ClassVar[Exception | None] = None

    def open(self) -> None:
        if self.at_open:
            raise self.at_open

    def send_messages(self, email_messages: list) -> int:
        if self.at_send:
            raise self.at_send
        return len(email_messages)

    def close(self) -> None:
        if self.at_close:
            raise self.at_close


@pytest.fixture
def server(settings: Settings, monkeypatch: pytest.MonkeyPatch):
    settings.EMAIL_BACKEND = "tests.outbox.test_deliver.Answering"

    def answers(**errors: Exception) -> None:
        for when in ("at_open", "at_send", "at_close"):
            monkeypatch.setattr(Answering, when, errors.get(when))

    return answers


def delivered(mail: Mail, at=NOW) -> Mail:
    deliver(mail_id=mail.pk, at=at)
    mail.refresh_from_db()
    return mail


def test_a_mail_goes_out_once_with_its_own_message_id() -> None:
    mail = delivered(make_mail())
    deliver(mail_id=mail.pk, at=NOW)
    assert (mail.state, mail.sent_at) == (State.SENT, NOW)
    [message] = django_mail.outbox
    assert message.message()["Message-ID"] == mail.message_id
    assert message.to == [mail.address]
    assert message.alternatives[0][0] == mail.html


@pytest.mark.parametrize("state", [state for state in State if state != State.QUEUED])
def test_only_a_waiting_mail_is_sent(state: str) -> None:
    mail = delivered(make_mail(state=state, sent_at=NOW))
    assert (mail.state, django_mail.outbox) == (state, [])


@pytest.mark.django_db(transaction=True)
def test_the_server_is_never_spoken_to_inside_a_transaction() -> None:
    mail = make_mail()
    with transaction.atomic(), pytest.raises(RuntimeError):
        deliver(mail_id=mail.pk, at=NOW)
    assert not django_mail.outbox


def test_a_mail_is_not_sent_before_it_is_due_even_if_the_clock_was_set_back() -> None:
    mail = delivered(make_mail(), at=NOW - timedelta(hours=1))
    assert (mail.state, django_mail.outbox) == (State.QUEUED, [])


def test_a_closed_account_gets_no_mail() -> None:
    mail = delivered(make_mail(person=make_person(is_active=False)))
    assert (mail.state, django_mail.outbox) == (State.WITHHELD, [])


LATER = [
    {"at_open": ConnectionRefusedError()},
    {"at_open": smtplib.SMTPAuthenticationError(535, b"no")},
    {"at_send": smtplib.SMTPRecipientsRefused({"a@example.org": (450, b"Text of the mail")})},
    {"at_send": smtplib.SMTPSenderRefused(421, b"busy", "from@example.org")},
    {"at_send": smtplib.SMTPDataError(451, b"busy")},
]
NEVER = [
    {"at_send": smtplib.SMTPRecipientsRefused({"a@example.org": (550, b"Text of the mail")})},
    {"at_send": smtplib.SMTPDataError(554, b"spam: Text of the mail")},
    {"at_send": ValueError("an address with a line break")},
]
UNKNOWN = [
    {"at_send": smtplib.SMTPServerDisconnected("closed")},
    {"at_send": TimeoutError()},
    {"at_send": smtplib.SMTPDataError(-1, b"")},
]


@pytest.mark.parametrize(
    ("errors", "state"),
    [(e, State.QUEUED) for e in LATER]
    + [(e, State.FAILED) for e in NEVER]
    + [(e, State.UNSURE) for e in UNKNOWN],
)
def test_what_the_server_answered_decides(server, errors: dict, state: str) -> None:
    server(**errors)
    mail = delivered(make_mail())
    assert mail.state == state
    assert mail.last_error
    assert "Text" not in mail.last_error


def test_an_error_while_hanging_up_does_not_undo_that_the_mail_was_taken(server) -> None:
    server(at_close=smtplib.SMTPServerDisconnected("gone"))
    assert delivered(make_mail()).state == State.SENT


def test_an_unreachable_server_is_tried_again_with_growing_pauses_and_then_given_up(server) -> None:
    server(at_open=ConnectionRefusedError())
    mail, at, pauses = make_mail(), NOW, []
    while delivered(mail, at).state == State.QUEUED:
        assert delivered(mail, mail.due_at - timedelta(seconds=1)).state == State.QUEUED
        pauses.append(mail.due_at - at)
        at = mail.due_at
    assert pauses == PAUSES
    assert mail.state == State.FAILED


def test_a_mail_of_a_killed_worker_becomes_unsure_and_is_never_sent_by_itself() -> None:
    lost = make_mail(state=State.SENDING, sending_since=NOW - LOST_AFTER - timedelta(seconds=1))
    busy = make_mail(state=State.SENDING, sending_since=NOW - LOST_AFTER)
    with time_machine.travel(NOW, tick=False):
        tasks.deliver_due()
    lost.refresh_from_db()
    busy.refresh_from_db()
    assert (lost.state, busy.state) == (State.UNSURE, State.SENDING)
    with time_machine.travel(NOW + timedelta(days=30), tick=False):
        tasks.deliver_due()
    assert not django_mail.outbox


def test_the_sweep_sends_what_a_lost_task_left_waiting() -> None:
    due, early = make_mail(), make_mail(due_at=NOW + timedelta(minutes=1))
    with time_machine.travel(NOW, tick=False):
        tasks.deliver_due()
        tasks.deliver_due()
    assert [message.to for message in django_mail.outbox] == [[due.address]]
    early.refresh_from_db()
    assert early.state == State.QUEUED


def test_a_late_answer_settles_an_unsure_mail(monkeypatch: pytest.MonkeyPatch) -> None:
    mail = make_mail()

    def clock_jumps_forward(self, messages: list) -> int:
        mark_unsure(at=NOW + timedelta(hours=1))
        return len(messages)

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", clock_jumps_forward)
    assert delivered(mail).state == State.SENT


def test_a_late_answer_leaves_a_mail_alone_that_is_being_sent_again(
    monkeypatch: pytest.MonkeyPatch, coordinator: Person
) -> None:
    mail = make_mail()

    def somebody_acts(self, messages: list) -> int:
        mark_unsure(at=NOW + timedelta(hours=1))
        send_again(mail=mail, by=coordinator, at=NOW + timedelta(hours=1))
        assert claim(mail.pk, at=NOW + timedelta(hours=2))
        return len(messages)

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", somebody_acts)
    assert delivered(mail).state == State.SENDING


@pytest.mark.parametrize("state", Mail.NEEDS_SOMEONE)
def test_a_coordinator_sends_again_to_the_address_of_today(coordinator: Person, state: str) -> None:
    person = make_person(email="new@example.org")
    mail = make_mail(person=person, address="old@example.org", state=state, attempts=6)
    send_again(mail=mail, by=coordinator, at=NOW)
    assert OrmQ.objects.get().task["args"] == (mail.pk,)
    assert [entry.act for entry in entries_about(mail)] == ["sent the mail again"]
    assert delivered(mail).state == State.SENT
    assert django_mail.outbox[0].to == ["new@example.org"]


def test_sending_again_needs_an_address(coordinator: Person) -> None:
    mail = make_mail(person=make_person(email=None, phone="780-555-0100"), state=State.BY_HAND)
    with pytest.raises(Refused, match="no_address"):
        send_again(mail=mail, by=coordinator, at=NOW)


@pytest.mark.parametrize("state", [state for state in State if state not in Mail.NEEDS_SOMEONE])
def test_a_mail_that_needs_nobody_is_neither_sent_again_nor_told(coordinator: Person, state: str) -> None:
    mail = make_mail(state=state, sent_at=NOW)
    with pytest.raises(Refused, match="mail_is_settled"):
        send_again(mail=mail, by=coordinator, at=NOW)
    with pytest.raises(Refused, match="mail_is_settled"):
        mark_told(mail=mail, by=coordinator, at=NOW, channel=Channel.PHONE, said_on=date(2026, 9, 3))
    assert not entries_about(mail)


def test_telling_by_phone_settles_a_mail_and_is_remembered(coordinator: Person) -> None:
    mail = make_mail(person=make_person(email=None, phone="780-555-0100"), state=State.BY_HAND)
    mark_told(mail=mail, by=coordinator, at=NOW, channel=Channel.PHONE, said_on=date(2026, 9, 3))
    mail.refresh_from_db()
    [entry] = entries_about(mail)
    assert (mail.state, entry.channel, entry.said_on) == (State.TOLD, Channel.PHONE, date(2026, 9, 3))


@pytest.mark.parametrize("fields", [{"address": ""}, {"state": State.SENT}])
def test_the_database_refuses_a_mail_without_address_and_a_sent_one_without_a_moment(fields: dict) -> None:
    with pytest.raises(IntegrityError):
        make_mail(**fields)
