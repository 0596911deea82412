"""What a coordinator decides about applications."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from lodestar.history.actions import record
from lodestar.history.models import Channel
from lodestar.intake.actions.hold import hold
from lodestar.intake.models import Application, ApplicationRole, NamedPerson, Question
from lodestar.intake.policy import REVIEWABLE, may_ask, may_decide, may_handle, may_link
from lodestar.intake.queries.letters import declined_letter, question_letter
from lodestar.outbox.actions import queue_mail
from lodestar.people.models import Person
from lodestar.refusal import Refused

State = ApplicationRole.State
ACCEPTED = {
    "mentor": gettext_noop("accepted the application as mentor"),
    "mentee": gettext_noop("accepted the application as mentee"),
}
DECLINED = {
    "mentor": gettext_noop("declined the application as mentor"),
    "mentee": gettext_noop("declined the application as mentee"),
}


@transaction.atomic
def accept_role(*, role: ApplicationRole, by: Person, at: datetime) -> None:
    """Take one role into this year's pool."""
    decide(role, State.ACCEPTED, by=by, at=at)
    record(ACCEPTED[role.role], role.application, by=by, at=at)


@transaction.atomic
def accept_roles(*, roles: Sequence[ApplicationRole], by: Person, at: datetime) -> None:
    """Take several roles into the pool, or none of them when one may not be."""
    for role in roles:
        accept_role(role=role, by=by, at=at)


@transaction.atomic
def decline_role(*, role: ApplicationRole, reason: str, by: Person, at: datetime) -> None:
    """Say no to one role, with a reason that the applicant reads on their page."""
    decide(role, State.DECLINED, by=by, at=at, reason=reason)
    record(DECLINED[role.role], role.application, by=by, at=at)
    tell(role.application, f"application-declined:{role.role}", *declined_letter(role, reason), at=at)


def decide(role: ApplicationRole, state: str, *, by: Person, at: datetime, reason: str = "") -> None:
    """Write the decision only over a state that may still be decided: the first of two coordinators wins."""
    if refused := may_handle(by, role.application) or may_decide(by, role):
        raise refused
    hold(role.application)
    waiting = ApplicationRole.objects.filter(pk=role.pk, state__in=REVIEWABLE)
    was_waiting = waiting.update(state=state, decided_at=at, reason=reason)
    role.refresh_from_db(fields=["state", "decided_at", "reason"])
    if not was_waiting:
        raise may_decide(by, role) or Refused("already_decided", _("Somebody was here before you."))


@transaction.atomic
def ask_for_more(*, application: Application, text: str, by: Person, at: datetime) -> Question:
    """Ask the applicant something; what waits for review waits for the answer first. Twice is once."""
    hold(application)
    roles = ApplicationRole.objects.filter(application=application)
    if refused := may_handle(by, application) or may_ask(roles):
        raise refused
    if asked := application.questions.filter(text=text, answered_at__isnull=True).first():
        return asked
    question = Question.objects.create(application=application, text=text, asked_by=by, asked_at=at)
    application.roles.filter(state=State.SUBMITTED).update(state=State.MORE_ASKED)
    record(gettext_noop("asked for more information"), application, by=by, at=at)
    tell(application, f"question:{question.pk}", *question_letter(question), at=at)
    return question


def tell(
    application: Application, key: str, template: str, context: dict[str, object], *, at: datetime
) -> None:
    if not application.person.is_made_up:
        key = f"{key}:{application.public_id}:{at.isoformat()}"
        queue_mail(key=key, to=application.person, template=template, context=context, at=at)


@transaction.atomic
def settle_areas(
    *, role: ApplicationRole, any_mentor: bool, by: Person, at: datetime,
    channel: str = Channel.PHONE, said_on: date | None = None,
) -> None:  # fmt: skip
    """After the talk with somebody who was not sure: any partner will do, or not."""
    if refused := may_handle(by, role.application):
        raise refused
    ApplicationRole.objects.filter(pk=role.pk).update(any_mentor=any_mentor)
    act = gettext_noop("talked about areas: open to any partner")
    if not any_mentor:
        act = gettext_noop("talked about areas: not open to any partner")
    record(act, role.application, by=by, at=at, channel=channel, said_on=said_on)


@transaction.atomic
def link_name(*, named: NamedPerson, person: Person | None, by: Person, at: datetime) -> None:
    """Say who is meant by a name on the form; None takes the link away."""
    if refused := may_handle(by, named.application) or may_link(named, person):
        raise refused
    NamedPerson.objects.filter(pk=named.pk).update(person=person, dismissed_at=None)
    record(gettext_noop("said who is meant by a name"), named.application, by=by, at=at)


@transaction.atomic
def dismiss_name(*, named: NamedPerson, by: Person, at: datetime) -> None:
    """Say that a name on the form needs no caution."""
    if refused := may_handle(by, named.application):
        raise refused
    NamedPerson.objects.filter(pk=named.pk).update(person=None, dismissed_at=at)
    record(gettext_noop("set a name on the form aside"), named.application, by=by, at=at)
