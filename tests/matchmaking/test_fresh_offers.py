"""An offer goes out, is answered and is ended by what is true at that moment, not when the page was read."""

from datetime import timedelta

import pytest

from lodestar.intake.models import ApplicationRole, NamedPerson
from lodestar.matchmaking import actions
from lodestar.matchmaking.actions import offers
from lodestar.matchmaking.models import Match, MatchingRound, Ruling
from lodestar.mentorships.models import Mentorship, NotAgain
from lodestar.outbox.models import Mail
from lodestar.people.models import Person
from lodestar.programs.models import Cycle
from lodestar.refusal import Refused
from tests import factories
from tests.factories import NOW
from tests.matchmaking.conftest import fresh, role_of, run, send

pytestmark = pytest.mark.django_db


def forbid(match: Match, by: Person) -> None:
    mentor, mentee = match.mentor_role.application.person, match.mentee_role.application.person
    actions.forbid_pair(cycle=match.round.cycle, mentor=mentor, mentee=mentee, note="Cousins", by=by, at=NOW)


def link_please_not(match: Match, _by: Person) -> None:
    NamedPerson.objects.create(
        application=match.mentee_role.application,
        kind=NamedPerson.Kind.PLEASE_NOT,
        name="Somebody",
        person=match.mentor_role.application.person,
    )


def mark_not_again(match: Match, _by: Person) -> None:
    mentor, mentee = match.mentor_role.application.person, match.mentee_role.application.person
    NotAgain.objects.create(mentor=mentor, mentee=mentee, reason="mismatch", since=NOW)


def find_another_mentor(match: Match, _by: Person) -> None:
    other = factories.make_application(cycle=match.round.cycle, mentor=["policy"])
    factories.make_mentorship(other.roles.get(), match.mentee_role)


@pytest.mark.parametrize(
    ("happens", "code"),
    [
        (forbid, "pair_excluded"),
        (link_please_not, "pair_excluded"),
        (mark_not_again, "pair_excluded"),
        (find_another_mentor, "not_in_round"),
    ],
)
def test_a_pair_that_a_rule_excludes_since_the_round_is_not_offered(
    proposed: Match, coordinator: Person, happens: object, code: str
) -> None:
    happens(proposed, coordinator)  # type: ignore[operator]
    with pytest.raises(Refused) as refused:
        send(proposed, coordinator)
    assert refused.value.code == code
    assert "Maskwa" in refused.value.message
    assert fresh(proposed).state == "proposed"
    assert not Mail.objects.exists()
    assert MatchingRound.objects.get().state == "proposed"


def test_only_the_newest_round_that_was_not_stopped_sends(
    proposed: Match, coordinator: Person, cycle: Cycle
) -> None:
    newer = run(cycle, coordinator)
    with pytest.raises(Refused) as refused:
        send(proposed, coordinator)
    assert refused.value.code == "newer_round"
    actions.stop_round(round=newer, by=coordinator, at=NOW)
    assert send(proposed, coordinator).state == "asked_mentor"


def test_a_pair_that_was_matched_anew_meanwhile_is_not_sent(proposed: Match, coordinator: Person) -> None:
    stale = fresh(proposed)
    Match.objects.all().delete()
    with pytest.raises(Refused) as refused:
        actions.send_offers(round=stale.round, matches=[stale], by=coordinator, at=NOW)
    assert refused.value.code == "decided"


@pytest.mark.parametrize("side", ["mentor_role", "mentee_role"])
def test_who_left_the_pool_since_the_page_was_read_is_not_asked_and_starts_nothing(
    proposed: Match, coordinator: Person, mentor: Person, mentee: Person, side: str
) -> None:
    stale = fresh(proposed)
    roles = ApplicationRole.objects.filter(pk=getattr(stale, side).pk)
    roles.update(state="withdrawn")
    with pytest.raises(Refused) as refused:
        actions.send_offers(round=stale.round, matches=[stale], by=coordinator, at=NOW)
    assert refused.value.code == "left_pool"
    roles.update(state="accepted")
    offer = send(proposed, coordinator)
    actions.answer_offer(match=fresh(offer), role="mentor", said="yes", by=mentor, at=NOW)
    stale = fresh(offer)
    roles.update(state="withdrawn")
    with pytest.raises(Refused) as refused:
        actions.answer_offer(match=stale, role="mentee", said="yes", by=mentee, at=NOW)
    assert refused.value.code == "decided"
    assert not Mentorship.objects.exists()


def test_a_reminder_and_an_end_look_at_the_offer_as_it_is_now(
    offer: Match, mentor: Person, coordinator: Person
) -> None:
    reminding, ending, late = fresh(offer), fresh(offer), fresh(offer)
    assert actions.remind_offer(match=fresh(offer), by=coordinator, at=NOW)
    assert not actions.remind_offer(match=reminding, by=coordinator, at=NOW)
    actions.lapse_offer(match=fresh(offer), at=NOW)
    actions.withdraw_offer(match=ending, by=coordinator, at=NOW)
    assert fresh(offer).state == "lapsed"
    with pytest.raises(Refused):
        actions.withdraw_offer(match=late, by=coordinator, at=NOW)


def test_an_offer_decided_in_the_middle_of_the_hourly_work_does_not_stop_the_others(
    offer: Match, mentor: Person, coordinator: Person, cycle: Cycle, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = [factories.make_application(cycle=cycle, **{role: ["policy"]}) for role in ("mentor", "mentee")]
    pair = factories.make_match(*(one.roles.get() for one in people), round=offer.round)
    second = send(pair, coordinator)
    read = [fresh(offer), fresh(second)]
    actions.answer_offer(match=fresh(offer), role="mentor", said="no", no_reason="not_now", by=mentor, at=NOW)
    ApplicationRole.objects.filter(pk=offer.mentee_role_id).update(state="withdrawn")
    monkeypatch.setattr(offers, "live_offers", lambda: read)
    actions.remind_and_lapse_offers(at=NOW + timedelta(days=5))
    assert fresh(second).reminded_at is not None
    assert fresh(offer).state == "declined"


def test_a_pin_is_refused_for_the_same_reasons(cycle: Cycle, proposed: Match, coordinator: Person) -> None:
    mark_not_again(proposed, coordinator)
    mentor, mentee = (role.application.person for role in (proposed.mentor_role, proposed.mentee_role))
    with pytest.raises(Refused) as refused:
        actions.pin_pair(cycle=cycle, mentor=mentor, mentee=mentee, by=coordinator, at=NOW)
    assert refused.value.code == "pair_excluded"
    assert not Ruling.objects.exists()
    assert role_of(mentor, "mentor").state == "accepted"
