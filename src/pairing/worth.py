"""What a pair is worth to the search for candidates: one number for bands, fit and a tie-breaker.

Nothing here bears on the answer, only on how soon it is found.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pairing.cohort import Level
from pairing.instance import Instance, Integers


@dataclass(frozen=True)
class Worth:
    """`step` is what reaching a band edge adds."""

    edges: tuple[int, ...]
    step: int

    def __call__(self, fits: Integers, row: Integers, column: Integers) -> Integers:
        """Of pairs with these fits; `row` and `column` may broadcast."""
        worth = fits * 256
        for edge in self.edges:
            worth += self.step * (fits >= edge)
        worth += _mixed(row) ^ _mixed(column)
        return worth


def worth_in(instance: Instance) -> Worth:
    """Where bands come before fit, reaching each band adds as much as fits can differ by."""
    if Level.BANDS not in instance.levels or not len(instance.fit):
        return Worth((), 0)
    unit = 256 * (int(instance.fit.max()) - int(instance.fit.min()) + 1)
    return Worth(instance.bands, unit)


def _mixed(number: Integers) -> NDArray[np.uint8]:
    """Eight bits of multiplicative hashing (Knuth): spreads equal fits over different mentors."""
    return ((number * 2654435761) >> 24).astype(np.uint8)
