"""Why a mentee is unmatched, checked against the definitions."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings

from pairing import (
    Cohort,
    Eligibility,
    Instance,
    Mentee,
    Mentor,
    Reason,
    Rules,
    Why,
    eligibility,
    fit,
    obstacles,
    propose,
    relaxations,
    solve,
    unmatched,
)
from tests.pairing import people
from tests.pairing.strategies import instances


@settings(max_examples=300, deadline=None)
@given(instances())
def test_the_competing_mentees_are_more_than_the_places_they_compete_for(instance: Instance) -> None:
    """Hall's violator: all that the competing mentees accept is full, with nobody in it who could leave."""
    solution = solve(instance)
    told = unmatched(instance, solution)
    assert tuple(one.mentee for one in told) == solution.unmatched
    pins = instance.pairs(instance.pinned)
    for one in told:
        accepted = {m for e in one.mentees or (one.mentee,) for m in _acceptable(instance, e)}
        assert set(one.mentors) == accepted
        assert (one.why == Why.ALL_TAKEN) == bool(accepted)
        places = sum(int(instance.capacity[instance.column_of[m]]) for m in accepted)
        assert one.places == places - sum(mentor in accepted for _, mentor in pins)
        if one.why == Why.ALL_TAKEN:
            assert len(one.mentees) > one.places
            assert one.mentee in one.mentees
            assert not {mentee for mentee, _ in pins} & set(one.mentees)


def _acceptable(instance: Instance, mentee: str) -> list[str]:
    row = instance.row_of[mentee]
    return [instance.mentors[j] for j in instance.mentor[instance.start[row] : instance.start[row + 1]]]


@pytest.mark.parametrize("seed", range(60))
def test_every_least_relaxation_gives_one_more_match(seed: int) -> None:
    cohort = people.cohort(seed, mentees=9, mentors=5)
    rules = replace(people.rules(seed), one_direction=False)
    found = propose(cohort, rules)
    for told in found.unmatched():
        counts = found.obstacles(told.mentee)
        flags = found.allowed.reasons[found.instance.row_of[told.mentee]].tolist()
        assert counts == {r: n for r in Reason if (n := sum(bool(f & r) for f in flags))}
        offered = found.relaxations(told)
        assert len({one.reasons.bit_count() for one in offered}) <= 1
        for one in offered:
            assert (one.km is not None) == (Reason.TOO_FAR in one.reasons)
            relaxed = _lifted(found.allowed, found.instance, one.mentee, one.mentors)
            capacity = [max(p.capacity, int(p.id in one.mentors)) for p in cohort.mentors]
            wider = Instance.from_arrays(
                fit=found.score.total,
                acceptable=relaxed.acceptable,
                capacity=capacity,
                mentees=found.instance.mentees,
                mentors=found.instance.mentors,
            )
            assert solve(wider).values["matched"] > found.solution.values["matched"]  # type: ignore[operator]


def _lifted(allowed: Eligibility, instance: Instance, mentee: str, mentors: tuple[str, ...]) -> Eligibility:
    reasons = allowed.reasons.copy()
    reasons[instance.row_of[mentee], [instance.column_of[one] for one in mentors]] = 0
    return Eligibility(reasons, allowed.km)


def test_raising_the_limit_is_told_in_kilometres() -> None:
    cohort = Cohort(
        mentees=(Mentee(id="e", person="p", libraries=("A",), max_km=100, means=people.Means.IN_PERSON),),
        mentors=(
            Mentor(id="m1", person="q", libraries=("B",), max_km=50),
            Mentor(id="m2", person="r", libraries=("C",), max_km=50),
        ),
        areas={},
        distances={("A", "B"): 130, ("A", "C"): 120},
    )
    rules = Rules(common_area=False)
    allowed = eligibility(cohort, rules)
    solution = solve(Instance.from_cohort(cohort, rules))
    instance = Instance.from_scores(cohort, rules, allowed, fit(cohort, rules, allowed.km))
    (told,) = unmatched(instance, solution)
    assert told.why == Why.NOBODY_ACCEPTABLE
    assert obstacles(cohort, allowed, "e") == {Reason.TOO_FAR: 2}
    least = relaxations(cohort, allowed, solution, told)
    assert [(one.km, one.mentors) for one in least] == [(120, ("m2",)), (130, ("m1", "m2"))]


def both_ways(**changes: object) -> Cohort:
    """Two people who are each other's only match, in both directions."""
    return Cohort(
        mentees=(Mentee(id="a", person="1"), Mentee(id="b", person="2")),
        mentors=(Mentor(id="A", person="1"), Mentor(id="B", person="2")),
        areas={},
        **changes,  # type: ignore[arg-type]
    )


def test_nobody_is_matched_with_the_same_person_in_both_directions() -> None:
    found = propose(both_ways(), Rules(common_area=False))
    assert found.solution.values["matched"] == 1
    assert propose(both_ways(), Rules(common_area=False, one_direction=False)).solution.values["matched"] == 2


def test_a_pin_decides_which_direction_stays_and_two_pins_stay_both() -> None:
    found = propose(both_ways(pinned=(("b", "A"),)), Rules(common_area=False))
    assert found.solution.matches == (("b", "A"),)
    assert found.allowed.reasons[0, 1] == Reason.BOTH_DIRECTIONS
    both = propose(both_ways(pinned=(("b", "A"), ("a", "B"))), Rules(common_area=False))
    assert len(both.solution.matches) == 2


@pytest.mark.parametrize("seed", range(30))
def test_the_best_proposal_without_two_directions_is_found(seed: int) -> None:
    """Against every choice of which direction to take out."""
    cohort, rules = people.cohort(seed, mentees=7, mentors=6), people.rules(seed)
    found = propose(cohort, replace(rules, one_direction=True))
    assert _conflicts(found.cohort, found.solution.matches) == []
    assert _rank(found.solution.values) == _best_by_trying(cohort, replace(rules, one_direction=False))


def _conflicts(cohort: Cohort, matches: tuple[tuple[str, str], ...]) -> list[tuple[str, str]]:
    person = {p.id: p.person for p in (*cohort.mentees, *cohort.mentors)}
    ways = {(person[one], person[other]): (one, other) for one, other in matches}
    return [pair for (one, other), pair in ways.items() if (other, one) in ways]


def _best_by_trying(cohort: Cohort, rules: Rules) -> tuple[object, ...]:
    found = propose(cohort, rules)
    clashing = _conflicts(cohort, found.solution.matches)
    if not clashing:
        return _rank(found.solution.values)
    notes = [replace(cohort, forbidden={**cohort.forbidden, pair: ""}) for pair in clashing]
    return min(_best_by_trying(one, rules) for one in notes)


def _rank(values: object) -> tuple[object, ...]:
    worth = dict(values)  # type: ignore[call-overload]
    return -worth["matched"], worth["bands"], -worth["fit"], worth["load"]


def test_a_pair_shows_its_parts_its_reasons_and_its_kilometres() -> None:
    found = propose(both_ways(), Rules(common_area=False))
    view = found.pair("a", "A")
    assert view.reasons == Reason.SAME_PERSON
    assert view.km is None
    assert view.fit == int(np.asarray(found.score.total)[0, 0])
