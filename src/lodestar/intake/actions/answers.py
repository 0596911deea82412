"""Writes answers into the rows of an application. Part of an act; the act asks, records and tells."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from lodestar.intake.models import Application, ApplicationRole, ChosenArea, NamedPerson
from lodestar.intake.policy import may_untick
from lodestar.intake.queries.answers import APPLICATION, MEANS, NAMES, TIMES, area_key
from lodestar.intake.queries.catalogue import catalogue_of
from lodestar.libraries.models import Library
from lodestar.people.actions import change_contact, say_who_reads_mailbox
from lodestar.people.models import Person
from lodestar.programs.models import Area

Answers = Mapping[str, Any]
State = ApplicationRole.State
ROLE_FIELDS = ["other_areas", "is_unsure", "capacity", *MEANS, *TIMES]  # never the state


def write_answers(application: Application, answers: Answers, *, by: Person, at: datetime) -> None:
    """Write those answers that `answers` names, and leave all others as they are."""
    write_person(application.person, answers, by=by, at=at)
    for name in APPLICATION:
        if name in answers:
            setattr(application, name, answers[name])
    application.changed_at = at
    application.save(update_fields=[*APPLICATION, "changed_at"])
    if "libraries" in answers:
        application.libraries.set(Library.objects.filter(public_id__in=answers["libraries"]))
    if "roles" in answers:
        write_roles(application, answers["roles"])
    for row in application.roles.all():
        write_role(row, answers)
    for kind in NAMES:
        if kind in answers:
            write_names(application, kind, answers[kind])


def write_person(person: Person, answers: Answers, *, by: Person, at: datetime) -> None:
    name, phone = (answers.get(field, getattr(person, field)) for field in ("name", "phone"))
    if (name, phone) != (person.name, person.phone):
        change_contact(person=person, name=name, phone=phone, email=person.email or "", by=by, at=at)
    if "mailbox_is_shared" in answers:
        say_who_reads_mailbox(person=person, shared=answers["mailbox_is_shared"], by=by, at=at)


def write_roles(application: Application, ticked: Iterable[str]) -> None:
    rows = {row.role: row for row in application.roles.all()}
    for role in set(ApplicationRole.Role.values) & set(ticked):
        tick(application, role, rows.get(role))
    for role in rows.keys() - set(ticked):
        untick(rows[role])


def tick(application: Application, role: str, row: ApplicationRole | None) -> None:
    if row is None:
        application.roles.create(role=role)
    elif row.state == State.WITHDRAWN:
        application.roles.filter(pk=row.pk).update(state=State.DRAFT)


def untick(row: ApplicationRole) -> None:
    if row.state == State.WITHDRAWN:
        return
    if refused := may_untick(row):
        raise refused
    if row.decided_at:
        ApplicationRole.objects.filter(pk=row.pk).update(state=State.WITHDRAWN)
    else:
        row.delete()


def write_role(row: ApplicationRole, answers: Answers) -> None:
    def when_given(name: str, write: Callable[[Any], None]) -> None:
        if f"{row.role}_{name}" in answers:
            write(answers[f"{row.role}_{name}"])

    when_given("other", lambda value: setattr(row, "other_areas", value))
    when_given("unsure", lambda value: setattr(row, "is_unsure", value))
    when_given("capacity", lambda value: setattr(row, "capacity", value))
    when_given("means", lambda value: tick_fields(row, MEANS, value))
    when_given("time", lambda value: tick_fields(row, TIMES, value))
    row.save(update_fields=ROLE_FIELDS)
    when_given("areas", lambda value: write_areas(row, value))
    when_given("important", lambda value: write_important(row, value))


def tick_fields(row: ApplicationRole, names: Iterable[str], ticked: Iterable[str]) -> None:
    for name in names:
        setattr(row, name, name in ticked)


def write_areas(row: ApplicationRole, keys: Iterable[str]) -> None:
    known = catalogue_of(row.application.cycle.program).by_key()
    wanted = {known[key].pk: known[key] for key in keys if isinstance(known[key], Area)}
    groups = {known[key].pk: known[key] for key in keys if not isinstance(known[key], Area)}
    row.areas.exclude(area__in=wanted).exclude(group__in=groups).delete()
    had_areas = set(row.areas.values_list("area", flat=True))
    had_groups = set(row.areas.values_list("group", flat=True))
    new = [{"group": group} for pk, group in groups.items() if pk not in had_groups]
    new += [{"area": area} for pk, area in wanted.items() if pk not in had_areas]
    for what in new:
        [thing] = what.values()
        ChosenArea.objects.create(application_role=row, label=thing.label, **what)


def write_important(row: ApplicationRole, keys: Iterable[str]) -> None:
    for chosen in row.areas.select_related("area", "group"):
        ChosenArea.objects.filter(pk=chosen.pk).update(is_important=area_key(chosen) in keys)


def write_names(application: Application, kind: str, names: Iterable[str]) -> None:
    """Names that stay keep the person they were linked to."""
    rows = application.named_people.filter(kind=kind)
    rows.exclude(name__in=names).delete()
    had = set(rows.values_list("name", flat=True))
    new = [NamedPerson(application=application, kind=kind, name=name) for name in names if name not in had]
    NamedPerson.objects.bulk_create(new)
