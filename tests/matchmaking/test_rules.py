"""Rules and weights: tried before they are saved, each change a version, nobody overwrites another."""

from typing import Any

import pytest
import time_machine
from django.test import Client

from lodestar.matchmaking import actions
from lodestar.matchmaking.actions import rules as rules_acts
from lodestar.matchmaking.catalogue import PARTS, PRESETS, RULES
from lodestar.matchmaking.models import MatchingRules
from lodestar.people.models import Person
from lodestar.programs.models import Cycle
from tests import factories
from tests.factories import NOW
from tests.matchmaking.conftest import run
from tests.matchmaking.test_pages import signed_in

pytestmark = pytest.mark.django_db
URL = "/matching-rules/"
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
    actions.change_rules(program=cycle.program, values={"weights": theirs}, by=coordinator, at=NOW)
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
    actions.change_rules(program=cycle.program, values={"weights": theirs}, by=coordinator, at=NOW)
    monkeypatch.setattr(rules_acts, "newest_rules", lambda _program: rules)  # as read a moment before
    answer = desk.post(URL, MINE)
    assert answer.status_code == 200
    assert "Somebody changed the rules at this moment" in answer.content.decode()
    assert "Distance counts less" in answer.content.decode()
    assert MatchingRules.objects.first().weights == theirs  # type: ignore[union-attr]


ON = dict.fromkeys(RULES, "on")


def test_trying_shows_what_would_change_and_saves_nothing(
    desk: Client, cycle: Cycle, mentor: Person, mentee: Person
) -> None:
    far = factories.make_application(factories.make_person("Mentor Far"), cycle=cycle, mentor=["budget"])
    assert far
    tried = MINE | ON | {"try": "1"}
    del tried["require_shared_area"]
    with time_machine.travel(NOW, tick=False):
        answer = desk.post(URL, tried)
    shown = answer.context["preview"]
    assert (shown.possible_before, shown.possible_after) == (1, 2)
    assert (shown.newly_possible, shown.no_longer_possible) == (1, 0)
    assert (shown.matched_before, shown.matched_after) == (1, 1)
    assert MatchingRules.objects.count() == 1
    assert "Distance counts less" in answer.content.decode()


def test_htmx_is_answered_with_the_preview_alone(desk: Client, cycle: Cycle) -> None:
    with time_machine.travel(NOW, tick=False):
        answer = desk.post(URL, MINE | ON | {"try": "1"}, headers={"hx-request": "true"})
    assert answer.content.decode().lstrip().startswith('<section id="preview"')
    bad = desk.post(URL, MINE | ON | {"try": "1", "areas": "-1"}, headers={"hx-request": "true"})
    assert "greater than or equal to 0" in bad.content.decode()
    zero = desk.post(URL, dict.fromkeys(PARTS, 0) | ON | {"try": "1"}, headers={"hx-request": "true"})
    assert "At least one weight must be above 0." in zero.content.decode()


def test_a_rule_switched_off_is_a_version_that_the_next_round_uses(
    desk: Client, cycle: Cycle, coordinator: Person, mentor: Person
) -> None:
    other = factories.make_application(factories.make_person("Far Fern"), cycle=cycle, mentee=["makerspaces"])
    assert not run(cycle).matches.exists()
    said = MINE | ON
    del said["require_shared_area"]
    assert desk.post(URL, said).status_code == 302
    newest = MatchingRules.objects.first()
    assert newest
    assert (newest.require_shared_area, newest.exclude_same_board, newest.author) == (
        False,
        True,
        coordinator,
    )
    assert run(cycle).matches.get().mentee_role.application == other
    page = desk.get(URL).content.decode()
    assert "Coordinator Corrine: Distance counts less" in page


def test_a_preset_fills_the_form_and_saves_nothing(desk: Client) -> None:
    form = desk.get(URL, {"preset": "near"}).context["form"]
    assert form["distance"].value() == PRESETS["near"][1]["distance"]
    assert desk.get(URL, {"preset": "x"}).context["form"]["distance"].value() == 30
    assert MatchingRules.objects.count() == 1


def test_every_preset_names_every_part() -> None:
    assert all(set(weights) == set(PARTS) and any(weights.values()) for _name, weights in PRESETS.values())


def test_saving_the_same_again_makes_no_version(desk: Client, cycle: Cycle, coordinator: Person) -> None:
    desk.post(URL, MINE | ON)
    desk.post(URL, MINE | ON)
    assert MatchingRules.objects.count() == 2
