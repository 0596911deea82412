"""Typed applications from a CSV file: the whole file is understood before anything is written."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from lodestar.folding import fold
from lodestar.history.models import Channel
from lodestar.intake.actions import enter_application
from lodestar.intake.imports.plan import Entry, Plan, Problem
from lodestar.intake.imports.reading import read_rows
from lodestar.intake.imports.rows import RowReader
from lodestar.intake.models import Application
from lodestar.intake.policy import may_write_for
from lodestar.people.models import Person
from lodestar.people.policy import digits_of
from lodestar.programs.models import Cycle
from lodestar.refusal import Refused


def read_applications(content: bytes, cycle: Cycle, *, by: Person | None = None) -> Plan:
    """Read a file whole and say what it would do. With any problem, nothing of it may be imported."""
    plan = Plan()
    try:
        rows = list(read_rows(content))
    except Refused as refused:
        plan.problems.append(Problem(1, "", refused.message))
        return plan
    reader = RowReader(cycle)
    seen: dict[str, int] = {}
    known = applied_already(cycle)
    for number, cells in rows:
        entry = reader.read(number, cells, plan.problems)
        if entry.email in seen:
            message = _("This address is in row %(row)d too.") % {"row": seen[entry.email]}
            plan.problems.append(Problem(number, "Email", message))
        elif entry.email:
            seen[entry.email] = number
            check_owner(entry, by, plan.problems)
        (plan.known if identity(entry) in known else plan.new).append(entry)
    return plan


def check_owner(entry: Entry, by: Person | None, problems: list[Problem]) -> None:
    owner = Person.objects.filter(email=entry.email).first()
    if owner and (refused := may_write_for(by, owner, entry.answers["name"])):
        problems.append(Problem(entry.row, "Email", refused.message))


def applied_already(cycle: Cycle) -> set[str]:
    sent = Application.objects.filter(cycle=cycle, submitted_at__isnull=False).select_related("person")
    people = [row.person for row in sent]
    called = {by_telephone(person.name, person.phone) for person in people}
    return called | {person.email for person in people if person.email}


def identity(entry: Entry) -> str:
    return entry.email or by_telephone(entry.answers["name"], entry.answers["phone"])


def by_telephone(name: str, phone: str) -> str:
    return f"{fold(name)} {digits_of(phone)}"


@transaction.atomic
def import_applications(plan: Plan, cycle: Cycle, *, by: Person | None, at: datetime) -> list[Application]:
    """Write what the plan says, all or nothing. Nobody is mailed: the papers were theirs to send."""
    if plan.problems:
        raise Refused("unreadable", _("The file has problems, so nothing was imported."))
    return [
        enter_application(
            cycle=cycle,
            email=entry.email,
            answers=entry.answers,
            by=by,
            at=at,
            channel=Channel.FILE,
            tell=False,
        )
        for entry in plan.new
    ]
