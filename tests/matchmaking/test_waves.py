"""Offers in waves: after the first yes the other side is asked only when the coordinator says so."""

from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse

from lodestar.handover.queries.briefing import brief
from lodestar.intake.models import ApplicationRole
from lodestar.matchmaking import actions
from lodestar.matchmaking.models import Match
from lodestar.mentorships.models import Mentorship
from lodestar.outbox.models import Mail
from lodestar.people.models import Person
from lodestar.programs.models import Cycle, Program
from lodestar.refusal import Refused
from tests import factories
from tests.factories import NOW
from tests.matchmaking.conftest import fresh, run, send

pytestmark = pytest.mark.django_db


@pytest.fixture
def first_yes(offer: Match, mentor: Person) -> Match:
    """The mentor said yes, and the mentee waits for the next wave."""
    Program.objects.update(offers_in_waves=True)
    actions.answer_offer(match=fresh(offer), role="mentor", said="yes", by=mentor, at=NOW)
    return fresh(offer)


def test_after_the_first_yes_nobody_is_asked_until_the_next_wave(
    first_yes: Match, coordinator: Person, mentee: Person
) -> None:
    assert (first_yes.waits_for_wave, first_yes.state, first_yes.answer_due_on) == (
        True,
        "asked_mentor",
        None,
    )
    assert not Mail.objects.filter(person=mentee).exists()
    asked = send(first_yes, coordinator, line="Second wave")
    assert (asked.waits_for_wave, asked.state, asked.line) == (False, "asked_mentee", "Second wave")
    assert asked.answer_due_on
    assert "Second wave" in Mail.objects.get(person=mentee).text
    actions.answer_offer(match=asked, role="mentee", said="yes", by=mentee, at=NOW)
    assert Mentorship.objects.get().mentee == mentee


def test_a_wave_goes_out_though_a_later_round_was_run(
    first_yes: Match, cycle: Cycle, coordinator: Person
) -> None:
    run(cycle, coordinator)
    assert send(first_yes, coordinator).state == "asked_mentee"


def test_who_has_said_yes_is_not_reminded_is_never_late_and_says_nothing_twice(
    first_yes: Match, coordinator: Person, mentor: Person
) -> None:
    actions.remind_and_lapse_offers(at=NOW + timedelta(days=40))
    assert not fresh(first_yes).is_late
    assert not Mail.objects.filter(key__startswith="offer_reminder").exists()
    with pytest.raises(Refused) as refused:
        actions.remind_offer(match=fresh(first_yes), by=coordinator, at=NOW)
    assert refused.value.code == "nobody_asked"
    with pytest.raises(Refused) as refused:
        actions.answer_offer(match=fresh(first_yes), role="mentor", said="no", by=mentor, at=NOW)
    assert refused.value.code == "answered_already"
    with pytest.raises(Refused) as refused:
        actions.ask_for_more_days(match=fresh(first_yes), role="mentor", by=mentor, at=NOW)
    assert refused.value.code == "answered_already"


def test_an_offer_that_waits_can_be_ended_and_a_wave_after_it_asks_nobody(
    first_yes: Match, coordinator: Person, mentee: Person
) -> None:
    stale = fresh(first_yes)
    actions.withdraw_offer(match=fresh(first_yes), by=coordinator, at=NOW)
    assert not fresh(first_yes).waits_for_wave
    with pytest.raises(Refused):
        actions.send_offers(round=stale.round, matches=[stale], by=coordinator, at=NOW)
    assert not Mail.objects.filter(person=mentee).exists()


def test_who_left_the_pool_is_not_asked_by_a_wave(
    first_yes: Match, coordinator: Person, mentee: Person
) -> None:
    ApplicationRole.objects.filter(application__person=mentee).update(state="withdrawn")
    with pytest.raises(Refused):
        send(first_yes, coordinator)


def test_the_database_keeps_only_live_offers_waiting(first_yes: Match) -> None:
    with pytest.raises(IntegrityError):
        Match.objects.update(state="declined")


def test_the_pages_say_where_the_wave_stands(
    first_yes: Match, coordinator: Person, mentor: Person, client: Client
) -> None:
    client.force_login(coordinator)
    desk = client.get(reverse("home:home")).content.decode()
    assert "1 pair has its first yes and waits for the next wave." in desk
    round_url = reverse("matchmaking:round", args=[first_yes.round.public_id])
    shown = client.get(round_url).content.decode()
    assert "first yes, waits for the next wave" in shown
    assert reverse("matchmaking:remind", args=[first_yes.public_id]) not in shown
    recorded = client.get(reverse("matchmaking:record_answer", args=[first_yes.public_id]), follow=True)
    assert "The other side is asked with the next wave." in recorded.content.decode()
    send_url = reverse("matchmaking:send", args=[first_yes.round.public_id])
    assert str(first_yes.mentee_role.application.person) in client.get(send_url).content.decode()
    client.force_login(mentor)
    own = client.get(reverse("matchmaking:offer", args=[first_yes.public_id])).content.decode()
    assert "The other person is asked soon" in own
    assert "Please answer by" not in client.get(reverse("home:home")).content.decode()


def test_without_waves_the_other_side_is_asked_at_once(offer: Match, mentor: Person) -> None:
    actions.answer_offer(match=fresh(offer), role="mentor", said="yes", by=mentor, at=NOW)
    assert fresh(offer).state == "asked_mentee"


def test_only_the_next_wave_is_ticked_and_what_was_sent_meanwhile_is_said(
    first_yes: Match, cycle: Cycle, coordinator: Person, client: Client
) -> None:
    client.force_login(coordinator)
    first_yes.round.__class__.objects.filter(pk=first_yes.round_id).update(state="published")
    other = factories.make_match(
        factories.make_application(cycle=cycle, mentor=["policy"]).roles.get(),
        factories.make_application(cycle=cycle, mentee=["policy"]).roles.get(),
        round=first_yes.round,
    )
    url = reverse("matchmaking:send", args=[first_yes.round.public_id])
    form = client.get(url).context["form"]
    ticked = {name for name in form.fields if name.startswith("send-") and form[name].initial}
    assert ticked == {f"send-{first_yes.public_id}"}
    send(first_yes, coordinator)
    stale = client.post(url, {f"send-{first_yes.public_id}": "on", f"line-{other.public_id}": "Typed line"})
    assert "1 of the offers you chose was sent or changed in the meantime." in stale.content.decode()
    assert "Typed line" in stale.content.decode()
    assert fresh(other).state == "proposed"


def test_where_things_stand_knows_the_first_yes(
    offer: Match, mentor: Person, coordinator: Person, cycle: Cycle
) -> None:
    Program.objects.update(offers_in_waves=True)
    actions.ask_for_more_days(match=fresh(offer), role="mentor", by=mentor, at=NOW)
    actions.answer_offer(match=fresh(offer), role="mentor", said="yes", by=mentor, at=NOW)
    found = brief(coordinator, Program.objects.current(), NOW)
    told = {str(group.heading): [item.title for item in group.items] for group in found.waiting}
    told |= {str(group.heading): [item.title for item in group.items] for group in found.promises}
    pair = f"{mentor} and {offer.mentee_role.application.person}"
    assert told["First yes: the next wave is to be sent"] == [pair]
    assert told["Said yes, and told by when they hear of the other"] == [
        f"{mentor}, as soon as the other has answered"
    ]
    assert not told.get("Offers that wait for an answer")
    assert not told.get("Given a few more days to answer")
