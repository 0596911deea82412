"""Column generation: the pairs left out that the prices do not rule out join, and all is solved again.

When none is left, the prices prove the answer for all pairs (Gilmore and Gomory, Operations Research 9,
1961). Costs plus prices compare lexicographically; levels are packed into int64 words as far as the
prices at hand allow.
"""

import itertools
from collections.abc import Iterator, Sequence

import numpy as np

from pairing.cohort import Level
from pairing.instance import Instance, Integers
from pairing.levels import pair_cost
from pairing.network import Mask, Network

Proof = dict[str, Integers]
Word = dict[str, int]

BLOCK = 2**16
AT_ONCE = 8
SAFE = 2**61


def attractive(network: Network, proof: Proof, inside: Mask) -> Integers:
    """The pairs left out that a mentee would take at these prices, the best of each mentee first of all.

    Where the order is asked, also those that are as good as what the mentee has: they may be on a cycle.
    """
    if inside.all():
        return np.empty(0, np.int64)
    instance = network.instance
    words = _words(instance, proof)
    deciding = len(words) > 1 or Level.ORDER in instance.levels
    found, tied = [], []
    payments = _Payments(network, proof, words[0])
    for rows in _blocks(instance):
        first = int(instance.start[rows.start])
        dearer = payments.of_rows(rows)
        wanted = _left_out(instance, inside, first + np.flatnonzero(dearer < 0))
        found.append(_best_of_rows(instance, wanted, dearer[wanted - first]))
        if deciding:
            tied.append(first + np.flatnonzero(dearer == 0))
    positions = _left_out(instance, inside, np.concatenate(tied)) if deciding else np.empty(0, np.int64)
    for word in words[1:]:
        dearer = _Payments(network, proof, word).of_pairs(positions)
        wanted = np.flatnonzero(dearer < 0)
        found.append(_best_of_rows(instance, positions[wanted], dearer[wanted]))
        positions = positions[dearer == 0]
    return np.concatenate((*found, positions if Level.ORDER in instance.levels else positions[:0]))


def _left_out(instance: Instance, inside: Mask, pairs: Integers) -> Integers:
    pairs = pairs[~inside[pairs]]
    return pairs[~instance.bound[instance.rows_of(pairs)]]


class _Payments:
    """Cost plus price of pairs, less what their mentee pays now, in one word."""

    def __init__(self, network: Network, proof: Proof, word: Word) -> None:
        self._instance, self._word = network.instance, word
        self._price: Integers = np.append(sum(weight * proof[name] for name, weight in word.items()), 0)
        self._own = (network.cost(word) + self._price[network.column])[network.chosen]

    def of_rows(self, rows: slice) -> Integers:
        """Of all pairs of consecutive mentees."""
        instance, start = self._instance, self._instance.start
        pairs, count = slice(int(start[rows.start]), int(start[rows.stop])), rows.stop - rows.start
        many = np.diff(start[rows.start : rows.stop + 1])
        row = np.repeat(np.arange(rows.start, rows.stop), many) if self._needs_rows else many
        cost = pair_cost(instance, self._word, pairs, row)
        if len(cost) == count * len(instance.mentors):
            grid = cost.reshape(count, -1)
            grid += self._price[:-1]
            grid -= self._own[rows, None]
            return cost
        cost += self._price[instance.mentor[pairs]]
        cost -= np.repeat(self._own[rows], many)
        return cost

    @property
    def _needs_rows(self) -> bool:
        return any(name.startswith("order/") for name in self._word)

    def of_pairs(self, pairs: Integers) -> Integers:
        """Of any pairs."""
        row = self._instance.rows_of(pairs)
        cost = pair_cost(self._instance, self._word, pairs, row)
        return cost + self._price[self._instance.mentor[pairs]] - self._own[row]


def _blocks(instance: Instance) -> Iterator[slice]:
    """Rows with about BLOCK pairs at a time: small enough for the processor's cache."""
    steps = np.append(np.arange(0, len(instance.fit), BLOCK), len(instance.fit))
    edges = np.unique(np.searchsorted(instance.start, steps)).tolist()
    for first, last in itertools.pairwise(edges):
        yield slice(first, last)


def _best_of_rows(instance: Instance, pairs: Integers, dearer: Integers) -> Integers:
    """Of pairs that a mentee would rather have, the best ones of every row."""
    row = instance.rows_of(pairs)
    order = np.lexsort((dearer, row))
    pairs, row = pairs[order], row[order]
    first = np.flatnonzero(np.diff(row, prepend=-1))
    rank = np.arange(len(row)) - np.repeat(first, np.diff(np.append(first, len(row))))
    return pairs[rank < AT_ONCE]


def _words(instance: Instance, proof: Proof) -> Sequence[Word]:
    """Levels grouped so that one int64 compares as the vector does."""
    words: list[Word] = [{}]
    for name in proof:
        words[-1][name] = 1
        if not _weigh(words[-1], instance, proof) and len(words[-1]) > 1:
            del words[-1][name]
            _weigh(words[-1], instance, proof)
            words.append({name: 1})
    return words


def _weigh(word: Word, instance: Instance, proof: Proof) -> bool:
    """Give each level a weight above all that the later ones can make; False if int64 is too small."""
    reach = 0
    for name in reversed(word):
        word[name] = reach + 1
        reach += word[name] * 2 * (_largest_cost(instance, name) + int(np.abs(proof[name]).max(initial=0)))
    return reach < SAFE and not (len(word) > 1 and any(name.startswith("order/") for name in word))


def _largest_cost(instance: Instance, name: str) -> int:
    if name.startswith("order/"):
        return 2**32
    return int(instance.fit.max(initial=0)) if name == "fit" else 1
