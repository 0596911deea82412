"""Stepping back while a pair is active, and the pages of an earlier cycle's application."""

from datetime import timedelta

import pytest
from django.urls import reverse

from lodestar.intake.actions import withdraw_role
from lodestar.intake.models import Application, ApplicationRole
from lodestar.matchmaking.models import Match
from lodestar.mentorships.models import Mentorship, Seat
from lodestar.people.models import Person
from lodestar.programs.models import Cycle
from lodestar.refusal import Refused
from tests import factories
from tests.factories import NOW, TODAY
from tests.home.conftest import role_of, signed_in

State = ApplicationRole.State


@pytest.fixture
def pair(mentor: Person, mentee: Person) -> Mentorship:
    return factories.make_mentorship(role_of(mentor, "mentor"), role_of(mentee, "mentee"))


def page(person: Person, name: str, *args: str, status: int = 200) -> str:
    answer = signed_in(person).get(reverse(name, args=args))
    assert answer.status_code == status
    return answer.content.decode()


def withdrawal(person: Person, role: str) -> str:
    return reverse("intake:withdraw", args=[person.applications.get().public_id, role])


def test_the_role_of_an_active_pair_is_not_withdrawn_and_its_seat_stays_held(
    pair: Mentorship, mentor: Person, mentee: Person
) -> None:
    for person, role in [(mentor, "mentor"), (mentee, "mentee")]:
        with pytest.raises(Refused, match="End the mentorship on its page first"):
            withdraw_role(role=role_of(person, role), by=person, at=NOW)
        answer = signed_in(person).post(withdrawal(person, role))
        assert answer.status_code == 409
        assert role_of(person, role).state == State.ACCEPTED
    assert Seat.objects.get().held_by == pair.public_id


def test_in_a_pair_the_page_leads_to_ending_it_instead(pair: Mentorship, mentee: Person) -> None:
    found = page(mentee, "home:status")
    assert reverse("mentorships:end", args=[pair.public_id]) in found
    assert withdrawal(mentee, "mentee") not in found


def test_once_the_pair_has_ended_the_role_can_be_withdrawn(pair: Mentorship, mentee: Person) -> None:
    Mentorship.objects.update(ended_at=NOW, end_reason="workload")
    assert withdrawal(mentee, "mentee") in page(mentee, "home:status")
    signed_in(mentee).post(withdrawal(mentee, "mentee"))
    assert role_of(mentee, "mentee").state == State.WITHDRAWN


def test_of_two_roles_neither_is_withdrawn_when_one_makes_up_a_pair(pair: Mentorship, mentee: Person) -> None:
    factories.add_role(mentee.applications.get(), "mentor", ["budget"], state=State.ACCEPTED)
    assert withdrawal(mentee, "both") not in page(mentee, "home:status")
    assert signed_in(mentee).post(withdrawal(mentee, "both")).status_code == 409
    assert set(mentee.applications.get().roles.values_list("state", flat=True)) == {State.ACCEPTED}


@pytest.fixture
def next_cycle(cycle: Cycle) -> Cycle:
    """A later cycle that is open today; the first one still runs."""
    Cycle.objects.update(opens_on=TODAY - timedelta(days=200), closes_on=TODAY - timedelta(days=100))
    return factories.make_cycle(name="Next year")


def test_an_application_of_an_earlier_cycle_is_reached_answered_and_withdrawn(
    mentee: Person, next_cycle: Cycle
) -> None:
    application = mentee.applications.get()
    application.questions.create(text="Still there?", asked_by=mentee, asked_at=NOW)
    own = reverse("home:application", args=[application.public_id])
    factories.make_application(mentee, cycle=next_cycle, mentee=["budget"])
    for name in ("home:home", "home:status"):
        assert own in page(mentee, name)
    found = page(mentee, "home:application", application.public_id)
    assert "Still there?" in found
    signed_in(mentee).post(reverse("intake:withdraw", args=[application.public_id, "mentee"]))
    assert application.roles.get().state == State.WITHDRAWN
    assert own not in page(mentee, "home:home")


def test_somebody_asked_about_an_earlier_cycle_can_agree_to_its_terms(
    mentor: Person, next_cycle: Cycle
) -> None:
    application = mentor.applications.get()
    Application.objects.update(agreed_at=None)
    factories.make_application(mentor, cycle=next_cycle, mentor=["budget"])
    ticks = {"agree": "on", "agree_privacy": "on", "discloses": "on"}
    signed_in(mentor).post(reverse("intake:agree"), ticks)
    signed_in(mentor).post(reverse("intake:agree"), ticks)
    application.refresh_from_db()
    assert application.agreed_at == NOW


def test_an_offer_of_one_cycle_is_no_news_of_the_role_in_another(
    offer: Match, mentor: Person, next_cycle: Cycle
) -> None:
    factories.make_application(mentor, cycle=next_cycle, mentor=["budget"])
    assert "we have a suggestion for you" not in page(mentor, "home:status")
    application = mentor.applications.get(cycle=offer.round.cycle)
    assert "we have a suggestion for you" in page(mentor, "home:application", application.public_id)


def test_the_application_of_somebody_else_is_not_found(mentor: Person, mentee: Person) -> None:
    own = mentee.applications.get().public_id
    page(mentor, "home:application", own, status=404)
    assert signed_in(mentor).post(reverse("intake:withdraw", args=[own, "mentee"])).status_code == 404
