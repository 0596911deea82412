"""The engine beside every peer that can solve the same instance, interleaved; objectives are recomputed.

Seconds are processor time, as the machine is shared. A number among the arguments is that of repeats.
"""

from collections import defaultdict

from bench.figures import median, table
from bench.pairing.instances import INSTANCES, Problem
from bench.pairing.run import Run, run, stored

REPEATS = 5
OURS = (("ours", "ours, one level"), ("large", "ours, one level"), ("large", "ours, five levels"))
SQUARE = (("scipy", "scipy"), ("lap", "lap"))
SMALL = (*SQUARE, ("ortools", "ortools"), ("networkx", "networkx"), ("matching", "matching"))
PEERS = {
    "dense 500": SMALL,
    "dense 500 popular": SMALL,
    "dense 5,000": SQUARE,
    "dense 5,000 popular": SQUARE,
}
ALONE_UNTIL = 60_000
HEADS = (
    "",
    "median s",
    "to the best",
    "less proof",
    "to one level",
    "to the floor",
    "read s",
    "MB",
    "matched",
    "fit",
)


def main(wanted: list[str]) -> None:
    repeats = next((int(one) for one in wanted if one.isdecimal()), REPEATS)
    for name in [one for one in INSTANCES if one in wanted] or INSTANCES:
        problem = INSTANCES[name]()
        rows = [("scipy", "floor"), *OURS, *PEERS.get(name, (("ortools", "ortools"),))]
        if problem.rows > ALONE_UNTIL:
            rows.remove(("ours", "ours, one level"))
        print(f"\n{name}: {len(problem.fit):,} pairs", flush=True)
        print(table(HEADS, _lines(_runs(problem, rows, repeats))), flush=True)


def _runs(problem: Problem, rows: list[tuple[str, str]], repeats: int) -> dict[tuple[str, str], list[Run]]:
    runs: dict[tuple[str, str], list[Run]] = defaultdict(list)
    with stored(problem) as instance:
        for _ in range(repeats):
            for row in rows:
                if not any(one.failed for one in runs[row]):
                    runs[row].append(run(*row, problem, instance))
    return runs


def _lines(runs: dict[tuple[str, str], list[Run]]) -> list[list[str]]:
    solved = {row: done for row, done in runs.items() if not any(one.failed for one in done)}
    most = max((one.worth["matched"], one.worth["fit"]) for done in solved.values() for one in done)
    middle = {row: median(one.figures["seconds"] for one in done) for row, done in solved.items()}
    exact = [
        middle[row]
        for row, done in solved.items()
        if not row[1].startswith("ours") and (done[0].worth["matched"], done[0].worth["fit"]) == most
    ]
    best = min(exact, default=float("nan"))
    return [_line(row, runs[row], middle, best) for row in runs]


def _line(
    row: tuple[str, str], done: list[Run], middle: dict[tuple[str, str], float], best: float
) -> list[str]:
    name = (
        f"{row[1]} ({'with OR-Tools' if row[0] == 'large' else 'scipy alone'})"
        if row[0] in ("ours", "large")
        else row[1]
    )
    if row not in middle:
        return [name, done[-1].failed, *[""] * 8]
    seconds, last = middle[row], done[0]
    proof = median(one.figures.get("proof", 0.0) for one in done)
    one_level = middle.get((row[0], "ours, one level"), float("nan"))
    return [
        name,
        f"{seconds:.4f}",
        f"{seconds / best:.2f}",
        f"{(seconds - proof) / best:.2f}" if proof else "",
        f"{seconds / one_level:.2f}" if "five" in row[1] else "",
        f"{seconds / middle['scipy', 'floor']:.0f}",
        f"{median(one.figures['read'] for one in done):.3f}" if "read" in last.figures else "",
        f"{max(one.figures['memory'] for one in done):.0f}",
        f"{last.worth['matched']}",
        f"{last.worth['fit']}",
    ]
