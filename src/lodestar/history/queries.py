from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Protocol

from django.db.models import Q, QuerySet

from lodestar.history.models import Entry

private: list[Callable[[Any, str, str], bool]] = []
"""Rules of concepts above this one: whether a reader is kept from a thing of this kind and public id."""

PAIR = ("mentor", "mentee")
NAMED = (*PAIR, "to", "from")


class Named(Protocol):
    @property
    def public_id(self) -> Any: ...


@dataclass(frozen=True)
class Thing:
    """What history tells of, named by kind and public id, as its own concept calls and shows it."""

    kind: str
    public_id: str
    title: str = ""
    url: str = ""


finders: dict[str, Callable[[Any, Collection[str]], Iterable[Thing]]] = {}
"""For a kind that has a page: those of these public ids that a reader may look after. Concepts add theirs."""

parts: dict[str, list[Callable[[Any, str], Q]]] = defaultdict(list)
"""Which entries about other things belong to the whole history of one of this kind, for a reader."""


def find(reader: Any, kind: str, public_ids: Collection[str]) -> dict[str, Thing]:
    """Return these things of one kind by public id, as far as `reader` may look after them."""
    finder = finders.get(kind)
    return {thing.public_id: thing for thing in finder(reader, public_ids)} if finder and public_ids else {}


def find_one(reader: Any, kind: str, public_id: str) -> Thing | None:
    return find(reader, kind, [public_id]).get(public_id)


def kind_of(thing: Named) -> str:
    return thing.kind if isinstance(thing, Thing) else type(thing).__name__.lower()


def entries_about(*things: Named) -> QuerySet[Entry]:
    """Return what happened to these things, oldest first, each with who did it, in one query."""
    about = Q(pk__in=[])
    for thing in things:
        about |= Q(kind=kind_of(thing), thing=thing.public_id)
    return Entry.objects.filter(about).select_related("actor")


@dataclass(frozen=True)
class Line:
    """One entry of a whole history, the people it names and, when it is about another thing, that thing."""

    entry: Entry
    about: Thing | None = None
    people: str = ""


def whole_history(kind: str, public_id: str, reader: Any) -> list[Line]:
    """Return what happened to a thing and to what belongs to it, as far as `reader` may know of it."""
    if any(keeps_from(reader, kind, public_id) for keeps_from in private):
        return []
    wanted = Q(kind=kind, thing=public_id)
    for part in parts.get(kind, []):
        wanted |= part(reader, public_id)
    found = Entry.objects.filter(wanted).select_related("actor")
    entries = for_reader(found, reader)
    others = things_of(entry for entry in entries if (entry.kind, entry.thing) != (kind, public_id))
    titles = {name: find(reader, name, ids) for name, ids in others.items()}
    names = names_in(reader, entries)
    return [
        Line(entry, titles.get(entry.kind, {}).get(entry.thing), people_of(entry, names)) for entry in entries
    ]


def for_reader(entries: Iterable[Entry], reader: Any) -> list[Entry]:
    return [entry for entry in entries if not is_of_pair_with(entry, reader)]


def is_of_pair_with(entry: Entry, reader: Any) -> bool:
    """Whether it tells of a decision about the reader and somebody else: another coordinator's to know."""
    return reader.public_id in ids_in(entry, PAIR)


def ids_in(entry: Entry, keys: Iterable[str]) -> list[str]:
    return [entry.details[key] for key in keys if key in entry.details]


def things_of(entries: Iterator[Entry]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for entry in entries:
        found[entry.kind].add(entry.thing)
    return found


def names_in(reader: Any, entries: list[Entry]) -> dict[str, Thing]:
    return find(reader, "person", {one for entry in entries for one in ids_in(entry, NAMED)})


def people_of(entry: Entry, names: dict[str, Thing]) -> str:
    """Whom an entry names besides its actor."""
    actor = entry.actor.public_id if entry.actor else ""
    return ", ".join(names[one].title for one in ids_in(entry, NAMED) if one in names and one != actor)
