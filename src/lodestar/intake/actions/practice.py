"""Made-up people, so that a coordinator can try a round before anybody real has applied."""

from collections.abc import Callable, Collection
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from lodestar.folders.actions import throw_away
from lodestar.folding import fold
from lodestar.history.actions import record
from lodestar.history.models import Channel
from lodestar.intake.actions.answers import write_answers
from lodestar.intake.actions.sending import send_roles
from lodestar.intake.models import Application, NamedPerson
from lodestar.intake.queries import answers_of, catalogue_of
from lodestar.libraries.models import Library
from lodestar.people.models import Person
from lodestar.programs.models import Cycle
from lodestar.refusal import Refused

NAMES = ["Ash", "Birch", "Cedar", "Fir", "Juniper", "Larch", "Pine", "Poplar", "Spruce", "Willow"]
MENTORS = 4
AREAS_EACH = 6

# What concepts above do in the same transaction before these people are deleted.
when_made_up_people_go: list[Callable[[Collection[int]], None]] = []


@transaction.atomic
def add_practice_people(*, cycle: Cycle, by: Person, at: datetime) -> int:
    """Add ten made-up applicants, four of them mentors, each at another library. No mail leaves for them."""
    if Application.objects.filter(cycle=cycle, person__is_made_up=True).exists():
        raise Refused("already_there", _("The made-up people are already here."))
    libraries = list(Library.objects.filter(is_member=True)[: len(NAMES)])
    if not libraries:
        raise Refused("no_libraries", _("Add libraries first: each made-up person works at one."))
    keys = [key for key in catalogue_of(cycle.program).by_key() if ":" not in key]
    for number, name in enumerate(NAMES):
        add_practice_person(name, number, keys, libraries[number % len(libraries)], cycle, by=by, at=at)
    record(gettext_noop("added made-up people"), cycle, by=by, at=at)
    return len(NAMES)


def add_practice_person(
    name: str, number: int, keys: list[str], library: Library, cycle: Cycle, *, by: Person, at: datetime
) -> None:
    name = _("%(name)s (made up)") % {"name": name}
    person = Person.objects.create(
        name=name, folded_name=fold(name), phone=f"780-555-01{number:02}", is_made_up=True, created_at=at
    )
    application = Application.objects.create(
        cycle=cycle, person=person, changed_at=at, source=Channel.PAPER, years_in_role=number, agreed_at=at
    )
    role = "mentor" if number < MENTORS else "mentee"
    start = number * 3
    areas = [keys[(start + step) % len(keys)] for step in range(min(AREAS_EACH, len(keys)))]
    answers = answers_of(application) | {"libraries": [library.public_id], "roles": [role]}
    answers |= {f"{role}_areas": areas} | ({"mentor_capacity": 2} if role == "mentor" else {})
    write_answers(application, answers, by=by, at=at)
    send_roles(application, by=by, at=at, channel=Channel.PAPER, tell=False)


@transaction.atomic
def remove_practice_people(*, by: Person, at: datetime) -> int:
    """Take all made-up people away, in every cycle."""
    people = Person.objects.filter(is_made_up=True)
    applications = Application.objects.filter(person__in=people)
    cycles = Cycle.objects.filter(applications__in=applications).distinct()
    for cycle in cycles:
        record(gettext_noop("took the made-up people away"), cycle, by=by, at=at)
    NamedPerson.objects.filter(person__in=people).update(person=None)
    for follow in when_made_up_people_go:
        follow([person.pk for person in people])
    throw_away("application", list(applications.values_list("public_id", flat=True)))
    count = len(people)
    delete_with_what_holds(applications)
    delete_with_what_holds(people)
    return count


def delete_with_what_holds(rows: QuerySet[Any]) -> None:
    """Delete rows together with what was made with them since: matches, mentorships, mails never sent."""
    while True:
        try:
            with transaction.atomic():
                rows.delete()
            return
        except ProtectedError as error:
            for held in error.protected_objects:
                delete_with_what_holds(type(held)._base_manager.filter(pk=held.pk))
