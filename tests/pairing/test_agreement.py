"""Agreement with other exact solvers, on instances too large for brute force."""

import numpy as np
import pytest
from ortools.graph.python.min_cost_flow import SimpleMinCostFlow
from scipy.optimize import linear_sum_assignment

from pairing import Instance, solve
from pairing.entries import Integers
from tests.pairing.paths import few_candidates

SIZES = [(5, 7), (40, 40), (90, 60), (300, 200), (300, 300)]


def scores(rows: int, columns: int, kind: str) -> Integers:
    """Fits of different kinds: all different, few values, or mentors whom everybody likes."""
    random = np.random.default_rng(rows * columns)
    if kind == "ties":
        return random.integers(0, 5, (rows, columns)) * 2000
    if kind == "popular":
        return random.integers(0, 3000, (rows, columns)) + random.integers(0, 7000, columns)
    return random.integers(0, 10_001, (rows, columns))


@pytest.mark.parametrize("kind", ["different", "ties", "popular"])
@pytest.mark.parametrize("size", SIZES)
def test_one_to_one_agrees_with_scipy(size: tuple[int, int], kind: str) -> None:
    fit = scores(*size, kind)
    instance = Instance.from_arrays(fit=fit, capacity=np.ones(size[1], np.int64), levels=["matched", "fit"])
    rows, columns = linear_sum_assignment(fit, maximize=True)
    expected = {"matched": min(size), "fit": int(fit[rows, columns].sum())}
    assert solve(instance).values == expected
    with few_candidates():
        assert solve(instance).values == expected


@pytest.mark.parametrize("kind", ["different", "ties", "popular"])
@pytest.mark.parametrize("size", SIZES)
def test_capacities_and_forbidden_pairs_agree_with_or_tools(size: tuple[int, int], kind: str) -> None:
    random, fit = np.random.default_rng(11), scores(*size, kind)
    acceptable = random.random(size) < 0.1
    capacity = random.integers(0, 4, size[1])
    instance = Instance.from_arrays(
        fit=fit, acceptable=acceptable, capacity=capacity, levels=["matched", "fit"]
    )
    assert solve(instance).values == _flow(fit, acceptable, capacity)


def _flow(fit: Integers, acceptable: np.ndarray, capacity: Integers) -> dict[str, int]:
    """Maximum flow of least cost."""
    rows, columns = np.nonzero(acceptable)
    n, m = fit.shape
    flow = SimpleMinCostFlow()
    value = fit[rows, columns]
    arcs = flow.add_arcs_with_capacity_and_unit_cost(rows, n + columns, np.ones_like(rows), -value)
    flow.add_arcs_with_capacity_and_unit_cost(
        n + np.arange(m), np.full(m, n + m), capacity, np.zeros(m, np.int64)
    )
    flow.set_nodes_supplies(np.arange(n), np.ones(n, np.int64))
    flow.set_node_supply(n + m, -n)
    assert flow.solve_max_flow_with_min_cost() == flow.OPTIMAL
    taken = flow.flows(arcs) == 1
    return {"matched": int(taken.sum()), "fit": int(value[taken].sum())}
