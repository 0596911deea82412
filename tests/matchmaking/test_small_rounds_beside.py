"""Decisions in a round for some leave the rest of the cycle alone; two who ask at once do not overwrite."""

import pytest

from lodestar.history.models import Entry
from lodestar.matchmaking import actions
from lodestar.matchmaking.models import Match, MatchingRound, Ruling
from lodestar.people.models import Person
from lodestar.programs.models import Cycle
from lodestar.refusal import Refused
from tests.factories import NOW
from tests.matchmaking.conftest import run
from tests.matchmaking.test_for_some import add, run_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def small(
    proposed: Match, cycle: Cycle, coordinator: Person, mentor: Person, mentee: Person
) -> MatchingRound:
    """A round for one latecomer, while another pair of the cycle is pinned."""
    late = add(cycle, mentee=["policy"])
    add(cycle, mentor=["policy"])
    actions.pin_pair(cycle=cycle, mentor=mentor, mentee=mentee, by=coordinator, at=NOW)
    MatchingRound.objects.update(state="published")
    return run_for(cycle, coordinator, late)


def pin_its_pair(small: MatchingRound, by: Person) -> None:
    match = small.matches.get()
    pair = {"mentor": match.mentor_role.application.person, "mentee": match.mentee_role.application.person}
    actions.pin_in_round(round=small, version=small.version, **pair, by=by, at=NOW)
    small.refresh_from_db()


def test_undo_and_redo_in_a_small_round_touch_its_own_decision_only(
    small: MatchingRound, coordinator: Person, mentor: Person, mentee: Person
) -> None:
    pin_its_pair(small, coordinator)
    other = Ruling.objects.get(mentor=mentor, mentee=mentee)
    assert other.pk not in small.steps.get().made
    actions.undo_step(round=small, version=small.version, by=coordinator, at=NOW)
    small.refresh_from_db()
    other.refresh_from_db()
    assert other.lifted_at is None
    actions.redo_step(round=small, version=small.version, by=coordinator, at=NOW)
    assert Ruling.objects.filter(lifted_at=None).count() == 2


def test_what_was_decided_already_is_said_in_a_small_round_too(
    small: MatchingRound, coordinator: Person
) -> None:
    pin_its_pair(small, coordinator)
    with pytest.raises(Refused) as refused:
        pin_its_pair(small, coordinator)
    assert refused.value.code == "decided_already"


def test_two_who_ask_for_different_rounds_at_once_are_told(
    proposed: Match, cycle: Cycle, coordinator: Person
) -> None:
    MatchingRound.objects.update(state="stopped")
    one, other = add(cycle, mentee=["policy"]), add(cycle, mentee=["policy"])
    asked = {"cycle": cycle, "by": coordinator, "at": NOW, "after": 1}
    first = actions.request_round(**asked, only_for=[one])
    assert actions.request_round(**asked, only_for=[one]) == first
    for only_for in ([other], []):
        with pytest.raises(Refused) as refused:
            actions.request_round(**asked, only_for=only_for)
        assert refused.value.code == "unknown_round"


def test_a_small_round_waits_until_no_other_is_being_computed(
    proposed: Match, cycle: Cycle, coordinator: Person
) -> None:
    MatchingRound.objects.update(state="published")
    one, other = add(cycle, mentee=["policy"]), add(cycle, mentee=["policy"])
    actions.request_round(cycle=cycle, by=coordinator, at=NOW, only_for=[one])
    with pytest.raises(Refused) as refused:
        actions.request_round(cycle=cycle, by=coordinator, at=NOW, only_for=[other])
    assert refused.value.code == "round_open"


def test_a_mentee_has_one_pin(
    proposed: Match, cycle: Cycle, coordinator: Person, mentor: Person, mentee: Person
) -> None:
    another = add(cycle, mentor=["policy"]).application.person
    for one in (mentor, another):
        actions.pin_pair(cycle=cycle, mentor=one, mentee=mentee, by=coordinator, at=NOW)
    assert Ruling.objects.get(lifted_at=None).mentor == another
    with pytest.raises(Refused):
        actions.rulings.rule(cycle, mentor, mentee, kind="pin", note="", by=coordinator, at=NOW)
    assert run(cycle, coordinator).state == "proposed"


@pytest.mark.parametrize("act", ["pin", "forbid", "lift", "undo"])
def test_nobody_decides_about_themselves(
    proposed: Match, coordinator: Person, mentor: Person, mentee: Person, act: str
) -> None:
    Person.objects.filter(pk=mentee.pk).update(is_coordinator=True)
    mentee.refresh_from_db()
    round, pair = proposed.round, {"mentor": mentor, "mentee": mentee}
    actions.pin_in_round(round=round, version=0, **pair, by=coordinator, at=NOW)
    own = {"round": round, "version": 1, "by": mentee, "at": NOW}
    acts = {
        "pin": lambda: actions.pin_in_round(**own, **pair),
        "forbid": lambda: actions.forbid_in_round(**own, **pair, note="Me"),
        "lift": lambda: actions.lift_in_round(**own, **pair),
        "undo": lambda: actions.undo_step(**own),
    }
    with pytest.raises(Refused) as refused:
        acts[act]()
    assert refused.value.code == "own_pair"
    assert not Entry.objects.filter(actor=mentee).exists()
