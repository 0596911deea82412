"""Somebody without an e-mail address is told by telephone, and the desk forgets what needs no call."""

import pytest

from lodestar.history.models import Entry
from lodestar.intake.models import Application
from lodestar.matchmaking import actions
from lodestar.matchmaking.models import Match
from lodestar.outbox.models import Mail
from lodestar.people.models import Person
from tests.factories import NOW
from tests.matchmaking.conftest import fresh, send
from tests.matchmaking.test_pages import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def told_offer(proposed: Match, mentor: Person, coordinator: Person, settings: object) -> Match:
    settings.DEMO = True  # type: ignore[attr-defined]
    Person.objects.filter(pk=mentor.pk).update(email=None)
    return send(proposed, coordinator)


def states() -> dict[str, str]:
    return {mail.key.split("-")[0]: mail.state for mail in Mail.objects.exclude(person__email__gt="")}


def page_of(match: Match, coordinator: Person) -> str:
    return signed_in(coordinator).get(f"/offers/{match.public_id}/answer").content.decode()


def test_the_coordinator_reads_what_may_be_told_and_no_more(told_offer: Match, coordinator: Person) -> None:
    Application.objects.update(requests="CANARY objectives")
    page = page_of(told_offer, coordinator)
    library = told_offer.mentee_role.application.libraries.get().name
    for told in ["Mentee Élise", library, "Policy", "21 September 2026"]:
        assert told in page
    assert "CANARY" not in page


def test_the_name_is_kept_where_the_mentee_is_asked_first(
    proposed: Match, coordinator: Person, settings: object
) -> None:
    settings.DEMO = True  # type: ignore[attr-defined]
    Application.objects.update(ask_me_first=True)
    page = page_of(send(proposed, coordinator), coordinator)
    assert "Name nobody yet" in page
    assert "Maskwa" not in page
    assert "Policy" in page


def test_nobody_is_named_before_they_agreed(told_offer: Match, mentor: Person, coordinator: Person) -> None:
    Application.objects.filter(person=mentor).update(agreed_at=None)
    page = page_of(told_offer, coordinator)
    assert "Élise" not in page
    assert f"/applications/{told_offer.mentor_role.application.public_id}/agree" in page


@pytest.mark.parametrize("said", ["yes", "no", "more_days"])
def test_an_answer_takes_the_call_off_the_desk(told_offer: Match, coordinator: Person, said: str) -> None:
    assert states()["offer"] == "by_hand"
    who = {"match": fresh(told_offer), "role": "mentor", "by": coordinator, "at": NOW, "channel": "phone"}
    if said == "more_days":
        actions.ask_for_more_days(**who)
    else:
        actions.answer_offer(said=said, **who)
    assert states()["offer"] == "needless"
    mail = Mail.objects.get(key__startswith="offer-", state="needless")
    assert Entry.objects.get(kind="mail", thing=mail.public_id).channel == "program"


def test_so_does_a_withdrawal_but_the_news_of_it_is_still_to_be_told(
    told_offer: Match, coordinator: Person
) -> None:
    actions.withdraw_offer(match=fresh(told_offer), by=coordinator, at=NOW)
    assert states() == {"offer": "needless", "not_going_ahead": "by_hand"}
