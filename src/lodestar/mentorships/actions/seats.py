"""The places of a mentor. Parts of larger acts, so history is written by those."""

from django.db import transaction
from django.utils.translation import gettext as _

from lodestar.mentorships.models import Seat
from lodestar.people.models import Person
from lodestar.refusal import Refused


@transaction.atomic
def provide_seats(*, mentor: Person, capacity: int) -> None:
    """Let `mentor` have `capacity` open seats. Held ones come first and are never taken away."""
    # Two acts that both find no seat would both make the first: on PostgreSQL the later one waits here.
    Person.objects.select_for_update(no_key=True).get(pk=mentor.pk)
    seats = sorted(Seat.objects.filter(mentor=mentor), key=lambda seat: (seat.held_by is None, seat.number))
    keep = [seat.pk for seat in seats[:capacity]]
    Seat.objects.filter(mentor=mentor).exclude(pk__in=keep).update(is_open=False)
    Seat.objects.filter(pk__in=keep).update(is_open=True)
    first = max((seat.number for seat in seats), default=0) + 1
    missing = capacity - len(keep)
    Seat.objects.bulk_create(Seat(mentor=mentor, number=first + place) for place in range(missing))


def take_seat(*, mentor: Person, holder: str) -> Seat:
    """Let `holder` (a public id) take one free seat of `mentor`; refused when there is none."""
    for seat in Seat.objects.free().filter(mentor=mentor):
        if Seat.objects.free().filter(pk=seat.pk).update(held_by=holder):
            seat.held_by = holder
            return seat
    raise Refused("mentor_full", _("Every place of this mentor is taken."))


@transaction.atomic
def free_seat(*, holder: str) -> None:
    """Give back the seat that `holder` holds. Doing it again changes nothing."""
    seat = Seat.objects.select_for_update().filter(held_by=holder).first()
    if seat is None:
        return
    surplus = Seat.objects.held().filter(mentor=seat.mentor_id, is_open=False).exclude(pk=seat.pk).first()
    Seat.objects.filter(pk=seat.pk).update(held_by=None, is_open=seat.is_open and surplus is None)
    if seat.is_open and surplus:
        Seat.objects.filter(pk=surplus.pk).update(is_open=True)


def pass_seat(*, seat: Seat, from_holder: str, to_holder: str) -> None:
    """Hand a held seat on, from an offer to the mentorship it became."""
    if not Seat.objects.filter(pk=seat.pk, held_by=from_holder).update(held_by=to_holder):
        raise Refused("seat_gone", _("The place was given to someone else in the meantime."))
