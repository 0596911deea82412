import json
from datetime import timedelta
from typing import Any

import pytest

from lodestar.intake.models import Application, ApplicationRole, NamedPerson
from lodestar.libraries.models import Board
from lodestar.matchmaking import problem
from lodestar.matchmaking.models import Match, MatchingRules, Ruling
from lodestar.matchmaking.queries.facts import accepted_but_unclear, read_facts
from lodestar.mentorships.models import NotAgain, Seat
from lodestar.programs.models import AreaGroup, Cycle
from tests import factories
from tests.factories import NOW, TODAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def rules(cycle: Cycle) -> MatchingRules:
    return factories.make_rules(cycle.program)


def pair(mentor: Application, mentee: Application, rules: MatchingRules) -> problem.Pair:
    built = problem.build(read_facts(mentor.cycle), rules)
    found = [p for p in built.pairs_of(mentee.person) if p.mentor.application == mentor.public_id]
    return found[0]


def two(cycle: Cycle, mentor: dict[str, Any] | None = None, mentee: dict[str, Any] | None = None) -> Any:
    one = factories.make_application(cycle=cycle, **{"mentor": ["policy"]} | (mentor or {}))
    other = factories.make_application(cycle=cycle, **{"mentee": ["policy"]} | (mentee or {}))
    return one, other


def test_a_pair_that_breaks_no_rule_is_acceptable(cycle: Cycle, rules: MatchingRules) -> None:
    mentor, mentee = two(cycle)
    assert pair(mentor, mentee, rules).excluded == []


def test_a_person_never_mentors_themselves(cycle: Cycle, rules: MatchingRules) -> None:
    both = factories.make_application(cycle=cycle, mentor=["policy"], mentee=["policy"])
    assert "same_person" in pair(both, both, rules).excluded


def test_people_of_one_library_are_kept_apart_while_the_rule_is_on(
    cycle: Cycle, rules: MatchingRules
) -> None:
    place = factories.make_library()
    mentor, mentee = two(cycle, {"library": place}, {"library": place})
    assert pair(mentor, mentee, rules).excluded == ["same_library"]
    rules.exclude_same_library = False
    assert pair(mentor, mentee, rules).excluded == []


def test_people_of_one_board_are_kept_apart_while_the_rule_is_on(cycle: Cycle, rules: MatchingRules) -> None:
    board = Board.objects.create(name="One board")
    places = [factories.make_library(board=board) for _ in range(2)]
    mentor, mentee = two(cycle, {"library": places[0]}, {"library": places[1]})
    assert pair(mentor, mentee, rules).excluded == ["same_board"]
    rules.exclude_same_board = False
    assert pair(mentor, mentee, rules).excluded == []


@pytest.mark.parametrize(
    ("kind", "code"), [("reports_to", "reporting_line"), ("please_not", "please_not"), ("hoped_for", None)]
)
@pytest.mark.parametrize("writer", ["mentor", "mentee"])
def test_only_a_linked_name_excludes_and_it_does_so_both_ways(
    cycle: Cycle, rules: MatchingRules, kind: str, code: str | None, writer: str
) -> None:
    mentor, mentee = two(cycle)
    by, about = (mentor, mentee) if writer == "mentor" else (mentee, mentor)
    named = NamedPerson.objects.create(application=by, kind=kind, name="Somebody")
    loose = pair(mentor, mentee, rules)
    assert loose.excluded == []
    assert (f"name_not_linked_{writer}" in loose.cautions) == (code is not None)
    NamedPerson.objects.filter(pk=named.pk).update(person=about.person)
    linked = pair(mentor, mentee, rules)
    assert linked.excluded == ([code] if code else [])
    assert f"name_not_linked_{writer}" not in linked.cautions


def test_two_with_no_way_to_meet_in_common_are_excluded(cycle: Cycle, rules: MatchingRules) -> None:
    mentor, mentee = two(cycle)
    mentor.roles.update(by_phone=True)
    mentee.roles.update(by_video=True)
    assert pair(mentor, mentee, rules).excluded == ["no_common_means"]
    mentee.roles.update(by_video=False)
    assert pair(mentor, mentee, rules).excluded == []


