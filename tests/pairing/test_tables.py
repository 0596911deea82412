"""Eligibility and fit over all pairs at once say what the rules say pair by pair."""

from dataclasses import replace

import numpy as np
import pytest

from pairing import Cohort, Instance, InvalidInstance, Mentee, Mentor, Part, Reason, Rules, eligibility, fit
from tests.pairing import pair_by_pair, people


@pytest.mark.parametrize("seed", range(40))
def test_every_reason_and_every_part_is_what_the_rules_say_pair_by_pair(seed: int) -> None:
    cohort, rules = people.cohort(seed), people.rules(seed)
    allowed = eligibility(cohort, rules)
    score = fit(cohort, rules, allowed.km)
    for i, mentee in enumerate(cohort.mentees):
        for j, mentor in enumerate(cohort.mentors):
            km = pair_by_pair.drive(cohort, mentee, mentor)
            assert allowed.km[i, j] == (-1 if km is None else km)
            assert Reason(int(allowed.reasons[i, j])) == pair_by_pair.reasons(cohort, rules, mentee, mentor)
            parts = pair_by_pair.parts(cohort, rules, mentee, mentor)
            assert {part: int(grid[i, j]) for part, grid in score.parts.items()} == parts
            assert score.total[i, j] == pair_by_pair.fit(rules, parts)


def test_the_random_cohorts_break_every_rule_somewhere() -> None:
    seen = Reason(0)
    for seed in range(40):
        for flags in eligibility(people.cohort(seed), people.rules(seed)).reasons.ravel().tolist():
            seen |= Reason(flags)
    assert seen == ~Reason(0) & ~Reason.BOTH_DIRECTIONS


def test_an_instance_made_of_a_cohort_holds_its_acceptable_pairs() -> None:
    cohort, rules = people.cohort(3), people.rules(3)
    instance, allowed = Instance.from_cohort(cohort, rules), eligibility(cohort, rules)
    assert len(instance.fit) == int(allowed.acceptable.sum())
    assert instance.fit.tolist() == fit(cohort, rules).total[allowed.acceptable].tolist()


NOBODY = Cohort(mentees=(), mentors=(), areas={})
ONE = Cohort(
    mentees=(Mentee(id="e", person="p", libraries=("Vilna",)),),
    mentors=(Mentor(id="m", person="q", libraries=("Smoky Lake",)),),
    areas={},
)


def test_an_empty_cohort_has_empty_tables() -> None:
    assert eligibility(NOBODY, Rules()).reasons.shape == (0, 0)
    assert fit(NOBODY, Rules()).total.shape == (0, 0)


@pytest.mark.parametrize(
    ("cohort", "rules", "message"),
    [
        (ONE, Rules(weights={}), "All the weights are zero"),
        (ONE, Rules(weights={Part.AREAS: 0}), "All the weights are zero"),
        (ONE, Rules(weights={Part.AREAS: -1}), "The weight of 'areas'"),
        (ONE, Rules(weights={Part.AREAS: 1.5}), "The weight of 'areas'"),  # type: ignore[dict-item]
        (ONE, Rules(weights={Part.AREAS: True}), "The weight of 'areas'"),
        (ONE, Rules(far_km=0), "distance at which the fit reaches 0"),
        (ONE, Rules(far_km=True), "distance at which the fit reaches 0"),
        (replace(ONE, distances={("Vilna", "Smoky Lake"): -1}), Rules(), "'Vilna' and 'Smoky Lake'"),
        (replace(ONE, distances={("Vilna", "Smoky Lake"): 1.5}), Rules(), "not a whole number of km"),
        (
            replace(ONE, mentors=(replace(ONE.mentors[0], areas=frozenset({"magic"})),)),
            Rules(),
            "The area 'magic' is not in the catalogue",
        ),
        (replace(ONE, pinned=(("e", "m"),)), Rules(), "not among the listed pairs"),
        (replace(ONE, pinned=(("e", "x"),)), Rules(), "names somebody who is not listed"),
        (ONE, Rules(bands=(60, 40)), "ascending"),
        (replace(ONE, mentees=ONE.mentees * 2), Rules(), "'e' is listed twice"),
    ],
)
def test_a_cohort_or_rules_that_make_no_sense_are_refused(cohort: Cohort, rules: Rules, message: str) -> None:
    with pytest.raises(InvalidInstance, match=message):
        Instance.from_cohort(cohort, rules)


def test_tables_are_kept_compactly() -> None:
    cohort = people.cohort(1)
    score = fit(cohort, Rules())
    assert eligibility(cohort, Rules()).reasons.dtype == np.uint16
    assert score.total.dtype == np.int16
    assert {grid.dtype for grid in score.parts.values()} == {np.dtype(np.uint8)}
