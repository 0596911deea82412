"""What made-up people held is free again when they go."""

from collections.abc import Collection
from itertools import chain

from django.db.models import Q

from lodestar.matchmaking.models import Match
from lodestar.mentorships.actions import free_seat
from lodestar.mentorships.models import Mentorship


def free_seats_of(people: Collection[int]) -> None:
    """Give back the places that these people hold in offers and in pairs, on either side."""
    offers = Match.objects.filter(
        Q(mentor_role__application__person__in=people) | Q(mentee_role__application__person__in=people)
    )
    pairs = Mentorship.objects.filter(Q(mentor__in=people) | Q(mentee__in=people))
    holders = (rows.order_by().values_list("public_id", flat=True) for rows in (offers, pairs))
    for holder in chain(*holders):
        free_seat(holder=holder)
