"""The solver answers with the best matching, whatever the instance and whichever way it goes."""

from contextlib import ExitStack
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import given, settings

from pairing import LEVELS, Instance, certify, seats, solve
from tests.pairing.brute import best
from tests.pairing.paths import SOLVERS, Solver, always, few_candidates
from tests.pairing.strategies import instances


@settings(max_examples=300, deadline=None)
@given(instances())
def test_every_small_instance_is_solved_as_brute_force_solves_it(instance: Instance) -> None:
    solution = solve(instance)
    assert dict(solution.values) == best(instance)
    certify(instance, solution)


@settings(max_examples=250, deadline=None)
@given(instances())
def test_few_candidates_and_pricing_lead_to_the_same_answer_and_price_everything(instance: Instance) -> None:
    with few_candidates():
        solution = solve(instance)
        certify(instance, solution)
    assert dict(solution.values) == best(instance)
    if "order" in instance.levels:
        assert solution.matches == solve(instance).matches


@pytest.mark.parametrize("solver", SOLVERS, ids=lambda solver: str(solver.__name__))
@settings(max_examples=50, deadline=None)
@given(instance=instances(levels=LEVELS))
def test_every_solver_gives_the_identical_answer(solver: Solver, instance: Instance) -> None:
    with always(seats.by_paths):
        expected = solve(instance)
    with always(solver):
        assert solve(instance) == expected


@pytest.mark.parametrize("largest", [2**31, 2**10], ids=["rough weights", "one level at a time"])
@pytest.mark.parametrize("seed", [1, 2, 6])
def test_a_rough_weight_that_misleads_is_found_out(seed: int, largest: int) -> None:
    """By a weight that counts on one move only, seed 1 is solved at once, 2 as to one level, 6 not at all."""
    random = np.random.default_rng(seed)
    fit = random.integers(0, 10, (60, 55)) * 1000
    acceptable = random.random(fit.shape) < 0.08
    instance = Instance.from_arrays(fit=fit, acceptable=acceptable, capacity=np.ones(55, np.int64))
    expected = solve(instance)
    paths = {"pairing.grid.CELLS": 0, "pairing.assignment.EXACT": largest, "pairing.assignment.MOVES": 1}
    with ExitStack() as stack:
        for name, value in paths.items():
            stack.enter_context(patch(name, value))
        found = solve(instance)
    assert (found.matches, found.values) == (expected.matches, expected.values)


def test_a_forbidden_pair_never_costs_a_match() -> None:
    instance = Instance.from_arrays(
        fit=np.array([[10, 9], [0, 0]]),
        acceptable=np.array([[True, True], [True, False]]),
        capacity=[1, 1],
        mentees=["A", "B"],
        mentors=["1", "2"],
    )
    assert solve(instance).matches == (("A", "2"), ("B", "1"))


@pytest.mark.parametrize("size", [(0, 0), (0, 3), (3, 0), (3, 3)])
def test_where_nobody_is_acceptable_nobody_is_matched(size: tuple[int, int]) -> None:
    instance = Instance.from_arrays(
        fit=np.zeros(size, np.int64), acceptable=np.zeros(size, bool), capacity=np.ones(size[1], np.int64)
    )
    solution = solve(instance)
    assert solution.matches == ()
    assert solution.unmatched == instance.mentees


def test_one_mentor_with_all_the_room_takes_everybody() -> None:
    solution = solve(Instance.from_arrays(fit=np.arange(40).reshape(40, 1), capacity=[40]))
    assert solution.values == {"matched": 40, "bands": (40, 0, 0, 0), "fit": 780, "load": 1600}


def test_all_equal_scores_leave_the_order_to_the_lot_and_the_loads_even() -> None:
    instance = Instance.from_arrays(fit=np.full((60, 20), 5000), capacity=np.full(20, 5))
    solution = solve(instance)
    assert solution.values["load"] == 20 * 3**2
    with few_candidates():
        assert solve(instance).matches == solution.matches


def test_ties_everywhere_are_solved_alike_with_and_without_candidates() -> None:
    random = np.random.default_rng(7)
    instance = Instance.from_arrays(
        fit=random.integers(0, 3, (80, 50)) * 3000,
        acceptable=random.random((80, 50)) < 0.7,
        capacity=random.integers(0, 4, 50),
    )
    expected = solve(instance)
    with few_candidates():
        assert solve(instance).matches == expected.matches


def test_fits_near_the_limit_are_exact() -> None:
    top = 2**40
    fit = np.array([[top, top - 1], [top - 1, top - 3]])
    assert solve(Instance.from_arrays(fit=fit, capacity=[1, 1])).values["fit"] == 2 * top - 2
