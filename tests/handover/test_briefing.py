"""Where things stand: first for whoever takes over, and never with what is the reader's own."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lodestar.history.models import Entry
from lodestar.intake.models import Application, ApplicationRole
from lodestar.matchmaking import actions as matchmaking
from lodestar.matchmaking.models import Match, MatchingRound, Ruling, Unmatched
from lodestar.mentorships.models import MessageToCoordinator
from lodestar.people.actions import grant_role, know_where_things_stand
from lodestar.people.models import Person, StaffRole
from lodestar.programs.models import Cycle
from tests import factories
from tests.factories import NOW, TODAY
from tests.home.conftest import signed_in
from tests.matchmaking.conftest import fresh, offer, proposed

__all__ = ["offer", "proposed"]
pytestmark = pytest.mark.django_db
PHONE = {"channel": "phone", "said_on": TODAY}
PAGE = "/where-things-stand/"


def shown_to(person: Person) -> str:
    return " ".join(signed_in(person).get(PAGE).content.decode().split())


def make_coordinator(person: Person) -> Person:
    Person.objects.filter(pk=person.pk).update(is_coordinator=True)
    factories.add_second_factor(person)
    return Person.objects.get(pk=person.pk)


def test_it_comes_first_until_a_newcomer_says_they_have_read_it(
    cycle: Cycle, coordinator: Person, stranger: Person
) -> None:
    grant_role(person=stranger, role=StaffRole.COORDINATOR, by=coordinator, at=NOW)
    factories.add_second_factor(stranger)
    client = signed_in(stranger)
    assert client.get(reverse("home:home"))["Location"] == PAGE
    assert "I have read it: to my desk" in client.get(PAGE).content.decode()
    for _ in range(2):
        assert client.post(reverse("handover:read"))["Location"] == reverse("home:home")
    assert client.get(reverse("home:home")).status_code == 200
    assert "I have read it" not in client.get(PAGE).content.decode()
    assert Entry.objects.filter(act="read where things stand").count() == 1


def test_the_first_coordinator_of_all_begins_at_the_desk(cycle: Cycle, stranger: Person) -> None:
    grant_role(person=stranger, role=StaffRole.COORDINATOR, by=None, at=NOW)
    assert not Person.objects.get(pk=stranger.pk).is_newcomer


def test_the_desk_leads_there(client: Client, cycle: Cycle, coordinator: Person) -> None:
    client.force_login(coordinator)
    assert PAGE in client.get(reverse("home:home")).content.decode()


def test_an_empty_program_says_that_nobody_waits(cycle: Cycle, coordinator: Person) -> None:
    shown = shown_to(coordinator)
    for words in [
        "Nobody waits for anything.",
        "Nobody was promised anything that is still to come.",
        "Nothing unusual was decided in this cycle.",
        "There is no open note.",
    ]:
        assert words in shown, words


def test_it_says_who_waits_what_was_promised_and_what_is_unusual(
    offer: Match, coordinator: Person, mentor: Person, mentee: Person
) -> None:
    cycle = offer.round.cycle
    waiting = factories.make_application(
        factories.make_person("Waiting Wanda"),
        cycle=cycle,
        state="submitted",
        mentor=["policy"],
        mentee=["budget"],
    )
    unsure = factories.make_application(factories.make_person("Unsure Uma"), cycle=cycle, mentee=[])
    declined = factories.make_application(
        factories.make_person("Declined Dan"), cycle=cycle, state="declined", mentor=["policy"]
    )
    declined.roles.update(reason="Enough mentors this year.")
    Ruling.objects.create(
        cycle=cycle, mentor=waiting.person, mentee=unsure.person, kind=Ruling.Kind.FORBID, note="Cousins.",
        by=coordinator, at=NOW,
    )  # fmt: skip
    matchmaking.ask_for_more_days(match=fresh(offer), role="mentor", by=mentor, at=NOW)
    factories.make_note(waiting, coordinator, "Call the manager first.")
    factories.make_assigned(waiting, coordinator)
    shown = shown_to(coordinator)
    for words in [
        "Waiting Wanda, as mentor and mentee</a>, sent on 14 September 2026",
        "Unsure Uma, as mentee",
        "Mentor Maskwa is asked about Mentee Élise</a>, answer by 26 September 2026",
        "Mentor Maskwa, by 26 September 2026",
        "2 people, by 24 October 2026",
        "Waiting Wanda and Unsure Uma</a>, by Coordinator Corrine on 14 September 2026: <q>Cousins.</q>",
        "Declined Dan, as mentor</a>, sent on 14 September 2026: <q>Enough mentors this year.</q>",
        "Call the manager first.",
        "Assigned to you",
    ]:
        assert words in shown, words
    matchmaking.answer_offer(match=fresh(offer), role="mentor", said="yes", by=coordinator, at=NOW, **PHONE)
    shown = shown_to(coordinator)
    assert "Said yes, and told by when they hear of the other" in shown
    assert "Given a few more days" not in shown
    matchmaking.withdraw_offer(match=fresh(offer), by=coordinator, at=NOW, reason="Moved away.")
    assert "Mentor Maskwa and Mentee Élise</a>, on 14 September 2026: <q>Moved away.</q>" in shown_to(
        coordinator
    )


def test_it_says_who_asked_and_which_pair_is_silent(
    cycle: Cycle, coordinator: Person, mentor: Person, mentee: Person
) -> None:
    sides = [Application.objects.get(person=person).roles.get() for person in (mentor, mentee)]
    pair = factories.make_mentorship(*sides, first_talk_asked_at=NOW - timedelta(days=8))
    MessageToCoordinator.objects.create(mentorship=pair, writer=mentee, text="Private words", written_at=NOW)
    shown = shown_to(coordinator)
    assert "Mentee Élise</a>, wrote on 14 September 2026, no answer yet" in shown
    assert "Mentor Maskwa and Mentee Élise</a>, matched on 14 September 2026; both were reminded" in shown
    assert "Private words" not in shown
    shown = shown_to(make_coordinator(mentee))
    assert "Maskwa and" not in shown
    assert "no answer yet" not in shown


def test_whoever_was_told_to_stay_on_the_list_is_named_this_year_and_the_next(
    cycle: Cycle, coordinator: Person, mentee: Person
) -> None:
    round_ = factories.make_round(cycle, solved_at=NOW)
    role = ApplicationRole.objects.get(application__person=mentee)
    Unmatched.objects.create(round=round_, application_role=role, code="no_shared_area")
    assert "stay on the list" not in shown_to(coordinator)
    matchmaking.tell_left_over(round=MatchingRound.objects.get(), roles=[role], by=coordinator, at=NOW)
    shown = shown_to(coordinator)
    assert "Told that they stay on the list and come first next year" in shown
    assert "in an earlier year" not in shown
    days = ("opens_on", "closes_on", "matched_by", "midpoint_on", "ends_on")
    Cycle.objects.update(**{day: getattr(cycle, day) - timedelta(days=366) for day in days})
    factories.make_application(mentee, cycle=factories.make_cycle(), mentee=["policy"])
    shown = shown_to(coordinator)
    assert "Told in an earlier year that they come first now" in shown
    assert "come first next year" not in shown


def test_nothing_of_the_readers_own_is_in_it(
    offer: Match, coordinator: Person, mentor: Person, mentee: Person
) -> None:
    Ruling.objects.create(
        cycle=offer.round.cycle, mentor=mentor, mentee=mentee, kind=Ruling.Kind.FORBID, note="Own pair.",
        by=coordinator, at=NOW,
    )  # fmt: skip
    factories.make_note(offer, coordinator, "Own note.")
    factories.make_note(Application.objects.get(person=mentee), coordinator, "Own application.")
    for person, sees in [(coordinator, True), (make_coordinator(mentee), False)]:
        shown = shown_to(person)
        for words in ["is asked about Mentee Élise", "Own pair.", "Own note.", "Own application."]:
            assert (words in shown) == sees, (str(person), words)


def test_a_pair_kept_together_against_a_rule_stands_apart_with_its_reason(
    cycle: Cycle, coordinator: Person, mentor: Person, mentee: Person
) -> None:
    pin = Ruling.objects.create(
        cycle=cycle, mentor=mentor, mentee=mentee, kind=Ruling.Kind.PIN, note="They asked for it.",
        by=coordinator, at=NOW,
    )  # fmt: skip
    words = "Kept together although a rule speaks against it"
    assert words not in shown_to(coordinator)
    Ruling.objects.filter(pk=pin.pk).update(is_exception=True)
    shown = shown_to(coordinator)
    assert words in shown
    assert "<q>They asked for it.</q>" in shown


def test_ones_own_application_waits_for_another_coordinator(cycle: Cycle, coordinator: Person) -> None:
    factories.make_application(coordinator, cycle=cycle, state="submitted", mentee=["policy"])
    other = factories.make_person(is_coordinator=True)
    assert "Coordinator Corrine, as mentee" in shown_to(other)
    assert "as mentee" not in shown_to(coordinator)


def test_it_asks_at_most_twenty_times_also_a_newcomer_and_after_closing(
    offer: Match, coordinator: Person, mentor: Person, mentee: Person
) -> None:
    cycle = offer.round.cycle
    third = factories.make_application(factories.make_person(), cycle=cycle, mentee=["policy"])
    pair = factories.make_mentorship(offer.mentor_role, third.roles.get())
    for thing in (offer, pair, third):
        factories.make_note(thing, coordinator)
    Cycle.objects.update(closed_at=NOW)
    Person.objects.filter(pk=coordinator.pk).update(is_newcomer=True)
    client = signed_in(coordinator)
    client.get(PAGE)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(PAGE).status_code == 200
    assert len(asked) <= 20
    know_where_things_stand(person=coordinator, by=coordinator, at=NOW)
