"""The best pair in each stripe of every row or column of a nearly full instance, in two quick passes."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from pairing.instance import Instance, Integers
from pairing.network import Mask
from pairing.worth import Worth

STRIPES = 20


@dataclass(frozen=True, eq=False)
class Shortlist:
    """Reads an instance as a table; -1 stands where a pair is not acceptable."""

    instance: Instance
    worth: Worth

    def best(self, price: Integers) -> Mask:
        """The pairs that are their mentee's best at these prices among the mentors of a stripe, or their
        mentor's best among the mentees of one.
        """
        n, m = self._table.shape
        best = np.zeros((n, m), bool)
        for rows in _stripes(n):
            for columns in _stripes(m):
                row, column = np.arange(rows.start, rows.stop), np.arange(columns.start, columns.stop)
                net = self.worth(self._table[rows, columns], row[:, None], column)
                net -= price[columns]
                best[row, columns.start + net.argmax(axis=1)] = True
                best[rows.start + np.ascontiguousarray(net.T).argmax(axis=1), column] = True
        return best.ravel()[self._cells]

    @cached_property
    def _cells(self) -> Integers | slice:
        """Where the pairs stand in the table, row by row."""
        instance, m = self.instance, len(self.instance.mentors)
        full = len(instance.fit) == len(instance.mentees) * m
        return slice(None) if full else instance.mentee * m + instance.mentor

    @cached_property
    def _table(self) -> Integers:
        shape = len(self.instance.mentees), len(self.instance.mentors)
        if isinstance(self._cells, slice):
            return self.instance.fit.reshape(shape)
        table = np.full(shape, -1)
        table.ravel()[self._cells] = self.instance.fit
        return table


def _stripes(size: int) -> Iterator[slice]:
    width = -(-size // STRIPES)
    for first in range(0, size, width):
        yield slice(first, min(first + width, size))
