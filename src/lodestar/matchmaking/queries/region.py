"""The region's towns, and which of them people of a matching come from."""

from collections.abc import Iterable, Set

from lodestar.libraries.queries import members_by_town
from lodestar.ui.maps import Map, Spot, draw, kind_of


def region_map(*, mentors: Set[str], mentees: Set[str], ways: Iterable[tuple[str, str]] = ()) -> Map:
    """Every town with a member library, those with mentors or mentees marked; `ways` join two towns."""
    spots = [
        Spot(
            town,
            float(library.latitude),
            float(library.longitude),
            kind_of(town, mentors=mentors, mentees=mentees),
        )
        for town, library in members_by_town().items()
    ]
    return draw(spots, ways)
