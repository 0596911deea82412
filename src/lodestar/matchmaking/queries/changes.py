"""Mentees whose mentor differs between two matchings."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from lodestar.intake.models import ApplicationRole
from lodestar.people.models import Person

Mentors = Mapping[int, int]  # of each mentee, both by their roles
Difference = Sequence[int | None]  # a mentee, their mentor before, their mentor after: all by their roles


@dataclass(frozen=True)
class Change:
    """A mentee whose mentor is another one than before; None where there is none."""

    mentee: Person
    before: Person | None
    after: Person | None


def differences(before: Mentors, after: Mentors) -> list[Difference]:
    """Compare the mentor of every mentee of either matching."""
    return [
        [mentee, before.get(mentee), after.get(mentee)]
        for mentee in sorted(before.keys() | after.keys())
        if before.get(mentee) != after.get(mentee)
    ]


def changes(found: Iterable[Difference], people: Mapping[int | None, Person]) -> list[Change]:
    """The same with their names, by the mentees'; whoever is not among the people is left out."""
    told = [
        Change(people[mentee], people.get(before), people.get(after))
        for mentee, before, after in found
        if mentee in people
    ]
    return sorted(told, key=lambda change: (change.mentee.folded_name, change.mentee.pk))


def people_behind(roles: Iterable[int | None]) -> dict[int | None, Person]:
    """Who stands behind these roles, in one query."""
    found = ApplicationRole.objects.filter(pk__in={pk for pk in roles if pk})
    return {role.pk: role.application.person for role in found.select_related("application__person")}
