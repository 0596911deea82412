"""Nobody is named, and nobody says yes, before they agreed to the considerations and the notice."""

import pytest

from lodestar.history.models import Channel
from lodestar.intake.actions import agree_to_terms
from lodestar.intake.models import Application
from lodestar.matchmaking import actions
from lodestar.matchmaking.models import Match
from lodestar.people.models import Person
from lodestar.refusal import Refused
from tests.factories import NOW
from tests.matchmaking.conftest import fresh, send
from tests.matchmaking.test_pages import signed_in

pytestmark = pytest.mark.django_db


def not_agreed(person: Person, **fields: bool) -> Application:
    Application.objects.filter(person=person).update(agreed_at=None, **fields)
    return Application.objects.get(person=person)


def test_a_mentee_who_has_not_agreed_is_not_named_to_the_mentor(
    proposed: Match, mentee: Person, coordinator: Person
) -> None:
    application = not_agreed(mentee)
    with pytest.raises(Refused) as refused:
        send(proposed, coordinator)
    assert refused.value.code == "not_agreed"
    agree_to_terms(application=application, by=coordinator, at=NOW, channel=Channel.PAPER)
    assert send(proposed, coordinator).state == "asked_mentor"


def test_a_mentee_who_is_asked_first_agrees_before_anybody_reads_their_name(
    proposed: Match, mentee: Person, coordinator: Person
) -> None:
    not_agreed(mentee, ask_me_first=True)
    asked = send(proposed, coordinator)
    assert asked.state == "asked_mentee"
    for person, channel in [(mentee, Channel.WEB), (coordinator, Channel.PHONE)]:
        with pytest.raises(Refused) as refused:
            actions.answer_offer(
                match=fresh(asked), role="mentee", said="yes", by=person, at=NOW, channel=channel
            )
        assert refused.value.code == "consents_first"


@pytest.mark.parametrize(
    ("channel", "said", "kept"),
    [("web", "yes", False), ("web", "no", False), ("phone", "yes", False), ("phone", "no", True)],
)
def test_a_no_by_phone_needs_no_agreement_and_everything_else_does(
    offer: Match, mentor: Person, coordinator: Person, channel: str, said: str, kept: bool
) -> None:
    not_agreed(mentor)
    by = mentor if channel == "web" else coordinator
    if kept:
        actions.answer_offer(match=offer, role="mentor", said=said, by=by, at=NOW, channel=channel)
    else:
        with pytest.raises(Refused) as refused:
            actions.answer_offer(match=offer, role="mentor", said=said, by=by, at=NOW, channel=channel)
        assert refused.value.code == "consents_first"
    assert (fresh(offer).state == "asked_mentor") is not kept


def test_the_page_before_sending_says_who_has_to_agree_first(
    proposed: Match, mentor: Person, mentee: Person, coordinator: Person, settings: object
) -> None:
    settings.DEMO = True  # type: ignore[attr-defined]
    desk, url = signed_in(coordinator), f"/rounds/{proposed.round.public_id}/offers/"
    assert "has not agreed" not in desk.get(url).content.decode()
    not_agreed(mentor)
    page = desk.get(url).content.decode()
    assert "Mentor Maskwa has not agreed yet: that is asked before the suggestion is shown." in page
    assert f'name="send-{proposed.public_id}"' in page
    application = not_agreed(mentee)
    page = desk.get(url).content.decode()
    assert "Mentee Élise has not agreed yet that a mentor reads their name" in page
    assert f"/applications/{application.public_id}/" in page
    assert f'name="send-{proposed.public_id}"' not in page


def test_no_suggestion_is_shown_to_somebody_who_has_not_agreed_even_while_it_waits(
    offer: Match, mentor: Person
) -> None:
    actions.answer_offer(match=offer, role="mentor", said="yes", by=mentor, at=NOW)
    not_agreed(mentor)
    page = signed_in(mentor).get(f"/offers/{offer.public_id}/").content.decode()
    assert "Élise" not in page
    assert "/application/agree" in page
