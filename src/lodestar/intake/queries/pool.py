"""The pool of a cycle in plain values: hundreds of people are read at once, at every decision of a round."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple, TypeVar

from django.db.models import QuerySet

from lodestar.intake.models import Application, ApplicationRole, ChosenArea, NamedPerson
from lodestar.libraries.models import Library
from lodestar.programs.models import Cycle

Value = TypeVar("Value")


class Chosen(NamedTuple):
    """An area with its group, or a group ticked alone."""

    area_id: int | None
    group_id: int | None
    group_of_area_id: int | None
    label: str = ""
    is_important: bool = False


class Named(NamedTuple):
    """A name typed on the form, the person it was linked to, and whether it was put aside."""

    kind: str
    person_id: int | None
    is_dismissed: bool


class PersonInPool(NamedTuple):
    public_id: str
    name: str

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True, eq=False)
class PoolRole:
    """An accepted role as matching reads it. `application` is the public id of the application."""

    person: PersonInPool
    areas: list[Chosen]
    libraries: list[Library]
    named: list[Named]
    pk: int
    role: str
    capacity: int | None
    project_based: bool
    ongoing: bool
    in_person: bool
    by_phone: bool
    by_email: bool
    by_video: bool
    any_mentor: bool
    application: str
    submitted_at: datetime
    staff_band: str
    location_kind: str
    other_library: str
    years_in_role: int | None
    max_km: int | None
    requests: str
    person_id: int
    is_made_up: bool

    @property
    def workplace(self) -> str:
        return ", ".join(library.name for library in self.libraries) or self.other_library

    @property
    def town(self) -> str:
        """The town of the first library; empty where none was named."""
        return self.libraries[0].town if self.libraries else ""


OF_THE_ROLE = (
    "pk", "role", "capacity", "project_based", "ongoing", "in_person", "by_phone", "by_email", "by_video",
    "any_mentor",
)  # fmt: skip
OF_THE_APPLICATION = (
    "public_id", "submitted_at", "staff_band", "location_kind", "other_library", "years_in_role", "max_km",
    "requests", "person_id", "person__is_made_up",
)  # fmt: skip
OF_THE_PERSON = ("public_id", "name", "email", "phone")


def pool(cycle: Cycle) -> list[PoolRole]:
    """Return the accepted roles that count for matching, with all that matching reads, in five queries."""
    roles = roles_in(cycle)
    areas, libraries, named = areas_of(roles), libraries_of(roles), named_by(roles)
    person = (f"application__person__{field}" for field in OF_THE_PERSON)
    application = (f"application__{field}" for field in OF_THE_APPLICATION)
    rows = roles.values_list("application_id", *person, *OF_THE_ROLE, *application)
    return [
        PoolRole(
            PersonInPool(public_id, name or email or phone),
            areas[values[0]],
            libraries[key],
            named[key],
            *values,
        )
        for key, public_id, name, email, phone, *values in rows
    ]


def pool_size(cycle: Cycle) -> int:
    """How many roles the pool has, before anything of them is read."""
    return roles_in(cycle).count()


def people_in(cycle: Cycle) -> QuerySet[ApplicationRole, int]:
    """The persons of the pool, for a query to choose from."""
    return ids(roles_in(cycle), "application__person")


def roles_in(cycle: Cycle) -> QuerySet[ApplicationRole]:
    in_pool = ApplicationRole.objects.ready().filter(
        application__cycle=cycle, application__person__is_active=True
    )
    return in_pool.order_by("application__submitted_at", "application_id", "-role")


def areas_of(roles: QuerySet[ApplicationRole]) -> dict[int, list[Chosen]]:
    """Return what each role chose, in the order of the form."""
    fields = ("area_id", "group_id", "area__group_id", "label", "is_important")
    chosen = ChosenArea.objects.filter(application_role__in=ids(roles))
    return grouped(
        (role, Chosen(*values)) for role, *values in chosen.values_list("application_role", *fields)
    )


def libraries_of(roles: QuerySet[ApplicationRole]) -> dict[int, list[Library]]:
    """Return the libraries of each application, by name."""
    place = {library.pk: library for library in Library.objects.order_by()}
    placed = Application.libraries.through.objects.filter(application__in=ids(roles, "application"))
    pairs = placed.order_by("library__name").values_list("application", "library")
    return grouped((application, place[library]) for application, library in pairs)


def named_by(roles: QuerySet[ApplicationRole]) -> dict[int, list[Named]]:
    """Return the people that each application names."""
    named = NamedPerson.objects.filter(application__in=ids(roles, "application"))
    rows = named.values_list("application", "kind", "person", "dismissed_at")
    return grouped((key, Named(kind, person, put_aside is not None)) for key, kind, person, put_aside in rows)


def ids(roles: QuerySet[ApplicationRole], field: str = "pk") -> QuerySet[ApplicationRole, int]:
    return roles.order_by().values(field)


def grouped(pairs: Iterable[tuple[int, Value]]) -> dict[int, list[Value]]:
    lists: dict[int, list[Value]] = defaultdict(list)
    for key, value in pairs:
        lists[key].append(value)
    return lists
