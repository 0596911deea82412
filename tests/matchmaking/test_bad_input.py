"""What an offer's pages answer when somebody was faster, or when what was sent makes no sense."""

from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client

from lodestar.matchmaking import actions
from lodestar.matchmaking.models import Match
from lodestar.mentorships.models import Mentorship, Seat
from lodestar.people.models import Person
from lodestar.programs.models import Cycle
from tests import factories
from tests.factories import NOW
from tests.matchmaking.conftest import fresh, role_of, send

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def open_days() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def browser(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_a_second_offer_for_a_mentors_last_place_is_told_and_the_line_typed_stays(
    proposed: Match, cycle: Cycle, coordinator: Person
) -> None:
    other = factories.make_application(cycle=cycle, mentee=["policy"]).roles.get()
    second = factories.make_match(proposed.mentor_role, other, round=proposed.round)
    send(proposed, coordinator)
    posted = {f"send-{second.public_id}": "on", f"line-{second.public_id}": "Please call me first."}
    answer = browser(coordinator).post(f"/rounds/{second.round.public_id}/offers/", posted)
    page = answer.content.decode()
    assert answer.status_code < 500
    assert "Mentor Maskwa" in page
    assert "Please call me first." in page
    assert fresh(second).state == "proposed"
    assert Seat.objects.held().count() == 1


def test_a_second_yes_from_another_tab_is_the_same_yes(offer: Match, mentor: Person) -> None:
    client = browser(mentor)
    for _ in range(2):
        assert client.post(f"/offers/{offer.public_id}/yes").status_code == 302
    assert fresh(offer).answers.count() == 1


def test_a_no_after_the_offer_was_ended_elsewhere_says_so_with_409(
    offer: Match, mentor: Person, coordinator: Person
) -> None:
    actions.withdraw_offer(match=fresh(offer), by=coordinator, at=NOW)
    answer = browser(mentor).post(f"/offers/{offer.public_id}/no", {"no_reason": "not_now", "reason": "x"})
    assert answer.status_code == 409
    assert "Nothing was changed" in answer.content.decode()


def test_an_unknown_reason_is_told_and_the_words_stay(offer: Match, mentor: Person) -> None:
    posted = {"no_reason": "sorcery", "reason": "Words I typed"}
    page = browser(mentor).post(f"/offers/{offer.public_id}/no", posted).content.decode()
    assert "Words I typed" in page
    assert "error-summary" in page or "is not one of the available choices" in page
    assert fresh(offer).state == "asked_mentor"


def test_the_offer_of_others_is_not_found(offer: Match, mentee: Person) -> None:
    for act in ["yes", "no", "more-days"]:
        assert browser(mentee).post(f"/offers/{offer.public_id}/{act}").status_code == 404
    assert fresh(offer).answers.count() == 0


def test_nobody_starts_a_mentorship_with_themselves(
    cycle: Cycle, coordinator: Person, mentor: Person
) -> None:
    factories.add_role(role_of(mentor, "mentor").application, "mentee", ["policy"], state="accepted")
    own = factories.make_match(role_of(mentor, "mentor"), role_of(mentor, "mentee"))
    browser(coordinator).post(f"/rounds/{own.round.public_id}/offers/", {f"send-{own.public_id}": "on"})
    client = browser(mentor)
    for _ in range(2):
        assert client.post(f"/offers/{own.public_id}/yes").status_code < 500
    assert not Mentorship.objects.exists()
