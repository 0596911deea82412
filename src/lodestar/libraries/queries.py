from dataclasses import dataclass
from itertools import combinations

from django.db.models import Q, QuerySet

from lodestar.folding import fold
from lodestar.libraries.distance import Distances, estimated_km
from lodestar.libraries.models import KnownDistance, Library


def driving_distances(libraries: list[Library]) -> Distances:
    """Kilometres one way between every two of `libraries` by their ids, both ways round, in one query."""
    ids = [library.pk for library in libraries]
    known = {
        (row.one_id, row.other_id): row.km for row in KnownDistance.objects.filter(one__in=ids, other__in=ids)
    }
    table = {(pk, pk): 0 for pk in ids}
    for one, other in combinations(sorted(libraries, key=lambda library: library.pk), 2):
        km = known.get((one.pk, other.pk))
        km = estimated_km(one, other) if km is None else km
        table[one.pk, other.pk] = table[other.pk, one.pk] = km
    return table


def driving_km(one: Library, other: Library) -> int:
    """Kilometres one way between two libraries: the known figure, else the estimate."""
    return driving_distances([one, other])[one.pk, other.pk]


@dataclass(frozen=True)
class Way:
    """The drive from one library to another, and whether somebody gave the figure."""

    to: Library
    km: int
    is_known: bool


def ways_from(library: Library) -> list[Way]:
    """The drives from `library` to every other member, the nearest first."""
    others = list(Library.objects.filter(is_member=True).exclude(pk=library.pk))
    table = driving_distances([library, *others])
    rows = KnownDistance.objects.filter(Q(one=library) | Q(other=library)).values_list("one_id", "other_id")
    known = {pk for pair in rows for pk in pair}
    ways = [Way(other, table[library.pk, other.pk], other.pk in known) for other in others]
    return sorted(ways, key=lambda way: (way.km, way.to.name))


def find_libraries(text: str) -> QuerySet[Library]:
    """Libraries whose name or town holds `text`, whatever its accents or capitals."""
    return Library.objects.filter(folded_name__contains=fold(text)).select_related("board")


def boards_missing() -> int:
    """How many member libraries have no board written down."""
    return Library.objects.filter(is_member=True, board__isnull=True).count()


def members_by_town() -> dict[str, Library]:
    """The towns that have a member library, in order, each with one library that says where it lies."""
    members = Library.objects.filter(is_member=True).order_by("town", "pk")
    return {library.town: library for library in members}
