"""Whoever said at the end of a mentorship that they wish no new match is left in peace."""

from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from lodestar.matchmaking.models import Ruling
from lodestar.matchmaking.queries.demand import demand_of
from lodestar.matchmaking.queries.facts import read_facts
from lodestar.mentorships.models import Mentorship, NewMatchWish
from lodestar.people.models import Person
from lodestar.programs.models import Cycle
from tests import factories
from tests.factories import NOW
from tests.matchmaking.conftest import role_of, run

pytestmark = pytest.mark.django_db


def end(mentor: Person, mentee: Person, days: int, wishes: dict[str, bool]) -> Mentorship:
    """A mentorship that ended `days` ago, and what `mentor` and `mentee` wished then."""
    ended = factories.make_mentorship(
        role_of(mentor, "mentor"), role_of(mentee, "mentee"),
        ended_at=NOW - timedelta(days=days), end_reason="completed",
    )  # fmt: skip
    for side, wished in wishes.items():
        NewMatchWish.objects.create(mentorship=ended, person=getattr(ended, side), wished=wished)
    return ended


def in_the_round(cycle: Cycle) -> set[str]:
    facts = read_facts(cycle)
    demand = demand_of(cycle)
    assert (demand.mentees, demand.mentors) == (len(facts.mentees), len(facts.mentors))
    return {role.role for role in [*facts.mentors, *facts.mentees]}


@pytest.mark.parametrize(
    ("wishes", "left"),
    [
        ({}, {"mentor", "mentee"}),
        ({"mentor": False}, {"mentee"}),
        ({"mentee": False}, {"mentor"}),
        ({"mentor": True, "mentee": False}, {"mentor"}),
    ],
)
def test_who_wished_no_new_match_is_not_matched(
    cycle: Cycle, mentor: Person, mentee: Person, wishes: dict[str, bool], left: set[str]
) -> None:
    end(mentor, mentee, 3, wishes)
    assert in_the_round(cycle) == left


def test_only_the_latest_end_counts(cycle: Cycle, mentor: Person, mentee: Person) -> None:
    end(mentor, mentee, 3, {"mentor": False})
    end(mentor, mentee, 2, {"mentor": True, "mentee": False})
    assert in_the_round(cycle) == {"mentor"}
    end(mentor, mentee, 1, {})
    assert in_the_round(cycle) == {"mentor", "mentee"}


def test_the_other_role_and_another_cycle_are_not_touched(
    cycle: Cycle, mentor: Person, mentee: Person
) -> None:
    factories.add_role(role_of(mentee, "mentee").application, "mentor", ["budget"], state="accepted")
    end(mentor, mentee, 3, {"mentee": False})
    assert len(read_facts(cycle).mentors) == 2
    later = factories.make_cycle()
    factories.make_application(mentee, cycle=later, mentee=["policy"])
    assert len(read_facts(later).mentees) == 1


@pytest.mark.parametrize("pins", [1, 3])
def test_pins_that_cannot_be_kept_are_named_without_a_query_each(
    cycle: Cycle,
    mentor: Person,
    coordinator: Person,
    pins: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for _ in range(pins):
        mentee = factories.make_application(cycle=cycle, mentee=["makerspaces"]).person
        Ruling.objects.create(cycle=cycle, mentor=mentor, mentee=mentee, kind="pin", by=coordinator, at=NOW)
    rulings = read_facts(cycle).rulings
    with django_assert_num_queries(0):
        assert len({f"{pin.mentee} {pin.mentor}" for pin in rulings}) == pins
    factories.make_rules(cycle.program)
    assert "Maskwa" in run(cycle).problem
