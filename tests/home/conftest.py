from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client

from lodestar.matchmaking.models import Match
from lodestar.mentorships.models import Seat
from lodestar.people.models import Person
from lodestar.programs.models import Cycle
from tests import factories
from tests.matchmaking.conftest import offer, proposed, role_of, send

__all__ = ["offer", "proposed", "role_of", "send"]


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with time_machine.travel(factories.NOW, tick=False):
        yield


@pytest.fixture
def desk(client: Client, coordinator: Person, cycle: Cycle) -> Client:
    client.force_login(coordinator)
    return client


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def make_late_offer(number: int) -> Match:
    """One more mentor and mentee, and an offer between them whose answer is late."""
    mentor = factories.make_application(factories.make_person(f"Mentor {number}"), mentor=["policy"])
    mentee = factories.make_application(factories.make_person(f"Mentee {number}"), mentee=["policy"])
    seat = Seat.objects.create(mentor=mentor.person, number=1)
    return factories.make_match(
        mentor.roles.get(), mentee.roles.get(),
        seat=seat, state=Match.State.ASKED_MENTOR, is_late=True, mentor_asked_at=factories.NOW,
    )  # fmt: skip
