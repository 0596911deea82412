"""What made-up people held is free again when they go, and what was kept about it is thrown away."""

from collections.abc import Collection
from typing import Any

from django.db.models import Q, QuerySet

from lodestar.folders.actions import throw_away
from lodestar.matchmaking.models import Match
from lodestar.mentorships.actions import free_seat
from lodestar.mentorships.models import Mentorship


def free_seats_of(people: Collection[int]) -> None:
    """Give back the places that these people hold in offers and in pairs, on either side, and the folders."""
    offers = Match.objects.filter(
        Q(mentor_role__application__person__in=people) | Q(mentee_role__application__person__in=people)
    )
    pairs = Mentorship.objects.filter(Q(mentor__in=people) | Q(mentee__in=people))
    kinds: dict[str, QuerySet[Any]] = {"match": offers, "mentorship": pairs}
    for kind, rows in kinds.items():
        holders = list(rows.order_by().values_list("public_id", flat=True))
        for holder in holders:
            free_seat(holder=holder)
        throw_away(kind, holders)
