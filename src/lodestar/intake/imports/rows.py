"""From the named cells of one row to the answers of an application."""

from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from lodestar.folding import fold
from lodestar.intake.imports.plan import Entry, Problem
from lodestar.intake.policy import what_is_missing
from lodestar.intake.queries import blank_answers, catalogue_of
from lodestar.libraries.models import LocationKind, StaffBand
from lodestar.people.policy import plain_address
from lodestar.programs.models import Cycle
from lodestar.refusal import Refused

LONGEST = {"Name": 120, "Phone": 40, "Library": 120, "Position": 120, "Other areas": 200}
LONGEST_TEXT = 4000


class RowReader:
    """Turns the cells of one row into answers, and names what it cannot understand."""

    def __init__(self, cycle: Cycle) -> None:
        catalogue = catalogue_of(cycle.program)
        self.libraries = {fold(name): key for key, name in catalogue.libraries}
        self.areas: dict[str, str] = {}
        for group, (_whole, *areas) in catalogue.area_choices():
            self.areas[fold(group)] = _whole[0]
            self.areas |= {fold(label): key for key, label in areas}

    def read(self, row: int, cells: dict[str, str], problems: list[Problem]) -> Entry:
        self.row, self.cells, self.problems = row, cells, problems
        for column, text in cells.items():
            if len(text) > LONGEST.get(column, LONGEST_TEXT):
                self.problem(column, _("This text is too long."))
        answers = blank_answers() | self.person() | self.place() | self.wishes()
        for role in answers["roles"]:
            answers |= self.role(role)
        email = self.email()
        if not any(problem.row == row for problem in problems):
            for gap in what_is_missing(answers, email=email):
                self.problem(COLUMN_OF.get(gap.field, ""), gap.message)
        return Entry(row, email, answers)

    def problem(self, column: str, message: str) -> None:
        self.problems.append(Problem(self.row, column, message))

    def person(self) -> dict[str, Any]:
        return {"name": " ".join(self.cells["Name"].split()), "phone": self.cells["Phone"]}

    def email(self) -> str:
        text = self.cells["Email"]
        try:
            if text:
                validate_email(plain_address(text))
        except (ValidationError, Refused):
            self.problem("Email", _("“%(text)s” is no e-mail address.") % {"text": text})
            return text
        return plain_address(text) if text else ""

    def place(self) -> dict[str, Any]:
        name = self.cells["Library"]
        key = self.libraries.get(fold(name))
        return {
            "libraries": [key] if key else [],
            "other_library": "" if key else name,
            "position": self.cells["Position"],
            "years_in_role": self.whole_number("Years in role", 0, 80),
            "staff_band": self.one_of("Library staff", StaffBand.choices),
            "location_kind": self.one_of("Library Location", LocationKind.choices),
        }

    def wishes(self) -> dict[str, Any]:
        return {
            "date_on_form": self.day("Date (MM/DD/YY)"),
            "requests": self.cells["Other requests or information"],
            "roles": [role for role in ("mentor", "mentee") if self.is_ticked(role.title())],
        }

    def role(self, role: str) -> dict[str, Any]:
        column = "Areas offered" if role == "mentor" else "Areas sought"
        times = {"project_based": "Project-based", "ongoing": "On-going"}
        answers: dict[str, Any] = {
            "areas": self.area_keys(column),
            "other": self.cells["Other areas"],
            "time": [name for name, ticked in times.items() if self.is_ticked(ticked)],
        }
        if role == "mentor":
            answers["capacity"] = self.whole_number("Mentees at once", 1, 20)
        return {f"{role}_{name}": value for name, value in answers.items()}

    def area_keys(self, column: str) -> list[str]:
        labels = [label.strip() for label in self.cells[column].split(";") if label.strip()]
        for label in labels:
            if fold(label) not in self.areas:
                self.problem(column, _("“%(text)s” is no area of the form.") % {"text": label})
        return list(dict.fromkeys(self.areas[fold(label)] for label in labels if fold(label) in self.areas))

    def is_ticked(self, column: str) -> bool:
        text = self.cells[column].casefold()
        if text not in {"", "x", "yes", "no", "✓", "☒"}:
            self.problem(column, _("Write x or leave it empty, not “%(text)s”.") % {"text": text})
        return text not in {"", "no"}

    def whole_number(self, column: str, least: int, most: int) -> int | None:
        text = self.cells[column]
        if not text:
            return None
        if text.isascii() and text.isdigit() and len(text) <= 4 and least <= int(text) <= most:
            return int(text)
        words = {"least": least, "most": most, "text": text}
        self.problem(column, _("Write a number from %(least)d to %(most)d, not “%(text)s”.") % words)
        return None

    def one_of(self, column: str, choices: list[tuple[str, Any]]) -> str:
        text = self.cells[column]
        known = {fold(str(label)): value for value, label in choices}
        if text and fold(text) not in known:
            offered = ", ".join(str(label) for _value, label in choices)
            self.problem(
                column, _("“%(text)s” is none of: %(offered)s.") % {"text": text, "offered": offered}
            )
        return known.get(fold(text), "")

    def day(self, column: str) -> date | None:
        text = self.cells[column]
        for layout in ("%m/%d/%y", "%m/%d/%Y", "%Y-%m-%d"):
            try:
                return datetime.strptime(text, layout).date()  # noqa: DTZ007
            except ValueError:
                continue
        if text:
            self.problem(column, _("“%(text)s” is no date like 09/14/26.") % {"text": text})
        return None


COLUMN_OF = {
    "name": "Name",
    "phone": "Email",
    "library": "Library",
    "roles": "Mentor",
    "mentor_areas": "Areas offered",
    "mentee_areas": "Areas sought",
}
