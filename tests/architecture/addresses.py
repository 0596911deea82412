"""Every address of the authorisation table, with the ids of every thing there is."""

from collections.abc import Iterator
from itertools import product
from typing import Any

from django.urls import NoReverseMatch, reverse

from lodestar.folders.models import Note
from lodestar.handover.models import Handover
from lodestar.intake.forms.steps import STEPS
from lodestar.intake.models import Application, NamedPerson, Question
from lodestar.matchmaking.models import Match
from lodestar.mentorships.models import Mentorship, MessageToCoordinator
from lodestar.outbox.models import Mail
from lodestar.people.models import Person
from tests.architecture.authorisation import ROLES, TABLE
from tests.architecture.world import NAMED, SPECIAL, World, wanted

PARTICIPANTS = {"stranger", "mentor", "mentee", "outsider"}
MODELS = {
    "@application": Application,
    "@unagreed_application": Application,
    "@match": Match,
    "@mentorship": Mentorship,
    "@message": MessageToCoordinator,
    "@mail": Mail,
    "@person": Person,
    "@mentee_person": Person,
    "@mentor_person": Person,
    "@coordinator": Person,
    "@handover": Handover,
}
NUMBERED = {"@question": Question, "@named": NamedPerson}
WORDS = {
    ("intake", "key"): [step.key for step in STEPS],
    ("intake", "role"): ["mentor", "mentee", "both"],
    ("matchmaking", "kind"): ["csv", "xlsx"],
    ("programs", "kind"): ["privacy", "considerations"],
}
FOLDERS = ["application", "match", "mentorship"]
HISTORY = ["application", "mentorship", "match", "person", "mail"]


def names(method: str, roles: set[str] | None = None) -> set[str]:
    """The names in the table that this method opens, for at least one of these roles."""
    wanted_roles = roles or set(ROLES)
    return {
        name
        for (name, way), row in TABLE.items()
        if way == method
        and any(
            letter == "O" for role, letter in zip(ROLES, row.split(), strict=True) if role in wanted_roles
        )
    }


def addresses(name: str, world: World) -> Iterator[str]:
    """The addresses of that name, for every thing it could be about."""
    for arguments in choices(name, world):
        try:
            yield reverse(name, kwargs=arguments)
        except NoReverseMatch:
            continue


def choices(name: str, world: World) -> Iterator[dict[str, Any]]:
    concept = name.split(":")[0]
    if concept == "history":
        yield from kinds_and_ids(HISTORY)
        return
    if concept == "folders":
        yield from folders(wanted(name))
        return
    values = {
        key: value
        for key, value in (SPECIAL.get(name) or NAMED.get(concept, {})).items()
        if key in wanted(name)
    }
    if numbered := NUMBERED.get(values.get("number", "")):
        for row in numbered.objects.select_related("application"):  # type: ignore[attr-defined]
            ids = {"public_id": row.application.public_id, "number": row.pk}
            yield {key: ids[key] for key in values}
        return
    for combined in product(*(of_one(concept, key, value, world) for key, value in values.items())):
        yield dict(zip(values, combined, strict=True))


def of_one(concept: str, key: str, value: Any, world: World) -> list[Any]:
    if value in MODELS:
        return list(MODELS[value].objects.values_list("public_id", flat=True))  # type: ignore[attr-defined]
    return list(WORDS.get((concept, key), [world.thing(value)]))


def folders(parameters: frozenset[str]) -> Iterator[dict[str, Any]]:
    """The folder of every thing that may have one; of each note there is when an address names one."""
    if "number" not in parameters:
        yield from kinds_and_ids(FOLDERS)
        return
    for note in Note.objects.select_related("folder"):
        yield {"kind": note.folder.kind, "public_id": note.folder.thing, "number": note.pk}


def kinds_and_ids(kinds: list[str]) -> Iterator[dict[str, Any]]:
    for kind in kinds:
        for public_id in of_one("history", "public_id", f"@{kind}", None):  # type: ignore[arg-type]
            yield {"kind": kind, "public_id": public_id}
