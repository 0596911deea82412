from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from lodestar.mentorships.actions import free_seat, pass_seat, provide_seats, take_seat
from lodestar.mentorships.models import Seat
from lodestar.mentorships.queries import held_seats
from lodestar.people.models import Person
from lodestar.refusal import Refused
from tests import factories


def at_once(acts: list[Callable[[], object]]) -> list[object]:
    """Run the acts in threads of their own, each with its own connection; a refusal is an answer."""

    def run(act: Callable[[], object]) -> object:
        try:
            return act()
        except Refused as refused:
            return refused.code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


@pytest.fixture
def maskwa(db: None) -> Person:
    return factories.make_person("Mentor Maskwa")


def test_a_mentor_has_as_many_free_seats_as_the_capacity(maskwa: Person) -> None:
    provide_seats(mentor=maskwa, capacity=3)
    provide_seats(mentor=maskwa, capacity=2)

    assert Seat.objects.free().filter(mentor=maskwa).count() == 2


def test_a_seat_is_taken_once_and_the_next_is_refused(maskwa: Person) -> None:
    provide_seats(mentor=maskwa, capacity=1)
    take_seat(mentor=maskwa, holder="m-one")

    with pytest.raises(Refused) as refused:
        take_seat(mentor=maskwa, holder="m-two")

    assert refused.value.code == "mentor_full"
    assert held_seats([maskwa.pk]) == {maskwa.pk: 1}


def test_lowering_the_capacity_keeps_held_seats_and_closes_free_ones(maskwa: Person) -> None:
    provide_seats(mentor=maskwa, capacity=3)
    for holder in ["m-one", "m-two"]:
        take_seat(mentor=maskwa, holder=holder)

    provide_seats(mentor=maskwa, capacity=1)

    assert held_seats([maskwa.pk]) == {maskwa.pk: 2}
    assert Seat.objects.free().filter(mentor=maskwa).count() == 0


@pytest.mark.parametrize("leaver", ["m-one", "m-two"])
def test_a_lowered_capacity_holds_whichever_seat_is_given_back(maskwa: Person, leaver: str) -> None:
    provide_seats(mentor=maskwa, capacity=2)
    for holder in ["m-one", "m-two"]:
        take_seat(mentor=maskwa, holder=holder)
    provide_seats(mentor=maskwa, capacity=1)

    free_seat(holder=leaver)

    assert held_seats([maskwa.pk]) == {maskwa.pk: 1}
    with pytest.raises(Refused):
        take_seat(mentor=maskwa, holder="m-three")


def test_a_freed_seat_can_be_taken_again(maskwa: Person) -> None:
    provide_seats(mentor=maskwa, capacity=1)
    take_seat(mentor=maskwa, holder="m-one")

    free_seat(holder="m-one")
    free_seat(holder="m-one")

    assert take_seat(mentor=maskwa, holder="m-two").held_by == "m-two"


def test_raising_the_capacity_opens_closed_seats_again(maskwa: Person) -> None:
    provide_seats(mentor=maskwa, capacity=3)
    provide_seats(mentor=maskwa, capacity=1)
    provide_seats(mentor=maskwa, capacity=3)

    assert Seat.objects.free().filter(mentor=maskwa).count() == 3
    assert Seat.objects.count() == 3


def test_a_seat_passes_only_from_the_one_who_holds_it(maskwa: Person) -> None:
    provide_seats(mentor=maskwa, capacity=1)
    seat = take_seat(mentor=maskwa, holder="m-one")

    with pytest.raises(Refused):
        pass_seat(seat=seat, from_holder="m-two", to_holder="s-two")
    pass_seat(seat=seat, from_holder="m-one", to_holder="s-one")

    assert Seat.objects.get().held_by == "s-one"


@pytest.mark.django_db(transaction=True)
def test_eight_offers_at_once_never_take_more_than_two_seats() -> None:
    mentor = factories.make_person()
    provide_seats(mentor=mentor, capacity=2)

    def offer(holder: str) -> Callable[[], object]:
        return lambda: take_seat(mentor=mentor, holder=holder)

    answers = at_once([offer(f"m-{number}") for number in range(8)])

    assert answers.count("mentor_full") == 6
    assert held_seats([mentor.pk]) == {mentor.pk: 2}
