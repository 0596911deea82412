"""What is sought and offered before the matching, and asking past mentors for help."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from lodestar.history.models import Entry
from lodestar.matchmaking import actions
from lodestar.matchmaking.models import Match
from lodestar.matchmaking.queries.demand import AreaRow, demand_of
from lodestar.matchmaking.queries.facts import read_facts, shared_areas
from lodestar.matchmaking.queries.past_people import past_people
from lodestar.outbox.models import Mail
from lodestar.people.models import Person
from lodestar.programs.models import AreaGroup, Cycle
from lodestar.refusal import Refused
from tests import factories
from tests.factories import NOW, TODAY
from tests.matchmaking.conftest import role_of

pytestmark = pytest.mark.django_db
DEMAND = "matchmaking:demand"


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def desk(client: Client, coordinator: Person, cycle: Cycle) -> Client:
    client.force_login(coordinator)
    return client


@pytest.fixture
def past(cycle: Cycle) -> Person:
    """A mentor of the year before."""
    before = factories.make_cycle(
        name="2025-2026", opens_on=TODAY - timedelta(days=400), closes_on=TODAY - timedelta(days=380)
    )
    person = factories.make_person("Past Pearl", email="pearl@example.org")
    factories.make_application(person, cycle=before, mentor=["policy"])
    return person


def row(cycle: Cycle, label: str) -> AreaRow:
    return next(row for row in demand_of(cycle).areas if row.label == label)


def test_an_area_counts_who_seeks_it_who_offers_it_and_with_how_many_places(cycle: Cycle) -> None:
    factories.make_application(cycle=cycle, mentor=["policy"], capacity=2)
    factories.make_application(cycle=cycle, mentor=["policy", "budget"])
    for _ in range(4):
        factories.make_application(cycle=cycle, mentee=["policy"])
    policy = row(cycle, "Policy")
    assert (policy.seeking, policy.offering, policy.places, policy.gap) == (4, 2, 3, 1)
    assert demand_of(cycle).areas[0] == policy
    assert demand_of(cycle).missing == [policy]


def test_a_group_ticked_alone_offers_its_areas_and_is_served_by_any_of_them(cycle: Cycle) -> None:
    mentor = factories.make_application(cycle=cycle, mentor=[])
    group = AreaGroup.objects.get(key="governance")
    mentor.roles.get().areas.create(group=group, label=group.label)
    mentee = factories.make_application(cycle=cycle, mentee=[])
    other = AreaGroup.objects.get(key="technology")
    mentee.roles.get().areas.create(group=other, label=other.label)
    factories.make_application(cycle=cycle, mentor=["makerspaces"])
    assert row(cycle, "Budget").offering == 1
    technology = row(cycle, "Technology (generally)")
    assert (technology.seeking, technology.offering) == (1, 1)


def test_a_group_ticked_with_one_of_its_areas_offers_that_area_alone_as_the_matching_has_it(
    cycle: Cycle,
) -> None:
    mentor = factories.make_application(cycle=cycle, mentor=["policy"]).roles.get()
    group = AreaGroup.objects.get(key="governance")
    mentor.areas.create(group=group, label=group.label)
    factories.make_application(cycle=cycle, mentee=["policy", "budget"])
    facts = read_facts(cycle)
    assert shared_areas(facts.mentors[0], facts.mentees[0]) == ["Policy"]
    assert (row(cycle, "Policy").offering, row(cycle, "Budget").offering) == (1, 0)
    assert row(cycle, "Governance (generally)").offering == 1


def test_whoever_has_a_mentor_or_no_free_place_counts_no_more(
    cycle: Cycle, mentor: Person, mentee: Person
) -> None:
    factories.make_mentorship(role_of(mentor, "mentor"), role_of(mentee, "mentee"))
    found = demand_of(cycle)
    assert (found.mentees, found.mentors, found.places, found.touched) == (0, 0, 0, [])


def test_towns_are_counted_by_the_first_library(cycle: Cycle, mentor: Person, mentee: Person) -> None:
    towns = demand_of(cycle).towns
    assert sorted((town.mentees, town.mentors, town.places) for town in towns) == [
        (0, 1, 1),
        (1, 0, 0),
    ]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_takes_the_same_queries_for_one_row_and_for_three(
    desk: Client, cycle: Cycle, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(rows):
        factories.make_application(cycle=cycle, mentor=["policy"])
        factories.make_application(cycle=cycle, mentee=["budget"])
    with django_assert_num_queries(14):
        page = desk.get(reverse(DEMAND)).content.decode()
    assert "<svg" in page
    assert "- Budget" in page  # in the call for mentors


def test_an_empty_pool_says_what_will_stand_here(desk: Client) -> None:
    assert "Nobody is waiting to be matched" in desk.get(reverse(DEMAND)).content.decode()


def test_past_mentors_are_asked_once_in_a_cycle_by_the_mail_that_was_shown(
    desk: Client, past: Person
) -> None:
    page = desk.get(reverse("matchmaking:ask_past", args=["mentor"])).content.decode()
    assert "Past Pearl, 2025-2026" in page
    assert "would you help again this year?" in page
    for _ in range(2):
        desk.post(reverse("matchmaking:ask_past", args=["mentor"]), {"people": [past.public_id]})
    mail = Mail.objects.get()
    assert (mail.person, "mentor" in mail.subject.lower()) == (past, False)
    assert Entry.objects.filter(act="asked past mentors to help again").count() == 1
    again = desk.get(reverse("matchmaking:ask_past", args=["mentor"])).content.decode()
    assert "Asked already" in again
    assert f'value="{past.public_id}"' not in again


def test_nobody_ticked_or_somebody_else_is_told_and_mails_nobody(
    desk: Client, past: Person, mentee: Person
) -> None:
    for people in ([], [mentee.public_id], ["p-nobody"]):
        assert (
            desk.post(reverse("matchmaking:ask_past", args=["mentor"]), {"people": people}).status_code == 200
        )
    assert not Mail.objects.exists()


def test_who_applied_as_mentor_this_year_is_not_asked(cycle: Cycle, past: Person) -> None:
    factories.make_application(past, cycle=cycle, state="withdrawn", mentor=["policy"])
    assert past_people(cycle, "mentor") == []


def test_only_a_coordinator_asks(cycle: Cycle, past: Person, mentee: Person) -> None:
    with pytest.raises(Refused):
        actions.ask_past_people(cycle=cycle, role="mentor", people=[past], by=mentee, at=NOW)


def test_mentees_left_out_before_are_asked_whether_they_still_wish_it(
    desk: Client, cycle: Cycle, mentor: Person
) -> None:
    before = factories.make_cycle(program=cycle.program, opens_on=cycle.opens_on - timedelta(days=400))
    left, paired = (factories.make_application(cycle=before, mentee=["policy"]) for _ in range(2))
    helper = factories.make_application(cycle=before, mentor=["policy"])
    match = factories.make_match(helper.roles.get(), paired.roles.get(), round=factories.make_round(before))
    mentorship = factories.make_mentorship(helper.roles.get(), paired.roles.get())
    Match.objects.filter(pk=match.pk).update(state="confirmed", mentorship=mentorship)
    assert [one.person for one in past_people(cycle, "mentee")] == [left.person]
    url = reverse("matchmaking:ask_past", args=["mentee"])
    assert "do you still wish to take part?" in desk.get(url).content.decode()
    for _ in range(2):
        desk.post(url, {"people": [left.person.public_id]})
    mail = Mail.objects.get()
    assert mail.person == left.person
    assert {"mentee", "mentor"}.isdisjoint(mail.subject.lower().split())
    factories.make_application(left.person, cycle=cycle, state="submitted", mentee=["policy"])
    assert past_people(cycle, "mentee") == []
