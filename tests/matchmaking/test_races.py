"""Whoever clicks when: threads on a real database file."""

import pytest

from lodestar.matchmaking import actions
from lodestar.matchmaking.models import Answer, Match
from lodestar.mentorships.models import Mentorship, Seat
from lodestar.outbox.models import Mail
from lodestar.people.models import Person
from lodestar.programs.models import Cycle
from tests import factories
from tests.at_once import at_once
from tests.factories import NOW
from tests.matchmaking.conftest import fresh, send

pytestmark = pytest.mark.django_db(transaction=True)


def test_offers_from_two_windows_never_take_more_places_than_a_mentor_has(
    proposed: Match, cycle: Cycle, coordinator: Person
) -> None:
    others = [factories.make_application(cycle=cycle, mentee=["policy"]).roles.get() for _ in range(3)]
    matches = [proposed] + [
        factories.make_match(proposed.mentor_role, other, round=proposed.round) for other in others
    ]
    outcomes = at_once(*(lambda match=match: send(match, coordinator) for match in matches))
    assert outcomes == ["done", "mentor_full", "mentor_full", "mentor_full"]
    assert Match.objects.live().count() == 1
    assert Seat.objects.held().count() == 1


def test_a_double_click_on_yes_starts_one_mentorship(offer: Match, mentor: Person, mentee: Person) -> None:
    actions.answer_offer(match=fresh(offer), role="mentor", said="yes", by=mentor, at=NOW)
    stale = [fresh(offer) for _ in range(4)]
    outcomes = at_once(
        *(
            lambda match=match: actions.answer_offer(
                match=match, role="mentee", said="yes", by=mentee, at=NOW
            )
            for match in stale
        )
    )
    assert outcomes == ["done"] * 4
    assert Mentorship.objects.count() == 1
    assert Answer.objects.filter(role="mentee").count() == 1


def test_a_yes_and_a_withdrawal_at_once_leave_one_of_them(
    offer: Match, mentor: Person, mentee: Person, coordinator: Person
) -> None:
    actions.answer_offer(match=fresh(offer), role="mentor", said="yes", by=mentor, at=NOW)
    one, other = fresh(offer), fresh(offer)
    outcomes = at_once(
        lambda: actions.answer_offer(match=one, role="mentee", said="yes", by=mentee, at=NOW),
        lambda: actions.withdraw_offer(match=other, by=coordinator, at=NOW),
    )
    assert outcomes.count("done") == 1
    assert set(outcomes) <= {"done", "decided", "seat_gone"}
    done = fresh(offer)
    assert (done.state == "confirmed") == Mentorship.objects.exists() == Seat.objects.held().exists()
    assert Mail.objects.filter(key__startswith="not_going_ahead").exists() == (done.state == "withdrawn")
