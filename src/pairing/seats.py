"""Minimum-cost matching of every row to a seat of one of its columns, exact in integers.

Four ways, one answer: scipy's dense and sparse solvers and OR-Tools' flow (the extra `large`) while their
numbers carry everything that they can meet, and shortest paths in Python's integers otherwise.

Bound: the solvers add and subtract costs along alternating paths. A seat's own cost cancels on all of a
path but its end, so no number exceeds the sum of the rows' spreads, plus the spread of all costs, plus
the spread of the seats' costs. A sum has four such terms at most; float64 carries integers below 2**53.
OR-Tools multiplies costs by the number of nodes and keeps them in int64.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from heapq import heappop, heappush
from importlib.util import find_spec
from itertools import pairwise

import numpy as np
from scipy.optimize import linear_sum_assignment
from scipy.sparse import csr_array
from scipy.sparse.csgraph import min_weight_full_bipartite_matching

from pairing.instance import Integers

EXACT = 2**51
DENSE_CELLS = 10_000
FLOW_FROM = 60_000
UNEVEN_FROM = 2_000  # scipy's sparse solver is slow where seats stay empty


@dataclass(frozen=True, eq=False)
class Table:
    """Entries sorted by row, then column; `room` seats in each column, and `extra`, the cost of every
    seat, column after column.
    """

    rows: int
    row: Integers
    column: Integers
    cost: Integers
    room: Integers
    extra: Integers

    @cached_property
    def start(self) -> Integers:
        """Where each row begins."""
        return np.searchsorted(self.row, np.arange(self.rows + 1))

    @cached_property
    def owner(self) -> Integers:
        """The column of every seat."""
        return np.repeat(np.arange(len(self.room)), self.room)

    @cached_property
    def largest(self) -> int:
        """Upper bound of every number that a solver meets."""
        first = self.start[:-1]
        spread = np.maximum.reduceat(self.cost, first) - np.minimum.reduceat(self.cost, first)
        return int(sum(spread.tolist())) + int(np.ptp(self.cost)) + int(np.ptp(self.extra)) + 1

    @cached_property
    def spread_out(self) -> tuple[Integers, Integers, Integers]:
        """Row, seat and cost of every entry with every seat of its column."""
        origin, seat = spread(self.column, self.room)
        return self.row[origin], seat, self.cost[origin] + self.extra[seat]


def spread(column: Integers, room: Integers) -> tuple[Integers, Integers]:
    """Each entry once for every seat of its column: positions of the entry, and the seat."""
    first = np.cumsum(room) - room
    many = room[column]
    origin = np.repeat(np.arange(len(column)), many)
    step = np.arange(len(origin)) - np.repeat(np.cumsum(many) - many, many)
    return origin, first[column[origin]] + step


def cheapest(table: Table) -> Integers:
    """The column of every row in a cheapest matching of all rows; one must exist."""
    return _solver(table)(table)


def _solver(table: Table) -> Callable[[Table], Integers]:
    """The fastest exact way; the crossovers stand in docs/pairing.md."""
    cells, entries = table.rows * len(table.extra), len(table.row)
    flows = find_spec("ortools") is not None and table.largest * (table.rows + len(table.room) + 2) < 2**62
    if table.largest >= EXACT:
        return by_flow if flows else by_paths
    if cells <= DENSE_CELLS:
        return by_dense
    enough = FLOW_FROM if table.rows == len(table.extra) else UNEVEN_FROM
    return by_flow if flows and entries >= enough else by_sparse


def by_dense(table: Table) -> Integers:
    """scipy's `linear_sum_assignment` (Crouse, IEEE Trans. Aerosp. Electron. Syst. 52, 2016)."""
    matrix = np.full((table.rows, len(table.extra)), np.inf)
    row, seat, cost = table.spread_out
    matrix[row, seat] = cost
    return np.asarray(table.owner[linear_sum_assignment(matrix)[1]])


def by_sparse(table: Table) -> Integers:
    """scipy's `min_weight_full_bipartite_matching` (Jonker and Volgenant, Computing 38, 1987)."""
    row, seat, cost = table.spread_out
    weight = (cost - cost.min() + 1).astype(np.float64)
    graph = csr_array((weight, (row, seat)), shape=(table.rows, len(table.extra)))
    return np.asarray(table.owner[min_weight_full_bipartite_matching(graph)[1]])


def by_flow(table: Table) -> Integers:
    """OR-Tools' `SimpleMinCostFlow` (Goldberg, J. Algorithms 22, 1997), capacities as they are."""
    from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

    flow = SimpleMinCostFlow()
    columns, seats = len(table.room), len(table.extra)
    to, sink = table.rows + table.column, table.rows + columns
    arcs = flow.add_arcs_with_capacity_and_unit_cost(
        np.concatenate((table.row, table.rows + table.owner)),
        np.concatenate((to, np.full(seats, sink))),
        np.ones(len(to) + seats, np.int64),
        np.concatenate((table.cost, table.extra)),
    )
    flow.set_nodes_supplies(np.arange(table.rows), np.ones(table.rows, np.int64))
    flow.set_node_supply(sink, -table.rows)
    if flow.solve() != flow.OPTIMAL:
        raise ArithmeticError("OR-Tools did not solve the flow.")
    return np.asarray(table.column[flow.flows(arcs)[: len(to)] == 1])


def by_paths(table: Table) -> Integers:
    """Successive shortest augmenting paths in Python's unbounded integers: slow, always exact."""
    row, seat, cost = table.spread_out
    bounds = np.searchsorted(row, np.arange(table.rows + 1)).tolist()
    entries = list(zip(seat.tolist(), cost.tolist(), strict=True))
    options = [entries[a:b] for a, b in pairwise(bounds)]
    price = [0] * len(table.extra)
    holder = [-1] * len(table.extra)
    place = [-1] * table.rows
    for root in range(table.rows):
        free, parent = _nearest_free(root, options, price, holder, place)
        mover = -1
        while mover != root:
            mover = parent[free]
            holder[free], place[mover], free = mover, free, place[mover]
    return table.owner[place]


def _nearest_free(
    root: int, options: list[list[tuple[int, int]]], price: list[int], holder: list[int], place: list[int]
) -> tuple[int, dict[int, int]]:
    """Dijkstra over columns, from one row to the nearest free column; raises prices on the way."""
    length: dict[int, int] = {}
    done: dict[int, int] = {}
    parent: dict[int, int] = {}
    heap: list[tuple[int, int]] = []
    row, reached = root, 0
    while True:
        value = {column: cost + price[column] for column, cost in options[row]}
        paid = min(value.values()) if row == root else value[place[row]]
        for column, cost in value.items():
            total = reached + cost - paid
            if column not in done and total < length.get(column, total + 1):
                length[column], parent[column] = total, row
                heappush(heap, (total, column))
        reached, column = _next(heap, done)
        done[column] = reached
        row = holder[column]
        if row < 0:
            break
    for one, total in done.items():
        price[one] += reached - total
    return column, parent


def _next(heap: list[tuple[int, int]], done: dict[int, int]) -> tuple[int, int]:
    reached, column = heappop(heap)
    while column in done:
        reached, column = heappop(heap)
    return reached, column
