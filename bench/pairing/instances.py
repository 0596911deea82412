"""The instances of the benchmark: the same for everybody, from a seed.

`even` fits are all alike; `popular` ones are half personal, half the mentor's: mentors whom everybody likes.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Integers = NDArray[np.int64]


@dataclass(frozen=True)
class Problem:
    """Pairs sorted by row and column; fits from 0 to 10,000."""

    rows: int
    capacity: Integers
    row: Integers
    column: Integers
    fit: Integers

    @property
    def arrays(self) -> dict[str, Any]:
        return {
            "rows": self.rows,
            "capacity": self.capacity,
            "row": self.row,
            "column": self.column,
            "fit": self.fit,
        }


def dense(n: int, m: int, most: int, popular: bool) -> Problem:
    random = np.random.default_rng([n, m, most])
    personal = random.integers(0, 5_001 if popular else 10_001, (n, m))
    fit = personal + random.integers(0, 5_000, m) * popular
    row, column = np.divmod(np.arange(n * m), m)
    return Problem(n, random.integers(1, most + 1, m), row, column, fit.ravel())


def sparse(n: int, degree: int) -> Problem:
    """Half as many mentors as mentees with 1 to 3 places, `degree` mentors for each mentee."""
    random, m = np.random.default_rng([n, degree]), n // 2
    column = np.sort(random.integers(0, m, (n, degree)), axis=1).ravel()
    row = np.repeat(np.arange(n), degree)
    once = np.diff(row * m + column, prepend=-1) != 0
    row, column = row[once], column[once]
    fit = random.integers(0, 7_001, len(row)) + random.integers(0, 3_000, m)[column]
    return Problem(n, random.integers(1, 4, m), row, column, fit)


INSTANCES: dict[str, Callable[[], Problem]] = {
    "dense 500": lambda: dense(500, 500, 1, popular=False),
    "dense 500 popular": lambda: dense(500, 500, 1, popular=True),
    "dense 5,000": lambda: dense(5_000, 5_000, 1, popular=False),
    "dense 5,000 popular": lambda: dense(5_000, 5_000, 1, popular=True),
    "capacities 5,000": lambda: dense(5_000, 2_500, 3, popular=True),
    "sparse 50,000 x 30": lambda: sparse(50_000, 30),
    "sparse 200,000 x 30": lambda: sparse(200_000, 30),
    "sparse 1,000,000 x 20": lambda: sparse(1_000_000, 20),
}


def worth(problem: Problem, mentor: Integers) -> dict[str, Any]:
    """The objective, recomputed: `mentor` holds each mentee's column, -1 for none.

    Raises where a pair is not acceptable or a mentor over capacity.
    """
    taken = np.flatnonzero(mentor >= 0)
    m = len(problem.capacity)
    key = problem.row * m + problem.column
    wanted = taken * m + mentor[taken]
    at = np.minimum(np.searchsorted(key, wanted), len(key) - 1)
    if (key[at] != wanted).any():
        raise ValueError("a pair that is not acceptable")
    load = np.bincount(mentor[taken], minlength=m)
    if (load > problem.capacity).any():
        raise ValueError("a mentor over capacity")
    fits = problem.fit[at]
    bands = np.bincount(np.searchsorted([4000, 6000, 8000], fits, side="right"), minlength=4)
    return {
        "matched": len(taken),
        "bands": bands.tolist(),
        "fit": int(fits.sum()),
        "load": int((load**2).sum()),
    }