def test_distance_excludes_only_when_in_person_is_the_only_way_and_too_far_for_both(
    cycle: Cycle, rules: MatchingRules
) -> None:
    far = factories.make_library(latitude="56.0000")
    mentor, mentee = two(cycle, {"max_km": 50}, {"max_km": 60, "library": far})
    mentor.roles.update(in_person=True)
    mentee.roles.update(in_person=True)
    found = pair(mentor, mentee, rules)
    assert found.distance_km == 290
    assert found.excluded == ["too_far"]
    Application.objects.filter(pk=mentor.pk).update(max_km=290)
    assert pair(mentor, mentee, rules).excluded == []
    Application.objects.filter(pk=mentor.pk).update(max_km=50)
    ApplicationRole.objects.update(by_phone=True)
    assert pair(mentor, mentee, rules).excluded == []


def test_two_with_different_time_commitments_are_excluded(cycle: Cycle, rules: MatchingRules) -> None:
    mentor, mentee = two(cycle)
    mentor.roles.update(project_based=True)
    mentee.roles.update(ongoing=True)
    assert pair(mentor, mentee, rules).excluded == ["no_common_commitment"]


def test_two_without_an_area_in_common_are_excluded_while_the_rule_is_on(
    cycle: Cycle, rules: MatchingRules
) -> None:
    mentor, mentee = two(cycle, {"mentor": ["makerspaces"]})
    assert pair(mentor, mentee, rules).excluded == ["no_common_area"]
    mentee.roles.update(any_mentor=True)
    assert pair(mentor, mentee, rules).excluded == []
    mentee.roles.update(any_mentor=False)
    rules.require_shared_area = False
    assert pair(mentor, mentee, rules).excluded == []


def test_a_group_ticked_alone_covers_its_areas_on_either_side(cycle: Cycle, rules: MatchingRules) -> None:
    mentor, mentee = two(cycle, {"mentor": []}, {"mentee": ["policy", "budget"]})
    group = AreaGroup.objects.get(key="governance")
    mentor.roles.get().areas.create(group=group, label="Governance")
    found = pair(mentor, mentee, rules)
    assert found.excluded == []
    assert found.shared_areas == ["Policy", "Budget"]
    assert found.parts["areas"] == 50


def test_a_pair_marked_not_again_is_excluded_until_it_is_lifted(cycle: Cycle, rules: MatchingRules) -> None:
    mentor, mentee = two(cycle)
    mark = NotAgain.objects.create(mentor=mentor.person, mentee=mentee.person, reason="x", since=NOW)
    assert pair(mentor, mentee, rules).excluded == ["not_again"]
    NotAgain.objects.filter(pk=mark.pk).update(lifted_at=NOW)
    assert pair(mentor, mentee, rules).excluded == []


def test_a_mentor_whose_seats_are_held_in_any_cycle_is_full(cycle: Cycle, rules: MatchingRules) -> None:
    mentor, mentee = two(cycle, {"capacity": 2})
    seat = Seat.objects.create(mentor=mentor.person, number=1, held_by="s-anything")
    facts = read_facts(cycle)
    assert facts.free_places(facts.mentors[0]) == 1
    Seat.objects.create(mentor=mentor.person, number=2, held_by="s-another")
    assert pair(mentor, mentee, rules).excluded == ["mentor_full"]
    Seat.objects.filter(pk=seat.pk).update(held_by=None)
    assert pair(mentor, mentee, rules).excluded == []


def test_a_forbidden_pair_is_excluded_until_it_is_lifted(cycle: Cycle, rules: MatchingRules) -> None:
    mentor, mentee = two(cycle)
    people = {"mentor": mentor.person, "mentee": mentee.person, "by": mentor.person}
    Ruling.objects.create(cycle=cycle, kind="forbid", note="No", at=NOW, **people)
    assert pair(mentor, mentee, rules).excluded == ["forbidden"]
    Ruling.objects.update(lifted_at=NOW)
    assert pair(mentor, mentee, rules).excluded == []


