"""Made-up people to practise with never meet real ones, and take nothing with them when they go."""

import pytest

from lodestar.intake.actions import remove_practice_people
from lodestar.matchmaking.models import Match
from lodestar.matchmaking.queries.demand import demand_of
from lodestar.matchmaking.queries.facts import read_facts
from lodestar.mentorships.models import Mentorship, Seat
from lodestar.outbox.models import Mail
from lodestar.people.models import Person
from lodestar.programs.models import Cycle
from lodestar.refusal import Refused
from tests import factories
from tests.factories import NOW
from tests.matchmaking.conftest import fresh, role_of, run, send

pytestmark = pytest.mark.django_db


@pytest.fixture
def made_up(cycle: Cycle) -> Person:
    person = factories.make_person("Ash (made up)", email=None, phone="780-555-0100", is_made_up=True)
    factories.make_application(person, cycle=cycle, mentee=["policy"])
    return person


def test_made_up_people_are_matched_with_each_other_while_nobody_real_is_in_the_pool(
    cycle: Cycle, made_up: Person
) -> None:
    other = factories.make_person("Pine (made up)", is_made_up=True)
    factories.make_application(other, cycle=cycle, mentor=["policy"])
    assert len(read_facts(cycle).mentees) == len(read_facts(cycle).mentors) == 1
    real = factories.make_application(cycle=cycle, mentor=["policy"])
    assert [role.application for role in read_facts(cycle).mentors] == [real.public_id]
    assert read_facts(cycle).mentees == []
    assert demand_of(cycle).mentees == 0


def test_a_real_mentor_is_never_asked_about_somebody_made_up(
    cycle: Cycle, made_up: Person, mentor: Person, coordinator: Person
) -> None:
    factories.make_rules(cycle.program)
    pair = factories.make_match(
        role_of(mentor, "mentor"), role_of(made_up, "mentee"), round=factories.make_round(cycle)
    )
    with pytest.raises(Refused) as refused:
        send(pair, coordinator)
    assert refused.value.code == "not_in_round"
    assert not Mail.objects.exists()


def test_the_places_of_a_real_mentor_are_free_when_the_made_up_people_go(
    made_up: Person, mentor: Person, mentee: Person, coordinator: Person, cycle: Cycle
) -> None:
    factories.make_mentorship(role_of(mentor, "mentor"), role_of(made_up, "mentee"))
    seat = Seat.objects.create(mentor=mentor, number=999)
    offer = factories.make_match(
        role_of(mentor, "mentor"), role_of(made_up, "mentee"), seat=seat, state="asked_mentor"
    )
    Seat.objects.filter(pk=seat.pk).update(held_by=offer.public_id)
    remove_practice_people(by=coordinator, at=NOW)
    assert not Match.objects.exists()
    assert not Mentorship.objects.exists()
    assert Seat.objects.free().filter(mentor=mentor).count() == 2
    factories.make_rules(cycle.program)
    assert send(fresh(run(cycle, coordinator).matches.get()), coordinator).state == "asked_mentor"
