"""The mails that call a coordinator to the desk."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from lodestar.home.tasks import call_to_the_desk
from lodestar.outbox.models import Mail
from lodestar.people.models import Person
from lodestar.programs.models import Cycle, Program
from tests import factories
from tests.factories import NOW  # a Monday, 10 in the morning in Edmonton
from tests.outbox.conftest import make_mail


@pytest.fixture
def waiting(coordinator: Person, cycle: Cycle) -> None:
    factories.make_application(
        factories.make_person("Secret Sam"), cycle=cycle, state="submitted", mentee=["policy"]
    )


def calls(kind: str = "monday:") -> list[Mail]:
    return list(Mail.objects.filter(key__startswith=kind))


def at_hours(*hours: int) -> None:
    for hour in hours:
        with time_machine.travel(NOW + timedelta(hours=hour), tick=False):
            call_to_the_desk()


def test_on_monday_morning_each_coordinator_reads_once_how_much_waits_and_no_name(waiting: None) -> None:
    other = factories.make_person(is_coordinator=True)
    factories.make_person(is_coordinator=True, email=None, phone="780-555-0199")
    at_hours(-1, 0, 1)
    assert len(calls()) == 2
    [mail] = [mail for mail in calls() if mail.person == other]
    assert mail.subject == "NLLS: 1 thing waits for you this week"
    assert "Secret Sam" not in mail.text
    assert f"http://testserver{reverse('home:home')}" in mail.text


def test_it_comes_again_the_next_week(waiting: None) -> None:
    at_hours(0, 7 * 24)
    assert len(calls()) == 2


@pytest.mark.parametrize("hours", [-24, -4, 3, 24])
def test_it_comes_at_no_other_time(waiting: None, hours: int) -> None:
    at_hours(hours)
    assert not calls()


def test_it_does_not_come_when_nothing_waits_or_when_it_is_off(coordinator: Person, cycle: Cycle) -> None:
    at_hours(0)
    factories.make_application(cycle=cycle, state="submitted", mentee=["policy"])
    Program.objects.update(monday_mail=False)
    at_hours(0)
    assert not calls()


def test_a_mail_that_failed_is_told_the_same_day_and_once(coordinator: Person, cycle: Cycle) -> None:
    make_mail(state=Mail.State.FAILED, sending_since=NOW)
    at_hours(1, 2, 23)
    make_mail(state=Mail.State.FAILED, sending_since=NOW)
    at_hours(3)
    [mail] = calls("failed-mail:")
    assert mail.subject == "NLLS: 1 mail was not delivered"
    make_mail(state=Mail.State.FAILED, sending_since=NOW + timedelta(days=1))
    at_hours(25)
    assert len(calls("failed-mail:")) == 2


def test_a_call_that_failed_itself_calls_nobody(coordinator: Person, cycle: Cycle) -> None:
    make_mail(state=Mail.State.FAILED, sending_since=NOW)
    at_hours(1)
    Mail.objects.filter(key__startswith="failed-mail:").update(
        state=Mail.State.FAILED, sending_since=NOW + timedelta(days=1)
    )
    at_hours(26)
    assert len(calls("failed-mail:")) == 1


def test_whoever_has_an_office_and_takes_part_finds_their_own_page(
    client: Client, coordinator: Person, finance: Person, cycle: Cycle
) -> None:
    for person in (coordinator, finance):
        client.force_login(person)
        first = client.get(reverse("home:home")).content.decode()
        assert "Take part yourself" in first
        factories.make_application(person, cycle=cycle, mentor=["policy"])
        first = client.get(reverse("home:home")).content.decode()
        assert "Your own part in the program" in first
        assert reverse("home:own") in first
        assert reverse("home:status") in client.get(reverse("home:own")).content.decode()


def test_somebody_with_two_offices_has_the_links_of_both(client: Client, cycle: Cycle) -> None:
    client.force_login(factories.make_person(is_coordinator=True, is_finance=True, is_administrator=True))
    found = client.get(reverse("home:settings")).context["navigation"]
    assert {reverse(name) for name in ("home:home", "intake:list", "travel:rates", "people:list")} <= {
        item.url for item in found
    }
    assert len(found) == len({item.url for item in found})


def test_whoever_is_away_leaves_both_mails_to_the_deputy(waiting: None, coordinator: Person) -> None:
    deputy = factories.make_person("Deputy Dee", email="dee@example.org", is_coordinator=True)
    Person.objects.filter(pk=coordinator.pk).update(away_until=factories.TODAY, deputy=deputy)
    make_mail(state=Mail.State.FAILED, sending_since=NOW)
    at_hours(1)
    assert [mail.person for mail in calls()] == [deputy]
    assert [mail.person for mail in calls("failed-mail:")] == [deputy]
    at_hours(7 * 24)
    assert {mail.person for mail in calls()} == {deputy, coordinator}


def test_the_desk_says_who_looks_after_what_and_leads_to_ones_own(
    client: Client, coordinator: Person, mentor: Person, mentee: Person
) -> None:
    other = factories.make_person("Other Odile", is_coordinator=True)
    deputy = {"away_until": factories.TODAY, "deputy": coordinator}
    Person.objects.filter(pk=other.pk).update(**deputy)
    roles = [person.applications.get().roles.get() for person in (mentor, mentee)]
    pair = factories.make_mentorship(*roles, first_talk_asked_at=NOW - timedelta(days=9))
    factories.make_assigned(pair, other)
    factories.make_assigned(mentee.applications.get(), coordinator)
    client.force_login(coordinator)
    with time_machine.travel(NOW, tick=False):
        shown = client.get(reverse("home:home")).content.decode()
    assert "Assigned to Other Odile, away until 14 September 2026, deputy: Coordinator Corrine" in shown
    assert "Applications assigned to you" in shown
    assert "Mentorships assigned to you" not in shown
