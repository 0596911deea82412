from collections.abc import Callable
from typing import Any, Protocol

from django.db.models import Q, QuerySet

from lodestar.history.models import Entry

private: list[Callable[[Any, str, str], bool]] = []
"""Rules of concepts above this one: whether a reader is kept from a thing of this kind and public id."""


class Named(Protocol):
    public_id: Any


def entries_about(*things: Named) -> QuerySet[Entry]:
    """Return what happened to these things, oldest first, each with who did it, in one query."""
    about = Q(pk__in=[])
    for thing in things:
        about |= Q(kind=type(thing).__name__.lower(), thing=thing.public_id)
    return Entry.objects.filter(about).select_related("actor")


def entries_of(kind: str, public_id: str, reader: Any) -> QuerySet[Entry]:
    """Return what happened to the thing of this kind and public id, as far as `reader` may know of it."""
    if any(keeps_from(reader, kind, public_id) for keeps_from in private):
        return Entry.objects.none()
    return Entry.objects.filter(kind=kind, thing=public_id).select_related("actor")
