"""Why this match: all of it for the coordinator, each one's own form for the two."""

import pytest
from django.test import Client
from django.urls import reverse

from lodestar.intake.models import ChosenArea
from lodestar.matchmaking import actions
from lodestar.matchmaking.models import Match
from lodestar.mentorships.models import Mentorship
from lodestar.people.models import Person
from tests.factories import NOW
from tests.matchmaking.conftest import fresh

pytestmark = pytest.mark.django_db


def read(person: Person, public_id: str) -> tuple[int, str]:
    client = Client()
    client.force_login(person)
    answer = client.get(reverse("matchmaking:why", args=[public_id]))
    return answer.status_code, answer.content.decode()


def test_the_coordinator_reads_the_parts_their_weights_and_what_was_decided(
    proposed: Match, coordinator: Person, mentor: Person, mentee: Person
) -> None:
    pair = {"mentor": mentor, "mentee": mentee}
    actions.pin_in_round(round=proposed.round, version=0, **pair, by=coordinator, at=NOW)
    match = proposed.round.matches.get()
    status, page = read(coordinator, match.public_id)
    assert status == 200
    for said in ["Only coordinators read this page.", "everything sought is offered", "Pinned", str(mentor)]:
        assert said in page


def test_each_of_the_two_reads_their_own_words_only_once_they_are_asked(
    offer: Match, mentor: Person, mentee: Person
) -> None:
    Match.objects.update(distance_km=85)
    offer.mentor_role.application.__class__.objects.filter(person=mentee).update(max_km=123)
    offer.mentor_role.application.__class__.objects.filter(person=mentor).update(max_km=150)
    ChosenArea.objects.filter(application_role=offer.mentee_role).update(is_important=True)
    status, page = read(mentor, offer.public_id)
    assert status == 200
    for said in ["What they seek and you offer", "about 85 km", "up to 150 km", offer.shared_areas[0]]:
        assert said in page
    for hidden in ["123", "most important)", "Strong", "Weight"]:
        assert hidden not in page
    assert read(mentee, offer.public_id)[0] == 404
    actions.answer_offer(match=fresh(offer), role="mentor", said="yes", by=mentor, at=NOW)
    status, page = read(mentee, offer.public_id)
    assert (status, "you marked it as most important" in page) == (200, True)


def test_a_pair_finds_it_by_its_mentorship_and_nobody_else_does(
    offer: Match, mentor: Person, mentee: Person, stranger: Person
) -> None:
    for role, person in [("mentor", mentor), ("mentee", mentee)]:
        actions.answer_offer(match=fresh(offer), role=role, said="yes", by=person, at=NOW)
    mentorship = Mentorship.objects.get()
    assert read(mentee, mentorship.public_id)[0] == 200
    assert read(stranger, mentorship.public_id)[0] == 404


def test_nothing_is_told_of_an_offer_that_is_over(offer: Match, mentor: Person, coordinator: Person) -> None:
    actions.withdraw_offer(match=fresh(offer), by=coordinator, at=NOW)
    assert read(mentor, offer.public_id)[0] == 404
    assert read(coordinator, offer.public_id)[0] == 200
