"""A coordinator who is one of the two is one of the two: another coordinator looks after the offer."""

from typing import Any

import pytest
from django.template.loader import render_to_string

from lodestar.intake.models import Application
from lodestar.matchmaking import actions
from lodestar.matchmaking.models import Answer, Match
from lodestar.people.models import Person
from lodestar.refusal import Refused
from tests import factories
from tests.factories import NOW, TODAY
from tests.matchmaking.conftest import fresh, send
from tests.matchmaking.test_pages import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def both(offer: Match, mentee: Person) -> Person:
    """The mentee of the offer, who coordinates the program as well."""
    Person.objects.filter(pk=mentee.pk).update(is_coordinator=True)
    factories.add_second_factor(mentee)
    return Person.objects.get(pk=mentee.pk)


def refusal(act: Any, match: Match, **more: Any) -> str:
    with pytest.raises(Refused) as refused:
        act(match=fresh(match), at=NOW, **more)
    return refused.value.code


PHONE = {"channel": "phone", "said_on": TODAY}


@pytest.mark.parametrize("how", [{}, PHONE])
@pytest.mark.parametrize("said", ["yes", "no"])
def test_they_answer_for_the_other_side_neither_on_the_web_nor_by_phone(
    offer: Match, both: Person, said: str, how: dict[str, Any]
) -> None:
    assert refusal(actions.answer_offer, offer, role="mentor", said=said, by=both, **how) == "not_yours"
    assert refusal(actions.ask_for_more_days, offer, role="mentor", by=both, **how) == "not_yours"
    assert not Answer.objects.exists()


def test_they_cannot_learn_what_the_other_said_by_saying_it_once_more(
    offer: Match, mentor: Person, both: Person
) -> None:
    actions.answer_offer(match=fresh(offer), role="mentor", said="yes", by=mentor, at=NOW)
    assert refusal(actions.answer_offer, offer, role="mentor", said="yes", by=both, **PHONE) == "not_yours"


def test_their_own_answer_is_given_on_the_web_only(offer: Match, mentor: Person, both: Person) -> None:
    actions.answer_offer(match=fresh(offer), role="mentor", said="yes", by=mentor, at=NOW)
    assert refusal(actions.answer_offer, offer, role="mentee", said="yes", by=both, **PHONE) == "not_yours"
    actions.answer_offer(match=fresh(offer), role="mentee", said="yes", by=both, at=NOW)
    assert fresh(offer).state == "confirmed"


def test_a_coordinator_outside_the_pair_answers_for_nobody_on_the_web(
    offer: Match, coordinator: Person
) -> None:
    assert refusal(actions.answer_offer, offer, role="mentor", said="yes", by=coordinator) == "not_yours"


def test_they_neither_remind_nor_end_it(offer: Match, both: Person) -> None:
    assert refusal(actions.remind_offer, offer, by=both) == "own_pair"
    assert refusal(actions.withdraw_offer, offer, by=both) == "own_pair"
    assert fresh(offer).state == "asked_mentor"


def test_the_coordinators_pages_of_their_own_offer_and_its_history_are_not_there(
    offer: Match, mentor: Person, both: Person, coordinator: Person, settings: Any
) -> None:
    settings.DEMO = True
    own, other = signed_in(both), signed_in(coordinator)
    history = f"/history/match/{offer.public_id}/"
    for path in ["answer", "withdraw"]:
        assert own.get(f"/offers/{offer.public_id}/{path}").status_code == 404
        assert own.post(f"/offers/{offer.public_id}/{path}").status_code == 404
        assert other.get(f"/offers/{offer.public_id}/{path}").status_code == 200
    assert own.post(f"/offers/{offer.public_id}/remind").status_code == 404
    assert (own.get(history).status_code, other.get(history).status_code) == (404, 200)
    for role, person in [("mentor", mentor), ("mentee", both)]:
        actions.answer_offer(match=fresh(offer), role=role, said="yes", by=person, at=NOW)
    history = f"/history/mentorship/{fresh(offer).mentorship.public_id}/"  # type: ignore[union-attr]
    assert (own.get(history).status_code, other.get(history).status_code) == (404, 200)


def test_where_their_own_offer_stands_tells_neither_who_was_asked_nor_who_said_no(
    offer: Match, mentor: Person, both: Person, coordinator: Person
) -> None:
    asked = standing(offer, both)
    assert "on its way" in asked
    assert "mentor asked" not in asked
    assert "21 September" not in asked
    actions.answer_offer(
        match=fresh(offer), role="mentor", said="no", no_reason="other", reason="CANARY", by=mentor, at=NOW
    )
    over = standing(offer, both)
    assert "not going ahead" in over
    for secret in ["CANARY", "no,", "another reason", "declined", "/history/"]:
        assert secret not in over
        assert secret in standing(offer, coordinator)


def standing(offer: Match, reader: Person) -> str:
    match = fresh(offer)
    context = {"match": match, "answers": match.answers.all(), "user": reader}
    return render_to_string("matchmaking/_standing.html", context)


def test_a_pair_of_their_own_may_still_be_sent_by_the_only_coordinator(
    proposed: Match, coordinator: Person
) -> None:
    Application.objects.filter(pk=proposed.mentee_role.application_id).update(person=coordinator)
    assert send(proposed, coordinator).state == "asked_mentor"
