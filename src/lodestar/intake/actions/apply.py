"""What an applicant does, on the web or through a coordinator who writes it down."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from lodestar.history.actions import record
from lodestar.history.models import Channel
from lodestar.intake.actions.answers import Answers, write_answers
from lodestar.intake.actions.hold import hold
from lodestar.intake.actions.sending import keep_complete, send_roles
from lodestar.intake.models import Application, ApplicationRole, Question
from lodestar.intake.policy import (
    may_answer,
    may_answer_for,
    may_change,
    may_send,
    may_use_form,
    may_withdraw,
    unread_terms,
    unsaved_steps,
    what_is_missing,
)
from lodestar.intake.queries import answers_of, changed_names, whole
from lodestar.intake.queries.leaving import kept_by_others
from lodestar.people.models import Person
from lodestar.programs.models import Cycle, Terms
from lodestar.programs.queries import current_terms

State = ApplicationRole.State
WITHDREW = {
    "mentor": gettext_noop("withdrew the application as mentor"),
    "mentee": gettext_noop("withdrew the application as mentee"),
}


@transaction.atomic
def start_application(
    *, person: Person, cycle: Cycle, by: Person, at: datetime, copy_of: Application | None = None
) -> Application:
    """Return this person's application of this cycle; if there is none, begin one, empty or copied."""
    if refused := may_use_form(cycle, timezone.localdate(at)):
        raise refused
    application, is_new = Application.objects.get_or_create(
        cycle=cycle, person=person, defaults={"changed_at": at, "date_on_form": timezone.localdate(at)}
    )
    if is_new and copy_of:
        copied = answers_of(copy_of) | {"date_on_form": timezone.localdate(at)}
        write_answers(application, copied, by=by, at=at)
    return application


@transaction.atomic
def save_draft(*, application: Application, answers: Answers, by: Person, at: datetime) -> Application:
    """Write what one step of the form says. A sent application stays sent and stays complete."""
    hold(application)
    application = whole(Application.objects.filter(pk=application.pk)).get()
    before = answers_of(application)
    changed = changed_names(before, dict(answers))
    refused = may_use_form(application.cycle, timezone.localdate(at)) or may_change(
        application.roles.all(), changed
    )
    if refused:
        raise refused
    if changed:
        write_answers(application, {name: answers[name] for name in changed}, by=by, at=at)
    application = whole(Application.objects.filter(pk=application.pk)).get()
    if changed and application.submitted_at:
        keep_complete(application)
        record(gettext_noop("changed the application"), application, by=by, at=at, changed=changed)
    return application


def keep_typed(*, application: Application, step: str, typed: Mapping[str, Any]) -> None:
    """Keep what was typed on a step as it is, also when it is not valid; `typed` empty forgets it."""
    with transaction.atomic():
        row = Application.objects.select_for_update(no_key=True).only("typed").get(pk=application.pk)
        row.typed = {name: value for name, value in row.typed.items() if name != step}
        if typed:
            row.typed[step] = dict(typed)
        row.save(update_fields=["typed"])


@transaction.atomic
def read_terms(
    *, application: Application, by: Person, at: datetime,
    channel: str = Channel.WEB, said_on: date | None = None,
) -> None:  # fmt: skip
    """Keep which considerations and which privacy notice the applicant has read."""
    program = application.cycle.program
    application.considerations = current_terms(program, Terms.Kind.CONSIDERATIONS)
    application.privacy_notice = current_terms(program, Terms.Kind.PRIVACY)
    application.save(update_fields=["considerations", "privacy_notice"])
    act = gettext_noop("read the considerations and the privacy notice")
    record(act, application, by=by, at=at, channel=channel, said_on=said_on)


@transaction.atomic
def agree_to_terms(
    *, application: Application, by: Person, at: datetime,
    channel: str = Channel.WEB, said_on: date | None = None,
) -> None:  # fmt: skip
    """Agree, after an application by paper, telephone or file: to the terms, and to being suggested."""
    if refused := may_answer_for(by, application):
        raise refused
    read_terms(application=application, by=by, at=at, channel=channel, said_on=said_on)
    agree(application, by=by, at=at, channel=channel, said_on=said_on)


def agree(application: Application, *, by: Person, at: datetime, channel: str, said_on: date | None) -> None:
    if Application.objects.filter(pk=application.pk, agreed_at__isnull=True).update(agreed_at=at):
        act = gettext_noop("agreed that a suggested partner reads who applies")
        record(act, application, by=by, at=at, channel=channel, said_on=said_on)


@transaction.atomic
def submit_application(
    *, application: Application, by: Person, at: datetime,
    channel: str = Channel.WEB, said_on: date | None = None,
) -> Application:  # fmt: skip
    """Send every role that is not sent yet, once: a second press changes nothing and mails nothing."""
    hold(application)
    application = whole(Application.objects.filter(pk=application.pk)).get()
    if not any(row.state == State.DRAFT for row in application.roles.all()) and application.submitted_at:
        return application
    missing = what_is_missing(answers_of(application), email=application.person.email)
    missing += unread_terms(application) + unsaved_steps(application)
    if refused := may_use_form(application.cycle, timezone.localdate(at)) or may_send(missing):
        raise refused
    agree(application, by=by, at=at, channel=channel, said_on=said_on)
    send_roles(application, by=by, at=at, channel=channel, said_on=said_on)
    return application


# What concepts above do in the same transaction when somebody steps back.
when_a_role_is_withdrawn: list[Callable[[ApplicationRole, datetime], None]] = []


@transaction.atomic
def withdraw_role(
    *, role: ApplicationRole, by: Person, at: datetime,
    channel: str = Channel.WEB, said_on: date | None = None,
) -> None:  # fmt: skip
    """Step back from one role; the other goes on. A second press changes nothing."""
    hold(role.application)
    role.refresh_from_db(fields=["state", "decided_at"])
    if role.state == State.WITHDRAWN:
        return
    if refused := may_answer_for(by, role.application) or may_withdraw(role) or kept_by_others(role):
        raise refused
    role.state, role.decided_at = State.WITHDRAWN, at
    role.save(update_fields=["state", "decided_at"])
    record(WITHDREW[role.role], role.application, by=by, at=at, channel=channel, said_on=said_on)
    for follow in when_a_role_is_withdrawn:
        follow(role, at)


@transaction.atomic
def withdraw_roles(*, roles: Iterable[ApplicationRole], by: Person, at: datetime) -> None:
    """Step back from several roles, or from none of them when one may not be withdrawn."""
    for role in roles:
        withdraw_role(role=role, by=by, at=at)


@transaction.atomic
def answer_question(
    *, question: Question, answer: str, by: Person, at: datetime,
    channel: str = Channel.WEB, said_on: date | None = None,
) -> None:  # fmt: skip
    """Keep the answer; when nothing is left open, the application waits for review again."""
    application = question.application
    hold(application)
    question.refresh_from_db(fields=["answer", "answered_at"])
    if refused := may_answer_for(by, application) or may_answer(question, answer):
        raise refused
    if question.answered_at:
        return
    Question.objects.filter(pk=question.pk).update(answer=answer, answered_at=at)
    if not application.questions.filter(answered_at__isnull=True).exists():
        application.roles.filter(state=State.MORE_ASKED).update(state=State.SUBMITTED)
    record(gettext_noop("answered a question"), application, by=by, at=at, channel=channel, said_on=said_on)
