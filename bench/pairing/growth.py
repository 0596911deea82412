"""Time and memory at doubling sizes, and the exponent that fits them best."""

import numpy as np

from bench.figures import median, table
from bench.pairing.instances import Problem, dense, sparse
from bench.pairing.run import run, stored

REPEATS = 3
DENSE = (500, 1_000, 2_000, 4_000)
SPARSE = (12_500, 25_000, 50_000, 100_000)
LEVELS = ("ours, one level", "ours, five levels")


def main(wanted: list[str]) -> None:
    lines = []
    for peer in LEVELS:
        lines += _series(peer, "dense, popular", [(n, dense(n, n, 1, popular=True)) for n in DENSE])
        lines += _series(peer, "sparse x 30", [(n, sparse(n, 30)) for n in SPARSE])
    print(table(("", "n", "median s", "MB"), lines), flush=True)


def _series(peer: str, kind: str, problems: list[tuple[int, Problem]]) -> list[list[str]]:
    seconds, memory = [], []
    for _, problem in problems:
        with stored(problem) as instance:
            runs = [run("large", peer, problem, instance) for _ in range(REPEATS)]
        seconds.append(median(one.figures["seconds"] for one in runs))
        memory.append(max(one.figures["memory"] for one in runs))
    sizes = [n for n, _ in problems]
    rows = zip(sizes, seconds, memory, strict=True)
    lines = [[f"{peer}, {kind}", f"{n:,}", f"{time:.3f}", f"{space:.0f}"] for n, time, space in rows]
    exponents = [f"{_exponent(sizes, values):.2f}" for values in (seconds, memory)]
    return [*lines, [f"{peer}, {kind}", "exponent", *exponents]]


def _exponent(sizes: list[int], values: list[float]) -> float:
    return float(np.polyfit(np.log(sizes), np.log(values), 1)[0])
