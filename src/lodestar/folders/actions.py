"""What coordinators do with a folder. No mail and no history entry ever holds a note's words."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_noop

from lodestar.folders.models import Folder, Note
from lodestar.folders.policy import may_keep, may_look_after
from lodestar.history.actions import record
from lodestar.history.queries import Thing, find_one
from lodestar.people.models import Person, StaffRole
from lodestar.refusal import refuse


@transaction.atomic
def assign(*, thing: Thing, to: Person | None, by: Person, at: datetime) -> None:
    """Say who looks after a thing; None takes it back. Nobody looks after what is their own."""
    refuse(may_keep(by, find_one(by, thing.kind, thing.public_id)))
    if to:
        refuse(may_look_after(to, find_one(to, thing.kind, thing.public_id)))
    folder, _is_new = Folder.objects.get_or_create(kind=thing.kind, thing=thing.public_id)
    if folder.assigned_to_id != (to.pk if to else None):
        put_into_hands(folder, to, by=by, at=at)


def put_into_hands(folder: Folder, to: Person | None, *, by: Person | None, at: datetime) -> None:
    Folder.objects.filter(pk=folder.pk).update(assigned_to=to)
    about = Thing(folder.kind, folder.thing)
    if to is None:
        record(gettext_noop("left it without anybody who looks after it"), about, by=by, at=at)
    else:
        act = gettext_noop("took it on") if by == to else gettext_noop("assigned it to a coordinator")
        record(act, about, by=by, at=at, to=to.public_id)


@transaction.atomic
def write_note(*, thing: Thing, text: str, by: Person, at: datetime) -> Note:
    """Put a note for the other coordinators into the folder of a thing. Pressed twice, it is one note."""
    refuse(may_keep(by, find_one(by, thing.kind, thing.public_id)))
    folder, _is_new = Folder.objects.get_or_create(kind=thing.kind, thing=thing.public_id)
    if same := folder.notes.open().filter(text=text, by=by).first():
        return same
    note = Note.objects.create(folder=folder, text=text, by=by, at=at)
    record(gettext_noop("wrote a note for the coordinators"), thing, by=by, at=at)
    return note


@transaction.atomic
def put_away(*, note: Note, by: Person, at: datetime) -> None:
    """Say that a note no longer matters. It stays readable."""
    thing = find_one(by, note.folder.kind, note.folder.thing)
    refuse(may_keep(by, thing))
    if Note.objects.open().filter(pk=note.pk).update(put_away_at=at, put_away_by=by):
        about = Thing(note.folder.kind, note.folder.thing)
        record(gettext_noop("put a note of the coordinators away"), about, by=by, at=at)


def pass_folder(*, kind: str, public_id: str, to: Thing) -> None:
    """What was kept about one thing goes on with another, as an offer becomes a mentorship."""
    Folder.objects.filter(kind=kind, thing=public_id).update(kind=to.kind, thing=to.public_id)


def pass_on_folders(*, leaver: Person, successor: Person, by: Person | None, at: datetime) -> None:
    """Assign all that one coordinator looks after to another.

    What the other is part of goes to nobody: it is not theirs to look after.
    """
    for folder in Folder.objects.filter(assigned_to=leaver).order_by("pk"):
        is_theirs = find_one(successor, folder.kind, folder.thing) is not None
        put_into_hands(folder, successor if is_theirs else None, by=by, at=at)


def give_back(person: Person, role: StaffRole, at: datetime) -> None:
    """Whoever is no coordinator any more looks after nothing."""
    if role == StaffRole.COORDINATOR:
        for folder in Folder.objects.filter(assigned_to=person).order_by("pk"):
            put_into_hands(folder, None, by=None, at=at)


def throw_away(kind: str, public_ids: Collection[str]) -> None:
    """Delete the folders of things that are deleted themselves."""
    Folder.objects.filter(kind=kind, thing__in=public_ids).delete()
