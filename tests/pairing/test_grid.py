"""Levels packed into one float64 on a whole table: taken apart again, and the same answers as without."""

from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import given, settings

from pairing import Instance, Level, grid, solve
from pairing.entries import Integers
from tests.pairing.strategies import instances

NAMES = ("matched", "bands/0", "bands/1", "bands/2", "fit", "load", "order/0")


def table(mentees: int, fit: int) -> tuple[Instance, Integers]:
    """One mentor for all, and its highest load."""
    column = np.full((mentees, 1), fit)
    return Instance.from_arrays(fit=column, capacity=[mentees]), np.array([1])


@pytest.mark.parametrize(
    ("mentees", "fit", "carried"),
    [(3, 10_000, 6), (1_000, 10_000, 4), (30_000, 10_000, 3), (3, 2**40, 4)],
)
def test_as_many_levels_are_packed_as_float64_carries(mentees: int, fit: int, carried: int) -> None:
    word = grid.word_of(NAMES, *table(mentees, fit))
    assert word is not None
    assert tuple(word.weights) == NAMES[:carried]


def test_a_level_too_large_for_float64_is_not_packed() -> None:
    assert grid.word_of(("fit", "load"), *table(3_000, 2**40)) is None


def test_the_largest_and_the_smallest_prices_are_taken_apart_exactly() -> None:
    n, fit = 50, 10_000
    word = grid.word_of(NAMES, *table(n, fit))
    assert word is not None
    costs = {"fit": fit, "load": 3}
    signs = np.random.default_rng(1).integers(-1, 2, (len(word.weights), 300))
    prices = {
        name: sign * (n + 2) * costs.get(name, 1) for name, sign in zip(word.weights, signs, strict=True)
    }
    packed = sum(word.weights[name] * price for name, price in prices.items()).astype(np.float64)
    assert {name: price.tolist() for name, price in word.digits(packed).items()} == {
        name: price.tolist() for name, price in prices.items()
    }


@settings(max_examples=150, deadline=None)
@given(instances(people=8))
def test_the_answer_is_the_same_without_a_table(instance: Instance) -> None:
    found = solve(instance)
    with patch("pairing.grid.CELLS", 0):
        other = solve(instance)
    assert found.values == other.values
    assert found.matches == other.matches or Level.ORDER not in instance.levels


def test_a_place_that_must_be_taken_is_taken_where_nothing_else_counts() -> None:
    """All fits are 0: at `fit` the only thing that keeps the match is that the mentor may not become free."""
    instance = Instance.from_arrays(
        fit=np.zeros((1, 4), np.int64),
        acceptable=np.array([[False, False, True, False]]),
        capacity=[0, 1, 1, 0],
        levels=["matched", "fit"],
    )
    assert solve(instance).matches == (("e0", "m2"),)
