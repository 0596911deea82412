from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext_noop

from lodestar.history.actions import record
from lodestar.people.models import Person
from lodestar.programs.models import Area, AreaGroup, Program


@transaction.atomic
def add_area_group(
    *, program: Program, label: str, key: str = "", by: Person | None, at: datetime
) -> AreaGroup:
    """Add a group of areas of expertise, as the last one."""
    group = AreaGroup.objects.create(
        program=program,
        label=label,
        key=key or _free_key(AreaGroup, label),
        order=_last_place(AreaGroup.objects.values_list("order", flat=True)),
    )
    record(gettext_noop("added a group of areas"), program, by=by, at=at, label=label)
    return group


@transaction.atomic
def add_area(*, group: AreaGroup, label: str, key: str = "", by: Person | None, at: datetime) -> Area:
    """Add an area of expertise, as the last of its group."""
    area = Area.objects.create(
        group=group,
        label=label,
        key=key or _free_key(Area, label),
        order=_last_place(group.areas.values_list("order", flat=True)),
    )
    record(gettext_noop("added an area of expertise"), group.program, by=by, at=at, label=label)
    return area


@transaction.atomic
def rename_area(*, area: Area | AreaGroup, label: str, by: Person, at: datetime) -> None:
    """Give an area or a group another label. Applications keep the words they were made with."""
    before, area.label = area.label, label
    area.save(update_fields=["label"])
    record(gettext_noop("renamed an area"), _program(area), by=by, at=at, before=before, label=label)


@transaction.atomic
def move_area(*, area: Area | AreaGroup, up: bool, by: Person, at: datetime) -> None:
    """Move an area within its group, or a group within the form, one place up or down."""
    siblings = list(area.group.areas.all() if isinstance(area, Area) else area.program.area_groups.all())
    here = siblings.index(area)
    there = min(max(here + (-1 if up else 1), 0), len(siblings) - 1)
    siblings.insert(there, siblings.pop(here))
    for place, sibling in enumerate(siblings):
        type(area)._default_manager.filter(pk=sibling.pk).update(order=place)
    record(gettext_noop("moved an area in the form"), _program(area), by=by, at=at, label=area.label)


def _program(area: Area | AreaGroup) -> Program:
    return area.group.program if isinstance(area, Area) else area.program


def _last_place(places: Iterable[int]) -> int:
    return max(places, default=-1) + 1


def _free_key(model: type[Area] | type[AreaGroup], label: str) -> str:
    stem = slugify(label)[:40] or "area"
    taken = set(model.objects.filter(key__startswith=stem).values_list("key", flat=True))
    return next(key for key in [stem, *(f"{stem}-{n}" for n in range(2, 1000))] if key not in taken)
