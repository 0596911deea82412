"""What a coordinator writes down for somebody else."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from lodestar.history.actions import record
from lodestar.intake.actions.answers import Answers, write_answers
from lodestar.intake.actions.hold import hold
from lodestar.intake.actions.sending import keep_complete, send_roles
from lodestar.intake.models import Application, ApplicationRole
from lodestar.intake.policy import may_handle, may_send, may_write_for, what_is_missing
from lodestar.intake.queries import answers_of, changed_names, whole
from lodestar.people.actions import enter_person
from lodestar.people.models import Person
from lodestar.programs.models import Cycle
from lodestar.refusal import Refused

State = ApplicationRole.State


@transaction.atomic
def enter_application(
    *, cycle: Cycle, email: str, answers: Answers, by: Person | None, at: datetime,
    channel: str, said_on: date | None = None, tell: bool = True,
) -> Application:  # fmt: skip
    """Write down an application from paper, a call or a file. It arrives as sent, also when closed.

    Considerations and notice are asked at the applicant's first sign-in, before any offer is shown.
    """
    if refused := may_send(what_is_missing(answers, email=email)):
        raise refused
    Cycle.objects.select_for_update(no_key=True).only("pk").get(pk=cycle.pk)  # one is entered after the other
    person = enter_person(
        name=answers["name"], phone=answers["phone"], email=email, by=by, at=at, channel=channel
    )
    if refused := may_write_for(by, person, answers["name"]):
        raise refused
    application = claim_application(person, cycle, channel=channel, at=at)
    own = {name: value for name, value in answers.items() if name not in known_better(person)}
    write_answers(application, own, by=by or person, at=at)
    send_roles(application, by=by, at=at, channel=channel, said_on=said_on, tell=tell)
    return application


def claim_application(person: Person, cycle: Cycle, *, channel: str, at: datetime) -> Application:
    """Make the row, or take over a draft that was never sent; a sent one is corrected instead."""
    application, is_new = Application.objects.get_or_create(
        cycle=cycle, person=person, defaults={"changed_at": at, "source": channel}
    )
    if application.submitted_at:
        raise Refused("already_applied", _("%(name)s has already applied in this cycle.") % {"name": person})
    if not is_new:
        Application.objects.filter(pk=application.pk).update(source=channel)
    return application


def known_better(person: Person) -> list[str]:
    """A person who is known keeps the name and the telephone number they gave."""
    return [field for field in ("name", "phone") if getattr(person, field)]


@transaction.atomic
def correct_application(
    *, application: Application, answers: Answers, by: Person, at: datetime,
    channel: str, said_on: date | None = None,
) -> Application:  # fmt: skip
    """Change any answer of a sent application, decided or not, as its writer said it.

    `application` is as the coordinator saw it; whatever became of it since is not overwritten.
    """
    if refused := may_handle(by, application):
        raise refused
    seen = answers_of(application)
    hold(application)
    application = whole(Application.objects.filter(pk=application.pk)).get()
    if changed_names(seen, answers_of(application)):
        raise Refused("changed_meanwhile", _("Somebody changed this application at this moment. Look again."))
    sent = [row for row in application.roles.all() if row.state != State.DRAFT]
    changed = changed_names(answers_of(application, sent), dict(answers))
    if not changed:
        return application
    wanted = {name: answers[name] for name in changed}
    if "roles" in wanted:
        unsent = [row.role for row in application.roles.all() if row.state == State.DRAFT]
        wanted["roles"] = [*wanted["roles"], *unsent]
    write_answers(application, wanted, by=by, at=at)
    application = whole(Application.objects.filter(pk=application.pk)).get()
    ticked = application.roles.filter(role__in=answers.get("roles", []))
    ticked.filter(state=State.DRAFT).update(state=State.SUBMITTED, decided_at=None)
    keep_complete(application)
    act = gettext_noop("corrected the application")
    record(act, application, by=by, at=at, channel=channel, said_on=said_on, changed=changed)
    return application
