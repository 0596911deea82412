"""What every page shows of the program. Read when a page first asks: at most one query."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from lodestar.programs.models import Program


@dataclass(frozen=True)
class Contact:
    """Whom to ask, as the frame of a page shows it."""

    name: str
    email: str
    phone: str


def program(request: HttpRequest) -> dict[str, Any]:
    """Give `program`, `program_name` and `contact` to templates."""
    found = cache(Program.objects.first)
    return {
        "program": SimpleLazyObject(found),
        "program_name": SimpleLazyObject(lambda: name_of(found())),
        "contact": SimpleLazyObject(lambda: contact_of(found())),
    }


def name_of(program: Program | None) -> str:
    return program.name if program else ""


def contact_of(program: Program | None) -> Contact | None:
    if program is None or not (program.contact_name or program.contact_phone or program.contact_email):
        return None
    return Contact(program.contact_name, program.contact_email, program.contact_phone)
