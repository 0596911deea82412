"""The cast is always the same: a coordinator, a mentor, a mentee, a finance officer, a stranger."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache

from lodestar.people.models import Person
from lodestar.programs.models import Cycle
from tests import factories


@pytest.fixture(autouse=True)
def _nothing_counted_yet() -> Iterator[None]:
    """Rate limits live in the cache of the process: what one test used up is not the next one's."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def cycle(db: None) -> Cycle:
    return factories.make_cycle()


@pytest.fixture
def coordinator(db: None) -> Person:
    return factories.make_person("Coordinator Corrine", email="coordinator@example.org", is_coordinator=True)


@pytest.fixture
def finance(db: None) -> Person:
    return factories.make_person("Finance Fern", email="finance@example.org", is_finance=True)


@pytest.fixture
def mentor(cycle: Cycle) -> Person:
    person = factories.make_person("Mentor Maskwa", email="mentor@example.org", phone="780-555-0111")
    factories.make_application(person, cycle=cycle, mentor=["policy", "budget"])
    return person


@pytest.fixture
def mentee(cycle: Cycle) -> Person:
    person = factories.make_person("Mentee Élise", email="mentee@example.org", phone="780-555-0122")
    factories.make_application(person, cycle=cycle, mentee=["policy"])
    return person


@pytest.fixture
def stranger(db: None) -> Person:
    return factories.make_person("Stranger Stan", email="stranger@example.org")
