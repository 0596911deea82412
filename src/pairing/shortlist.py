"""The best pair in each stripe of every row or column of a nearly full instance, in two quick passes."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from pairing.instance import Instance, Integers
from pairing.network import Mask
from pairing.worth import Worth

STRIPES = 20
CELLS = 2**17  # at a time, to stay in the processor's cache


@dataclass(frozen=True, eq=False)
class Shortlist:
    """Reads an instance as a table; -1 stands where a pair is not acceptable."""

    instance: Instance
    worth: Worth

    def of_rows(self, price: Integers) -> Mask:
        """The pairs that are their mentee's best at these prices among the mentors of a stripe."""
        n, m = self._table.shape
        best = np.zeros((n, m), bool)
        for columns in _stripes(m, -(-m // STRIPES)):
            for rows in _stripes(n, CELLS // (columns.stop - columns.start) + 1):
                net = self._worth_of(rows, columns) - price[columns]
                best[np.arange(rows.start, rows.stop), columns.start + net.argmax(axis=1)] = True
        return best.ravel()[self._cells]

    def of_columns(self) -> Mask:
        """The pairs that are their mentor's best among the mentees of a stripe."""
        n, m = self._table.shape
        best = np.zeros((n, m), bool)
        for rows in _stripes(n, -(-n // STRIPES)):
            for columns in _stripes(m, CELLS // (rows.stop - rows.start) + 1):
                worth = np.ascontiguousarray(self._worth_of(rows, columns).T)
                best[rows.start + worth.argmax(axis=1), np.arange(columns.start, columns.stop)] = True
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

    def _worth_of(self, rows: slice, columns: slice) -> Integers:
        row, column = np.arange(rows.start, rows.stop), np.arange(columns.start, columns.stop)
        return self.worth(self._table[rows, columns], row[:, None], column)


def _stripes(size: int, width: int) -> Iterator[slice]:
    for first in range(0, size, width):
        yield slice(first, min(first + width, size))
