"""Where things stand: what somebody who takes over has to know, without what is their own."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from lodestar.folders.models import Note
from lodestar.folders.queries import things_in
from lodestar.handover.models import Handover
from lodestar.handover.queries.handovers import last_to
from lodestar.handover.queries.promises import promises
from lodestar.handover.queries.rows import Group, Rows, read_rows
from lodestar.handover.queries.unusual import unusual
from lodestar.handover.queries.waiting import waiting
from lodestar.history.queries import Thing
from lodestar.people.models import Person
from lodestar.programs.models import Cycle, Program
from lodestar.programs.queries import current_cycle, way_of
from lodestar.ui.parts import Stage


@dataclass(frozen=True)
class NoteAbout:
    note: Note
    about: Thing


@dataclass(frozen=True)
class Briefing:
    """The page of somebody who takes over. A group without items is left out."""

    cycle: Cycle | None
    way: list[Stage]
    handover: Handover | None
    mine: list[Thing]
    waiting: list[Group]
    promises: list[Group]
    unusual: list[Group]
    notes: list[NoteAbout]


def brief(reader: Person, program: Program, at: datetime) -> Briefing:
    today = timezone.localdate(at)
    cycle = current_cycle(today)
    rows = read_rows(reader, program, cycle, at)
    things = things_in(reader, rows.folders)
    return Briefing(
        cycle=cycle,
        way=way_of(cycle, today) if cycle else [],
        handover=last_to(reader) if reader.is_newcomer else None,
        mine=[things[one.thing] for one in rows.folders if one.assigned_to == reader and one.thing in things],
        waiting=filled(waiting(rows)),
        promises=filled(promises(rows, cycle)) if cycle else [],
        unusual=filled(unusual(rows)),
        notes=open_notes(rows, things),
    )


def filled(groups: Iterable[Group]) -> list[Group]:
    return [group for group in groups if group.items]


def open_notes(rows: Rows, things: dict[str, Thing]) -> list[NoteAbout]:
    """The newest first; a note about what is the reader's own is not among `things`."""
    found = [
        NoteAbout(note, things[folder.thing])
        for folder in rows.folders
        if folder.thing in things
        for note in folder.notes.all()
    ]
    return sorted(found, key=lambda one: one.note.at, reverse=True)
