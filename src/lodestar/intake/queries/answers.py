"""An application as one flat mapping of answers: what forms start from and `write_answers` takes.

Names of one role's answers start with the role: `mentor_areas`, `mentee_means`.
"""

from collections.abc import Iterable
from hashlib import sha256
from typing import Any

from lodestar.intake.models import Application, ApplicationRole, ChosenArea, NamedPerson
from lodestar.intake.queries.catalogue import GROUP
from lodestar.people.models import Person

PERSON = ("name", "phone", "mailbox_is_shared")
APPLICATION = (
    "date_on_form",
    "staff_band",
    "location_kind",
    "other_library",
    "position",
    "years_in_role",
    "max_km",
    "requests",
    "requests_stay_private",
    "ask_me_first",
)
MEANS = ("in_person", "by_phone", "by_email", "by_video")
TIMES = ("project_based", "ongoing")
NAMES = tuple(NamedPerson.Kind.values)


def answers_of(application: Application, roles: Iterable[ApplicationRole] | None = None) -> dict[str, Any]:
    """Return every answer; only those of `roles` when they are given."""
    rows = {row.role: row for row in (application.roles.all() if roles is None else roles)}
    libraries = [library.public_id for library in application.libraries.all()]
    return answers_of_rows(application, libraries, list(application.named_people.all()), rows)


def answers_of_rows(
    application: Application,
    libraries: list[str],
    names: list[NamedPerson],
    rows: dict[str, ApplicationRole],
) -> dict[str, Any]:
    ticked = [role for role, row in rows.items() if row.state != ApplicationRole.State.WITHDRAWN]
    answers: dict[str, Any] = {name: getattr(application.person, name) for name in PERSON}
    answers |= {name: getattr(application, name) for name in APPLICATION}
    answers["libraries"] = libraries
    answers["roles"] = [role for role in ApplicationRole.Role.values if role in ticked]
    for role in ApplicationRole.Role.values:
        answers |= role_answers(role, rows.get(role))
    for kind in NAMES:
        answers[kind] = [row.name for row in names if row.kind == kind]
    return answers


def blank_answers() -> dict[str, Any]:
    """Return every answer as somebody leaves it who answers nothing."""
    return answers_of_rows(Application(person=Person()), libraries=[], names=[], rows={})


def role_answers(role: str, row: ApplicationRole | None) -> dict[str, Any]:
    chosen = list(row.areas.all()) if row else []
    answers: dict[str, Any] = {
        "areas": [area_key(area) for area in chosen],
        "other": row.other_areas if row else "",
        "unsure": bool(row and row.is_unsure),
        "means": [name for name in MEANS if getattr(row, name, False)],
        "time": [name for name in TIMES if getattr(row, name, False)],
    }
    if role == ApplicationRole.Role.MENTOR:
        answers["capacity"] = row.capacity if row else None
    else:
        answers["important"] = [area_key(area) for area in chosen if area.is_important]
    return {f"{role}_{name}": value for name, value in answers.items()}


def area_key(chosen: ChosenArea) -> str:
    return GROUP + chosen.group.key if chosen.group else str(chosen.area and chosen.area.key)


def version_of(answers: dict[str, Any]) -> str:
    """A short mark of these answers: two pages with the same mark started from the same answers."""
    ordered = sorted(
        (name, str(sorted(map(str, v)) if isinstance(v, list) else v)) for name, v in answers.items()
    )
    return sha256(repr(ordered).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def changed_names(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    return [name for name in after if name in before and not same(before[name], after[name])]


def same(one: Any, other: Any) -> bool:
    if isinstance(one, list):
        return sorted(one) == sorted(other)
    return bool(one == other)