def test_two_people_never_mentor_each_other_both_ways_in_one_round(
    cycle: Cycle, rules: MatchingRules
) -> None:
    for _ in range(2):
        factories.make_application(cycle=cycle, mentor=["policy"], mentee=["policy"])
    answer = problem.solve(problem.build(read_facts(cycle), rules))
    assert len(answer.pairs) == 1
    rules.exclude_both_directions = False
    assert len(problem.solve(problem.build(read_facts(cycle), rules)).pairs) == 2


def test_those_without_an_area_are_left_out_to_talk_with_first(cycle: Cycle, rules: MatchingRules) -> None:
    unsure = factories.make_application(cycle=cycle, mentee=[])
    facts = read_facts(cycle)
    assert facts.mentees == []
    assert [role.application for role in accepted_but_unclear(cycle)] == [unsure]
    unsure.roles.update(any_mentor=True)
    assert [role.application for role in read_facts(cycle).mentees] == [unsure.public_id]


@pytest.mark.parametrize("state", ["asked_mentor", "asked_mentee", "declined", "withdrawn"])
def test_a_mentee_with_a_live_offer_is_left_out(cycle: Cycle, rules: MatchingRules, state: str) -> None:
    mentor, mentee = two(cycle)
    seat = Seat.objects.create(mentor=mentor.person, number=1)
    factories.make_match(mentor.roles.get(), mentee.roles.get(), state=state, seat=seat)
    live = state in Match.LIVE
    facts = read_facts(cycle)
    assert (facts.mentees == []) == live
    if not live:
        assert "did_not_go_ahead" in pair(mentor, mentee, rules).cautions


def test_a_mentee_with_a_mentor_of_this_cycle_is_left_out_until_it_ends(
    cycle: Cycle, rules: MatchingRules
) -> None:
    mentor, mentee = two(cycle)
    mentorship = factories.make_mentorship(mentor.roles.get(), mentee.roles.get())
    assert read_facts(cycle).mentees == []
    type(mentorship).objects.update(ended_at=NOW, end_reason="other")
    assert [role.application for role in read_facts(cycle).mentees] == [mentee.public_id]


def test_whoever_was_in_an_earlier_pool_without_a_mentor_has_waited(
    cycle: Cycle, rules: MatchingRules
) -> None:
    earlier = factories.make_cycle(
        opens_on=TODAY - timedelta(days=400), program=cycle.program, name="Last year"
    )
    mentor, mentee = two(cycle)
    factories.make_application(mentee.person, cycle=earlier, mentee=["policy"])
    assert pair(mentor, mentee, rules).parts["waited"] == 100
    ApplicationRole.objects.filter(application__cycle=earlier).update(state="withdrawn")
    assert pair(mentor, mentee, rules).parts["waited"] == 0


def test_a_pair_whose_boards_are_blank_carries_a_caution(cycle: Cycle, rules: MatchingRules) -> None:
    mentor, mentee = two(cycle)
    assert "board_not_known" in pair(mentor, mentee, rules).cautions
    for number, application in enumerate([mentor, mentee]):
        application.libraries.update(board=Board.objects.create(name=f"Board {number}"))
    assert "board_not_known" not in pair(mentor, mentee, rules).cautions


def test_an_instance_keeps_application_ids_and_places_and_is_hashed(
    cycle: Cycle, rules: MatchingRules
) -> None:
    mentor, mentee = two(cycle, {"capacity": 2})
    answer = problem.solve(problem.build(read_facts(cycle), rules))
    instance = json.loads(answer.instance_text)
    assert instance["mentees"] == [mentee.public_id]
    assert instance["mentors"] == [{"id": mentor.public_id, "capacity": 2}]
    assert instance["levels"] == ["matched", "bands", "fit", "load", "order"]
    assert answer.instance_hash == answer.proposal.instance.hash()


def test_an_answer_without_its_proof_is_refused(
    cycle: Cycle, rules: MatchingRules, monkeypatch: pytest.MonkeyPatch
) -> None:
    two(cycle)

    def disprove(*_: object) -> None:
        raise problem.NotProven("No.")

    monkeypatch.setattr(problem, "certify", disprove)
    with pytest.raises(problem.NoAnswer, match="No"):
        problem.solve(problem.build(read_facts(cycle), rules))
