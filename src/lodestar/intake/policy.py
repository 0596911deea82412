"""Who may do what with an application, over rows that are already loaded."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from lodestar.folding import fold
from lodestar.intake.models import Application, ApplicationRole, NamedPerson, Question
from lodestar.people.models import Person
from lodestar.programs.models import Cycle
from lodestar.refusal import Refused
from lodestar.ui.dates import written_date

State = ApplicationRole.State
DECIDED = {State.ACCEPTED, State.DECLINED}
WITHDRAWABLE = {State.SUBMITTED, State.MORE_ASKED, State.ACCEPTED}
REVIEWABLE = {State.SUBMITTED, State.MORE_ASKED}


@dataclass(frozen=True)
class Missing:
    """One thing to fill in before the form can be sent, with the field where it stands."""

    field: str
    message: str


def what_is_missing(answers: Mapping[str, Any], *, email: str | None) -> list[Missing]:
    """Return what the form still needs: a name, a way to reach the person, a library, a role, an area."""
    missing = []
    if not answers["name"]:
        missing.append(Missing("name", _("Tell us your name.")))
    if not email and not answers["phone"]:
        missing.append(Missing("phone", _("Give an e-mail address or a telephone number.")))
    if not answers["libraries"] and not answers["other_library"]:
        missing.append(Missing("library", _("Choose your library, or type its name if it is not listed.")))
    if not answers["roles"]:
        missing.append(Missing("roles", _("Tick mentor, mentee or both.")))
    return missing + [gap for role in answers["roles"] if (gap := missing_area(answers, role))]


def missing_area(answers: Mapping[str, Any], role: str) -> Missing | None:
    if any(answers[f"{role}_{part}"] for part in ("areas", "other", "unsure")):
        return None
    message = _("Tick at least one area, name another one, or tick that you are not sure yet.")
    return Missing(f"{role}_areas", message)


def unread_terms(application: Application) -> list[Missing]:
    if application.considerations_id and application.privacy_notice_id:
        return []
    return [Missing("agree", _("Tick that you have read the considerations and the privacy notice."))]


def unsaved_steps(application: Application) -> list[Missing]:
    text = _("On one page you typed something that is not saved yet. Open it, and save it or clear it.")
    return [Missing(step, text) for step in application.typed if step not in {"agree", "check"}]


def may_send(missing: Iterable[Missing]) -> Refused | None:
    """Nothing that is needed is missing."""
    gaps = [gap.message for gap in missing]
    return Refused("incomplete", " ".join(gaps)) if gaps else None


def may_use_form(cycle: Cycle, today: date) -> Refused | None:
    """The web form is for the days when the cycle is open; the coordinator is not bound to it."""
    if cycle.is_open(today):
        return None
    program = cycle.program
    whom = ", ".join(part for part in (program.contact_name, program.contact_phone) if part)
    if today < cycle.opens_on:
        text = _("Applications open on %(day)s. What you typed is kept. Questions? Ask: %(whom)s")
        return Refused("not_open_yet", text % {"day": written_date(cycle.opens_on), "whom": whom})
    text = _("Applications closed on %(day)s. What you typed is kept. To ask for a place, call: %(whom)s")
    closed = cycle.closed_at or cycle.closes_on
    return Refused("closed", text % {"day": written_date(closed), "whom": whom})


def may_change(roles: Iterable[ApplicationRole], changed: Iterable[str]) -> Refused | None:
    """An applicant changes an answer until it was read and decided on."""
    decided = [row.role for row in roles if row.state in DECIDED]
    free = tuple(f"{role}_" for role in ApplicationRole.Role.values if role not in decided)
    if not decided or all(name == "roles" or name.startswith(free) for name in changed):
        return None
    return Refused(
        "already_decided",
        _(
            "Your application has been read and decided on, so it is not changed here any more. What you"
            " typed is kept. Tell the coordinator, who can correct any answer."
        ),
    )


def may_untick(row: ApplicationRole) -> Refused | None:
    if row.state == State.DRAFT:
        return None
    return Refused(
        "withdraw_instead",
        _("You have already sent this role. To step back, use “Withdraw” on the page of your application."),
    )


def may_decide(by: Person, row: ApplicationRole) -> Refused | None:
    """A coordinator decides what was sent, once, and never on their own application."""
    if row.application.person_id == by.pk:
        return own_application()
    if row.state in REVIEWABLE:
        return None
    text = _("Somebody was here before you: this application as %(role)s is already “%(state)s”.")
    words = {"role": row.get_role_display().lower(), "state": row.get_state_display()}
    return Refused("already_decided", text % words)


def may_handle(by: Person, application: Application) -> Refused | None:
    """What only a coordinator does, and not for themselves."""
    if not by.is_coordinator:
        return Refused("not_yours", _("Only a coordinator can do this."))
    return own_application() if application.person_id == by.pk else None


def may_ask(roles: Iterable[ApplicationRole]) -> Refused | None:
    if any(row.state in REVIEWABLE for row in roles):
        return None
    return Refused(
        "already_decided", _("Nothing of this application waits for review any more, so nothing is asked.")
    )


def may_answer(question: Question, answer: str) -> Refused | None:
    """A question is answered once; the same answer again, from a second press, is no second answer."""
    if question.answered_at is None or question.answer == answer:
        return None
    return Refused("already_answered", _("This question has been answered in the meantime."))


def may_link(named: NamedPerson, person: Person | None) -> Refused | None:
    if person and person.pk == named.application.person_id:
        return Refused("same_person", _("The applicant cannot be meant by this name."))
    return None


def may_write_for(by: Person | None, person: Person, name: str) -> Refused | None:
    """One address, one account: a second person of the same mailbox is entered with a telephone number."""
    if by and person.pk == by.pk:
        return own_application()
    if not person.name or fold(person.name) == fold(name):
        return None
    text = _("The address %(email)s belongs to %(owner)s. Leave it out and give a telephone number instead.")
    return Refused("address_of_another", text % {"email": person.email, "owner": person.name})


def own_application() -> Refused:
    return Refused(
        "own_application", _("This is your own application. Another coordinator has to look after it.")
    )


def may_withdraw(row: ApplicationRole) -> Refused | None:
    """One steps back from what waits or was accepted; what was declined or withdrawn stays so."""
    if row.state in WITHDRAWABLE:
        return None
    return Refused("not_waiting", _("There is nothing to withdraw: this role is not waiting."))


def may_answer_for(by: Person, application: Application) -> Refused | None:
    """One's own, or said to a coordinator."""
    if application.person_id == by.pk or by.is_coordinator:
        return None
    return Refused("not_yours", _("Only the applicant or a coordinator can do this."))
