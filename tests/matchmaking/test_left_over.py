"""Whoever is left without a match is told kindly, once, and stays in the pool."""

import pytest
from django.test import Client
from django.urls import reverse

from lodestar.history.models import Entry
from lodestar.intake.models import Application, ApplicationRole
from lodestar.matchmaking import actions
from lodestar.matchmaking.models import MatchingRound
from lodestar.outbox.models import Mail
from lodestar.people.models import Person
from lodestar.programs.models import Cycle
from lodestar.refusal import Refused
from tests import factories
from tests.factories import NOW
from tests.matchmaking.conftest import run
from tests.matchmaking.test_pages import desk

__all__ = ["desk"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def lonely(cycle: Cycle) -> MatchingRound:
    """A round of one mentee and one mentor who have nothing in common, and one to talk with first."""
    factories.make_rules(cycle.program)
    factories.make_application(factories.make_person("Lee Left"), cycle=cycle, mentee=["makerspaces"])
    factories.make_application(factories.make_person("Max Mentor"), cycle=cycle, mentor=["budget"])
    factories.make_application(factories.make_person("Una Unsure"), cycle=cycle, mentee=[])
    return run(cycle)


def fields(round: MatchingRound) -> dict[str, str]:
    return {f"tell-{one.application_role_id}": "on" for one in round.unmatched.all()}


def test_each_is_told_by_the_mail_that_was_shown_and_stays_in_the_pool(
    desk: Client, lonely: MatchingRound
) -> None:
    url = reverse("matchmaking:tell_left", args=[lonely.public_id])
    page = desk.get(url).content.decode()
    assert "You stay on the list." in page
    assert "Una Unsure" not in page
    assert desk.post(url, fields(lonely)).status_code == 302
    mails = {str(mail.person): mail for mail in Mail.objects.all()}
    assert sorted(mails) == ["Lee Left", "Max Mentor"]
    assert "You stay on the list." in mails["Lee Left"].text
    assert "stayed on call" in mails["Max Mentor"].text
    assert not any("ment" in mail.subject.lower() for mail in mails.values())
    assert set(ApplicationRole.objects.values_list("state", flat=True)) == {"accepted"}
    assert Entry.objects.get(act="told people without a match where they stand").details["count"] == 2


def test_nobody_is_told_twice_in_a_year(desk: Client, lonely: MatchingRound, cycle: Cycle) -> None:
    url = reverse("matchmaking:tell_left", args=[lonely.public_id])
    desk.post(url, fields(lonely))
    again = run(cycle)
    page = desk.get(reverse("matchmaking:tell_left", args=[again.public_id])).content.decode()
    assert "Told already" in page
    assert "There is nobody to tell" in page
    desk.post(url, fields(lonely))
    assert Mail.objects.count() == 2


def test_nobody_ticked_is_said(desk: Client, lonely: MatchingRound) -> None:
    answer = desk.post(reverse("matchmaking:tell_left", args=[lonely.public_id]), {"x": "y"})
    assert "Tick at least one person." in answer.content.decode()
    assert not Mail.objects.exists()


def test_whoever_left_the_pool_is_not_written_to(desk: Client, lonely: MatchingRound) -> None:
    ApplicationRole.objects.filter(application__in=Application.objects.all()).update(state="withdrawn")
    page = desk.get(reverse("matchmaking:tell_left", args=[lonely.public_id])).content.decode()
    assert "There is nobody to tell" in page


def test_a_stopped_round_tells_nobody(lonely: MatchingRound, coordinator: Person) -> None:
    lonely.state = MatchingRound.State.STOPPED
    roles = [one.application_role for one in lonely.unmatched.all()]
    with pytest.raises(Refused, match="no answer that people could be told"):
        actions.tell_left_over(round=lonely, roles=roles, by=coordinator, at=NOW)
