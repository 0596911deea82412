import pytest

from lodestar.people.models import Person
from tests import factories
from tests.home.conftest import today

__all__ = ["today"]


@pytest.fixture
def successor(db: None) -> Person:
    return factories.make_person(
        "Successor Sue", email="sue@example.org", phone="780-555-0177", is_coordinator=True
    )
