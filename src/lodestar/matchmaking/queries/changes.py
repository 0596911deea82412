"""Mentees whose mentor differs between two matchings."""

from collections.abc import Mapping
from dataclasses import dataclass

from lodestar.people.models import Person


@dataclass(frozen=True)
class Change:
    """A mentee whose mentor is another one than before; None where there is none."""

    mentee: Person
    before: Person | None
    after: Person | None


def changes(before: Mapping[Person, Person], after: Mapping[Person, Person]) -> list[Change]:
    """Compare the mentor of every mentee of either matching; by the mentees' names."""
    differ = [
        Change(mentee, before.get(mentee), after.get(mentee))
        for mentee in before.keys() | after.keys()
        if before.get(mentee) != after.get(mentee)
    ]
    return sorted(differ, key=lambda change: (change.mentee.folded_name, change.mentee.pk))
