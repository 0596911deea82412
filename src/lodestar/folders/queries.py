from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import CharField, Count, Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, NullIf

from lodestar.folders.models import Folder, Note
from lodestar.history.queries import Thing, find
from lodestar.people.models import Person

ME, NOBODY = "me", "nobody"
WITH_DEPUTY = "assigned_to__deputy"


def folder_of(kind: str, public_id: str) -> Folder:
    """The folder of a thing, empty and not saved when nobody has put anything into it."""
    found = Folder.objects.filter(kind=kind, thing=public_id).select_related(WITH_DEPUTY).first()
    return found or Folder(kind=kind, thing=public_id)


@dataclass(frozen=True)
class Keeper:
    """The coordinator who looks after a thing; while they are away, until when and who stands in."""

    person: Person
    away_until: date | None
    deputy: Person | None


def keeper(folder: Folder, today: date) -> Keeper | None:
    person = folder.assigned_to
    if person is None:
        return None
    if person.is_away(today):
        return Keeper(person, person.away_until, person.deputy)
    return Keeper(person, None, None)


@dataclass(frozen=True)
class Kept:
    """A folder as its pages show it."""

    folder: Folder
    notes: list[Note]
    keeper: Keeper | None

    @property
    def open_notes(self) -> list[Note]:
        return [note for note in self.notes if note.put_away_at is None]

    @property
    def put_away(self) -> list[Note]:
        return [note for note in self.notes if note.put_away_at is not None]


def kept(kind: str, public_id: str, today: date) -> Kept:
    folder = folder_of(kind, public_id)
    notes = folder.notes.select_related("by", "put_away_by") if folder.pk else []
    return Kept(folder, list(notes), keeper(folder, today))


def with_folder(rows: QuerySet[Any], kind: str, today: date) -> QuerySet[Any]:
    """Add to each row, in the same query, who looks after it, whether away, and how many notes there are."""
    folders = Folder.objects.filter(kind=kind, thing=OuterRef("public_id")).order_by()
    away = folders.filter(assigned_to__away_until__gte=today)
    notes = Note.objects.open().filter(folder__kind=kind, folder__thing=OuterRef("public_id")).order_by()
    return rows.annotate(
        assigned_name=Subquery(folders.values(name=written("assigned_to"))),
        assigned_away_until=Subquery(away.values("assigned_to__away_until")),
        assigned_deputy=Subquery(away.values(name=written(WITH_DEPUTY))),
        notes=Subquery(notes.values("folder").annotate(count=Count("pk")).values("count")),
    )


def written(path: str) -> Coalesce:
    """A person's name in the database, as `str` writes it."""
    name, email, phone = (F(f"{path}__{field}") for field in ("name", "email", "phone"))
    return Coalesce(NullIf(name, Value("")), email, phone, output_field=CharField())


def assigned(rows: QuerySet[Any], kind: str, to: str, reader: Person) -> QuerySet[Any]:
    """Keep the rows that `reader` looks after (`me`), or that nobody does (`nobody`)."""
    folders = Folder.objects.filter(kind=kind)
    if to == ME:
        return rows.filter(public_id__in=folders.filter(assigned_to=reader).values("thing"))
    if to == NOBODY:
        return rows.exclude(public_id__in=folders.exclude(assigned_to=None).values("thing"))
    return rows


def keepers(things: Iterable[str], reader: Person, today: date) -> tuple[dict[str, Keeper], set[str]]:
    """Who looks after these things, by public id; and of which kinds `reader` looks after any."""
    wanted = Q(thing__in=list(things), assigned_to__isnull=False) | Q(assigned_to=reader)
    found = list(Folder.objects.filter(wanted).select_related(WITH_DEPUTY))
    by_thing = {folder.thing: one for folder in found if (one := keeper(folder, today))}
    return by_thing, {folder.kind for folder in found if folder.assigned_to_id == reader.pk}


def in_use() -> list[Folder]:
    """The folders that somebody looks after or that hold an open note, with both."""
    notes = Note.objects.open().select_related("by")
    has_note = Exists(Note.objects.open().filter(folder=OuterRef("pk")))
    found = Folder.objects.filter(Q(assigned_to__isnull=False) | has_note).order_by("pk")
    return list(found.select_related(WITH_DEPUTY).prefetch_related(Prefetch("notes", notes)))


def things_in(reader: Person, folders: Iterable[Folder]) -> dict[str, Thing]:
    """What these folders are about, by public id: only what `reader` may look after."""
    by_kind: dict[str, set[str]] = defaultdict(set)
    for folder in folders:
        by_kind[folder.kind].add(folder.thing)
    found: dict[str, Thing] = {}
    for kind, public_ids in by_kind.items():
        found |= find(reader, kind, public_ids)
    return found
