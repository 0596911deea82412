"""Who sees what: one row for each kind of canary, one column for each relation of the reader to its owner.

`S` is shown on some page · `m` may be shown · `-` is shown nowhere. The partner's column names the moment
from which the partner reads it: `asked` (an offer that names the owner), `paired` (both said yes, and as
long as the mentorship lasts) or `-`. Whoever is not named here sees nothing.
"""

import re
from dataclasses import dataclass
from typing import Any

from django.apps import apps

from lodestar.people.models import Person

CANARY = re.compile(r"canary-([a-z_]+)-([a-z_]+)")
Canary = tuple[str, str]  # its kind, and whose it is

COLUMNS = ("own", "partner", "coordinator", "finance", "administrator")
WHO_SEES = {
    "name": "S asked S - S",
    "phone": "S paired S - S",
    "email": "S paired S - S",
    "requests": "S paired S - -",
    "position": "S - S - -",
    "other": "S - S - -",
    "reports_to": "S - S - -",
    "please_not": "S - S - -",
    "hoped_for": "S - S - -",
    "declined": "S - S - -",  # why the coordinator said no to a role
    "decline": "m - S - -",  # why somebody said no to an offer
    "question": "S - S - -",
    "answer": "S - S - -",
    "message": "S - S - -",  # what one of a pair asks the coordinator
    "reply": "S - S - -",
    "line": "m m S - -",  # the coordinator's own line in an offer's mail
    "mail": "- - S - -",
    "subject": "- - S - -",
    "reason": "- - S - -",  # in a history entry
    "note": "- - S - -",  # why two are forbidden
    "kept": "- - S - -",  # what coordinators note for each other about an application, offer or pair
    "rules": "- - m - -",
}
NOT_PEOPLE = {"coordinator": "is_coordinator", "finance": "is_finance", "administrator": "is_administrator"}


@dataclass(frozen=True)
class Reader:
    """Somebody who opens pages: `key` as in the canaries they own, `knows` what they know of whom."""

    key: str
    person: Person | None
    knows: frozenset[Canary] = frozenset()  # (moment, whose)

    def marks(self, canary: Canary) -> set[str]:
        """What the table says of this canary for this reader; one person may stand in several columns."""
        kind, owner = canary
        row = dict(zip(COLUMNS, WHO_SEES[kind].split(), strict=True))
        marks = {row["own"]} if owner == self.key else set()
        if (row["partner"], owner) in self.knows or (row["partner"] == "m" and self.knows):
            marks.add("S" if row["partner"] != "m" else "m")
        for column, attribute in NOT_PEOPLE.items():
            if self.person and getattr(self.person, attribute):
                marks.add(row[column])
        return marks - {"-"}

    def may_see(self, canary: Canary) -> bool:
        return bool(self.marks(canary))

    def must_see(self, canary: Canary) -> bool:
        return "S" in self.marks(canary)


def canaries_in(text: str) -> set[Canary]:
    return set(CANARY.findall(text))


def planted() -> set[Canary]:
    """Every canary that stands anywhere in the database."""
    found: set[Canary] = set()
    for model in apps.get_models():
        if model._meta.app_label in {"sessions", "django_q"}:
            continue
        for row in model._base_manager.values():
            found |= canaries_in(text_of(row))
    return found


def text_of(row: dict[str, Any]) -> str:
    return "\n".join(str(value) for value in row.values())
