from datetime import timedelta

import pytest

from lodestar.programs.models import Terms
from lodestar.programs.queries import current_cycle, current_terms, next_cycle, open_cycle
from tests.factories import NOW, TODAY, make_cycle, make_program

pytestmark = pytest.mark.django_db
LATER = {
    "opens_on": TODAY + timedelta(days=365),
    "closes_on": TODAY + timedelta(days=400),
    "matched_by": TODAY + timedelta(days=430),
    "midpoint_on": TODAY + timedelta(days=500),
    "ends_on": TODAY + timedelta(days=600),
}


def test_a_cycle_is_open_on_its_first_and_its_last_day_only() -> None:
    cycle = make_cycle()
    assert open_cycle(cycle.opens_on) == open_cycle(cycle.closes_on) == cycle
    assert open_cycle(cycle.opens_on - timedelta(days=1)) is None
    assert open_cycle(cycle.closes_on + timedelta(days=1)) is None


def test_a_closed_cycle_is_not_open() -> None:
    make_cycle(closed_at=NOW)
    assert open_cycle(TODAY) is None


def test_the_current_cycle_is_the_open_one_else_the_latest_begun_else_the_next() -> None:
    assert current_cycle(TODAY) is None
    later = make_cycle(**LATER)
    assert current_cycle(TODAY) == later
    begun = make_cycle(closed_at=NOW)
    assert current_cycle(TODAY) == begun
    running = make_cycle(opens_on=begun.opens_on - timedelta(days=5))
    assert current_cycle(TODAY) == running
    assert next_cycle(TODAY) == later


def test_the_current_terms_are_the_latest_version() -> None:
    program = make_program()
    assert current_terms(program, Terms.Kind.PRIVACY).version == 1
    Terms.objects.create(program=program, kind=Terms.Kind.PRIVACY, version=2, heading="New", items=[])
    assert current_terms(program, Terms.Kind.PRIVACY).version == 2
    assert current_terms(program, Terms.Kind.CONSIDERATIONS).version == 1
