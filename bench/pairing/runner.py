"""Runs inside a peer's environment: `runner.py PEER INSTANCE.npz ANSWER.npy` solves once, prints figures.

Every peer is given arrays and its time includes bringing them into its own form; reading the file does not
count.
"""

import json
import sys
import time
from collections.abc import Callable
from typing import Any

import numpy as np
from memory import peak

Arrays = dict[str, Any]
Answer = tuple[Any, dict[str, float]]
ALL = ["matched", "bands", "fit", "load", "order"]


def table(given: Arrays) -> Any:
    return given["fit"].reshape(given["rows"], len(given["capacity"]))


def floor(given: Arrays) -> Answer:
    given["fit"].sum()
    return np.full(given["rows"], -1), {}


def scipy(given: Arrays) -> Answer:
    from scipy.optimize import linear_sum_assignment

    return linear_sum_assignment(table(given), maximize=True)[1], {}


def lap(given: Arrays) -> Answer:
    from lap import lapjv

    return lapjv(-table(given).astype(float))[1], {}


def ortools(given: Arrays) -> Answer:
    from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

    flow, n, m = SimpleMinCostFlow(), given["rows"], len(given["capacity"])
    row, column, ones = given["row"], given["column"], np.ones(len(given["row"]), np.int64)
    arcs = flow.add_arcs_with_capacity_and_unit_cost(row, n + column, ones, -given["fit"])
    flow.add_arcs_with_capacity_and_unit_cost(
        n + np.arange(m), np.full(m, n + m), given["capacity"], np.zeros(m, np.int64)
    )
    flow.set_nodes_supplies(np.arange(n), np.ones(n, np.int64))
    flow.set_node_supply(n + m, -n)
    flow.solve_max_flow_with_min_cost()
    taken = flow.flows(arcs) == 1
    mentor = np.full(n, -1)
    mentor[row[taken]] = column[taken]
    return mentor, {}


def networkx(given: Arrays) -> Answer:
    import networkx

    n = given["rows"]
    graph = networkx.Graph()
    graph.add_nodes_from(range(n))
    edges = zip(given["row"].tolist(), (n + given["column"]).tolist(), (-given["fit"]).tolist(), strict=True)
    graph.add_weighted_edges_from(edges)
    found = networkx.bipartite.minimum_weight_full_matching(graph, range(n))
    return np.array([found[k] - n for k in range(n)]), {}


def matching(given: Arrays) -> Answer:
    """Stable, not optimal: both sides rank by fit."""
    from matching.games import HospitalResident

    fits = table(given)
    preferences = np.argsort(-fits, axis=1).tolist(), np.argsort(-fits.T, axis=1).tolist()
    residents, hospitals = (dict(enumerate(ranks)) for ranks in preferences)
    game = HospitalResident.create_from_dictionaries(
        residents, hospitals, dict(enumerate(given["capacity"].tolist()))
    )
    mentor = np.full(given["rows"], -1)
    for hospital, residents in game.solve().items():
        for resident in residents:
            mentor[int(resident.name)] = int(hospital.name)
    return mentor, {}


def ours(given: Arrays, levels: list[str]) -> Answer:
    from scipy.sparse import csr_array

    from pairing import Instance, certify, solve

    n, m = given["rows"], len(given["capacity"])
    begun = time.process_time()
    if len(given["fit"]) == n * m:
        fit = table(given)
    else:
        start = np.searchsorted(given["row"], np.arange(n + 1))
        fit = csr_array((given["fit"], given["column"], start), shape=(n, m))
    instance = Instance.from_arrays(fit=fit, capacity=given["capacity"], levels=levels)
    read = time.process_time()
    solution = solve(instance)
    solved = time.process_time()
    certify(instance, solution)
    proof = time.process_time() - solved
    mentor = np.full(n, -1)
    for one, other in solution.matches:
        mentor[int(one[1:])] = int(other[1:])
    return mentor, {"read": read - begun, "seconds": solved - read, "proof": proof}


PEERS: dict[str, Callable[[Arrays], Answer]] = {
    "floor": floor,
    "scipy": scipy,
    "lap": lap,
    "ortools": ortools,
    "networkx": networkx,
    "matching": matching,
    "ours, one level": lambda given: ours(given, ["matched", "fit"]),
    "ours, five levels": lambda given: ours(given, ALL),
}


def tiny() -> Arrays:
    """Solved once before the clock starts, so that nobody's imports count."""
    row, column = np.divmod(np.arange(9), 3)
    return {
        "rows": 3,
        "capacity": np.ones(3, np.int64),
        "row": row,
        "column": column,
        "fit": np.arange(9) % 5,
    }


def main(peer: str, instance: str, answer: str) -> None:
    with np.load(instance) as file:
        given = {name: file[name] for name in file.files}
    given["rows"] = int(given["rows"])
    PEERS[peer](tiny())
    begun = time.process_time()
    mentor, figures = PEERS[peer](given)
    figures = {"seconds": time.process_time() - begun} | figures
    figures["memory"] = peak()
    np.save(answer, mentor)
    print(json.dumps(figures))


if __name__ == "__main__":
    main(*sys.argv[1:])
