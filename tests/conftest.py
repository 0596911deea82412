"""The cast is always the same: a coordinator, a mentor, a mentee, a finance officer, a stranger."""

import pytest

from lodestar.people.models import Person
from lodestar.programs.models import Cycle
from tests import factories


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
