"""A coordinator who is one of the two reads nothing of what was decided or said about them."""

import pytest
from django.test import Client
from django.urls import reverse

from lodestar.intake.models import NamedPerson
from lodestar.matchmaking import actions
from lodestar.matchmaking.models import Match, MatchingRound
from lodestar.people.models import Person
from lodestar.programs.models import Cycle, Program
from tests import factories
from tests.factories import NOW
from tests.matchmaking.conftest import fresh, run, send
from tests.matchmaking.test_for_some import add
from tests.matchmaking.test_pages import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def own(mentee: Person) -> Client:
    """The mentee, who is a coordinator too."""
    Person.objects.filter(pk=mentee.pk).update(is_coordinator=True)
    factories.add_second_factor(mentee)
    mentee.refresh_from_db()
    return signed_in(mentee)


def read(client: Client, name: str, *args: str, **query: str) -> str:
    return client.get(reverse(f"matchmaking:{name}", args=args), query).content.decode()


def test_the_note_why_they_were_forbidden(
    proposed: Match, own: Client, mentor: Person, mentee: Person, coordinator: Person
) -> None:
    said = {"mentor": mentor, "mentee": mentee, "note": "canary-note", "by": coordinator, "at": NOW}
    actions.forbid_in_round(round=proposed.round, version=0, **said)
    assert "canary-note" not in read(own, "round", proposed.round.public_id)


def test_that_the_other_said_yes_before_a_wave(
    proposed: Match, own: Client, mentor: Person, coordinator: Person
) -> None:
    Program.objects.update(offers_in_waves=True)
    offer = send(proposed, coordinator)
    before = read(own, "send", proposed.round.public_id)
    actions.answer_offer(match=fresh(offer), role="mentor", said="yes", by=mentor, at=NOW)
    after = read(own, "send", proposed.round.public_id)
    assert before.split("<main")[1] == after.split("<main")[1]


def test_that_somebody_asked_not_to_be_paired_with_them(
    proposed: Match, own: Client, mentor: Person, mentee: Person
) -> None:
    NamedPerson.objects.create(
        application=mentor.applications.get(), kind="please_not", name="Somebody", person=mentee
    )
    url = reverse("matchmaking:choices", args=[proposed.round.public_id, mentee.public_id])
    assert own.get(url).status_code == 404


def test_why_they_were_left_without_a_match(
    cycle: Cycle, own: Client, mentor: Person, mentee: Person, coordinator: Person
) -> None:
    factories.make_rules(cycle.program)
    NamedPerson.objects.create(
        application=mentor.applications.get(), kind="please_not", name="Somebody", person=mentee
    )
    round = run(cycle, coordinator)
    assert round.unmatched.exists()
    page = read(own, "round", round.public_id)
    row = next(part for part in page.split("<li>") if f"{mentee}</a></b>" in part).split("</li>")[0]
    assert "Another coordinator looks after your own place in the round." in row
    assert "please not" not in row


def test_a_stopped_round_offers_nothing_and_a_filter_keeps_its_form(
    cycle: Cycle, coordinator: Person, client: Client
) -> None:
    factories.make_rules(cycle.program)
    for _ in range(6):
        add(cycle, mentee=["policy"])
        add(cycle, mentor=["policy"])
    round = run(cycle, coordinator)
    client.force_login(coordinator)
    assert 'name="only"' in read(client, "round", round.public_id, only="pinned")
    MatchingRound.objects.update(state="stopped")
    page = read(client, "round", round.public_id)
    assert "Review and send offers" not in page
    assert "/pin" not in page
