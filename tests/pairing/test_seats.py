"""Which solver is taken for which table, and that a table beyond float64 is still solved exactly."""

import numpy as np
import pytest

from pairing import Instance, certify, seats, solve
from pairing.seats import Table


def table(rows: int, columns: int, options: int, scale: int = 1) -> Table:
    """Rows with `options` columns each, side by side."""
    row = np.repeat(np.arange(rows), options)
    column = (row + np.tile(np.arange(options), rows)) % columns
    cost = np.arange(len(row)) % 97 * scale
    return Table(rows, row, column, cost, np.ones(columns, np.int64), np.zeros(columns, np.int64))


@pytest.mark.parametrize(
    ("given", "with_flows", "alone"),
    [
        (table(20, 20, 3), "by_dense", "by_dense"),
        (table(400, 400, 3), "by_sparse", "by_sparse"),
        (table(20_000, 20_000, 3), "by_flow", "by_sparse"),
        (table(700, 800, 3), "by_flow", "by_sparse"),
        (table(20, 20, 3, scale=2**46), "by_flow", "by_paths"),
        (table(20, 20, 3, scale=2**52), "by_paths", "by_paths"),
    ],
)
def test_the_fastest_exact_solver_is_taken(
    given: Table, with_flows: str, alone: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert seats._solver(given).__name__ == with_flows
    monkeypatch.setattr(seats, "find_spec", lambda name: None)
    assert seats._solver(given).__name__ == alone


def test_a_table_that_has_no_full_matching_is_refused_by_the_flow() -> None:
    with pytest.raises(ArithmeticError, match="did not solve the flow"):
        seats.by_flow(table(3, 2, 1))


def test_numbers_beyond_float64_are_solved_exactly_without_or_tools(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seats, "find_spec", lambda name: None)
    top = 2**40
    random = np.random.default_rng(2)
    fit = top - random.integers(0, 2, (40, 30)) - random.integers(0, 2**39, 30)
    instance = Instance.from_arrays(fit=fit, capacity=random.integers(0, 3, 30), bands=[2**38])
    alone = solve(instance)
    monkeypatch.undo()
    certify(instance, alone)
    assert alone.matches == solve(instance).matches


def test_shortest_paths_in_unbounded_integers_find_what_scipy_finds() -> None:
    """As many seats as rows, and columns that everybody likes: long paths, and places reached twice."""
    random, n = np.random.default_rng(4), 40
    row, column = np.divmod(np.arange(n * n), n)
    cost = random.integers(0, 50, len(row)) + random.integers(0, 200, n)[column]
    given = Table(n, row, column, cost, np.ones(n, np.int64), np.zeros(n, np.int64))
    found = [solver(given) for solver in (seats.by_paths, seats.by_dense)]
    assert len({int(cost[np.arange(n) * n + places].sum()) for places in found}) == 1
