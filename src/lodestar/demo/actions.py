"""A program with fictional people, as far as the coordinator's first matching round."""

from datetime import date, datetime, timedelta
from pathlib import Path

from django.db import transaction

from lodestar.history.models import Channel
from lodestar.intake.actions import accept_roles, agree_to_terms
from lodestar.intake.imports import import_applications, read_applications
from lodestar.intake.models import Application, ApplicationRole
from lodestar.people.actions import enter_person, grant_role
from lodestar.people.models import Person, StaffRole
from lodestar.programs.actions import change_program, move_cycle
from lodestar.programs.models import Cycle, Program
from lodestar.programs.queries import current_cycle
from lodestar.refusal import Refused

COORDINATOR = ("Maren Iversen-Cardinal", "coordinator@example.org", "780-555-0100")
FINANCE_OFFICER = ("Théo Auger", "finance@example.org", "780-555-0101")
LEFT_WAITING = 4
DATES = ("opens_on", "closes_on", "matched_by", "midpoint_on", "ends_on")


@transaction.atomic
def load_people(*, applications: Path, at: datetime, today: date) -> int:
    """Add coordinator, finance officer and applicants once; return how many applications were added."""
    coordinator = enter_staff(*COORDINATOR, StaffRole.COORDINATOR, at=at)
    enter_staff(*FINANCE_OFFICER, StaffRole.FINANCE, at=at)
    name_contact(at=at, by=coordinator)
    cycle = current_cycle(today)
    if cycle is None:
        raise Refused("no_cycle", "Load the program first.")
    keep_open(cycle, by=coordinator, today=today, at=at)
    if Application.objects.exists():
        return 0
    plan = read_applications(applications.read_bytes(), cycle)
    added = import_applications(plan, cycle, by=coordinator, at=at)
    accepted = ApplicationRole.objects.filter(application__in=added[:-LEFT_WAITING]).order_by("id")
    accept_roles(roles=list(accepted.select_related("application__person")), by=coordinator, at=at)
    for application in added[:-LEFT_WAITING]:
        agree_on_paper(application, by=coordinator, at=at, today=today)
    return len(added)


def agree_on_paper(application: Application, *, by: Person, at: datetime, today: date) -> None:
    """Mentees have agreed on the form; who would be a mentor reads and agrees at the first sign-in."""
    if [role.role for role in application.roles.all()] == [ApplicationRole.Role.MENTEE]:
        agree_to_terms(application=application, by=by, at=at, channel=Channel.PAPER, said_on=today)


def enter_staff(name: str, email: str, phone: str, role: StaffRole, *, at: datetime) -> Person:
    person = enter_person(name=name, email=email, phone=phone, by=None, at=at, channel=Channel.PROGRAM)
    grant_role(person=person, role=role, by=None, at=at)
    return person


def name_contact(*, by: Person, at: datetime) -> None:
    """Put the coordinator's name and number on every page, unless somebody stands there already."""
    program, (name, email, phone) = Program.objects.current(), COORDINATOR
    if not program.contact_name:
        contact = {"contact_name": name, "contact_email": email, "contact_phone": phone}
        change_program(program=program, values=contact, by=by, at=at)


def keep_open(cycle: Cycle, *, by: Person, today: date, at: datetime) -> None:
    """Move a cycle that has run out since the last start to today; one closed by hand stays closed."""
    if cycle.closed_at is None and cycle.closes_on < today:
        later = today - cycle.opens_on
        move_cycle(cycle=cycle, dates={name: shifted(cycle, name, later) for name in DATES}, by=by, at=at)


def shifted(cycle: Cycle, name: str, later: timedelta) -> date:
    day: date = getattr(cycle, name)
    return day + later
