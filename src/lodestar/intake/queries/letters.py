"""Which mail says what: for the confirmation page and for the act alike."""

from typing import Any

from lodestar.intake.models import Application, ApplicationRole, Question
from lodestar.programs.models import Cycle

Letter = tuple[str, dict[str, Any]]


def declined_letter(role: ApplicationRole, reason: str) -> Letter:
    """The reason itself stands on the applicant's page; only who cannot open it is read it aloud."""
    context = {"person": role.application.person, "role": role, "reason": reason}
    return "intake/mails/declined.txt", context | about(role.application.cycle)


def question_letter(question: Question) -> Letter:
    application = question.application
    context = {"person": application.person, "question": question}
    return "intake/mails/question.txt", context | about(application.cycle)


def new_dates_letter(application: Application) -> Letter:
    context = {"person": application.person, "application": application}
    return "intake/mails/new_dates.txt", context | about(application.cycle)


def about(cycle: Cycle) -> dict[str, Any]:
    return {"cycle": cycle, "program": cycle.program}
