from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Problem:
    """What is wrong in one cell, said by row (as a spreadsheet numbers it) and column."""

    row: int
    column: str
    message: str

    def __str__(self) -> str:
        place = _("row %(row)d, %(column)s") if self.column else _("row %(row)d")
        return f"{place % {'row': self.row, 'column': self.column}}: {self.message}"


@dataclass(frozen=True)
class Entry:
    """One row as an application."""

    row: int
    email: str
    answers: dict[str, Any]


@dataclass
class Plan:
    """What an import would do: who is new, who is there already, and what keeps it from being done."""

    new: list[Entry] = field(default_factory=list)
    known: list[Entry] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
