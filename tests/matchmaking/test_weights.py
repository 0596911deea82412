"""Two people who change the weights at once: nothing is overwritten unread, and nothing typed is lost."""

from typing import Any

import pytest
from django.test import Client

from lodestar.matchmaking import actions
from lodestar.matchmaking.actions import rulings
from lodestar.matchmaking.catalogue import PARTS
from lodestar.matchmaking.models import MatchingRules
from lodestar.people.models import Person
from lodestar.programs.models import Cycle
from tests import factories
from tests.factories import NOW
from tests.matchmaking.test_pages import signed_in

pytestmark = pytest.mark.django_db
URL = "/matching-weights/"
MINE = dict.fromkeys(PARTS, 5) | {"note": "Distance counts less"}


@pytest.fixture
def rules(cycle: Cycle) -> MatchingRules:
    return factories.make_rules(cycle.program)


@pytest.fixture
def desk(coordinator: Person, rules: MatchingRules, settings: Any) -> Client:
    settings.DEMO = True
    return signed_in(coordinator)


def test_weights_that_somebody_changed_since_are_shown_before_they_are_replaced(
    desk: Client, coordinator: Person, cycle: Cycle
) -> None:
    seen = desk.get(URL).context["form"]["seen"].value()
    theirs = dict.fromkeys(PARTS, 9)
    actions.change_weights(program=cycle.program, weights=theirs, by=coordinator, at=NOW)
    answer = desk.post(URL, MINE | {"seen": seen})
    page = answer.content.decode()
    assert "Somebody changed this since you opened it" in page
    assert "Distance counts less" in page
    assert MatchingRules.objects.first().weights == theirs  # type: ignore[union-attr]
    again = answer.context["form"]["seen"].value()
    assert desk.post(URL, MINE | {"seen": again}).status_code == 302
    assert MatchingRules.objects.first().weights == dict.fromkeys(PARTS, 5)  # type: ignore[union-attr]


def test_two_changes_at_the_same_moment_keep_what_the_second_one_typed(
    desk: Client, coordinator: Person, rules: MatchingRules, cycle: Cycle, monkeypatch: pytest.MonkeyPatch
) -> None:
    theirs = dict.fromkeys(PARTS, 9)
    actions.change_weights(program=cycle.program, weights=theirs, by=coordinator, at=NOW)
    monkeypatch.setattr(rulings, "newest_rules", lambda _program: rules)  # as read a moment before
    answer = desk.post(URL, MINE)
    assert answer.status_code == 200
    assert "Somebody changed the weights at this moment" in answer.content.decode()
    assert "Distance counts less" in answer.content.decode()
    assert MatchingRules.objects.first().weights == theirs  # type: ignore[union-attr]
