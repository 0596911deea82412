"""Which acceptable pairs need to be looked at: column generation for dense instances.

A dense instance is solved on the best pairs of every mentee and mentor. Its prices then value all pairs
left out; those that are at least as good as what the mentee has join, and it is solved again. When none
is left, the prices prove the answer for all pairs (Gilmore and Gomory, Operations Research 9, 1961).
"""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from pairing.instance import Instance, Integers
from pairing.levels import pair_cost
from pairing.network import Mask, Network

Proof = dict[str, Integers]

PER_MENTEE = 12
PER_PLACE = 3
DENSE_DEGREE = 64
BLOCK = 2**18
WORD = 2**61


def first_candidates(instance: Instance) -> Mask:
    """The best pairs of every mentee and mentor, or all pairs where that would save little."""
    n, m, entries = len(instance.mentees), len(instance.mentors), len(instance.fit)
    if entries <= DENSE_DEGREE * (n + m) or n * m > 4 * entries:
        return np.ones(entries, bool)
    score = np.full((n, m), -1, np.float32)
    score[instance.mentee, instance.mentor] = instance.fit + _jitter(instance)
    best = np.zeros((n, m), bool)
    _mark_best(best, score, PER_MENTEE)
    places = int(np.minimum(instance.capacity, n).sum()) // m + 1
    _mark_best(best.T, np.ascontiguousarray(score.T), PER_PLACE * min(places, PER_MENTEE))
    inside = best[instance.mentee, instance.mentor]
    inside[instance.pinned] = True
    return inside


def _jitter(instance: Instance) -> NDArray[np.float32]:
    """Spreads equal fits over different mentors; only speed depends on it."""
    mixed = instance.mentee * 2654435761 + instance.mentor * 2246822519
    return ((mixed >> 7) & 0xFFF).astype(np.float32) / np.float32(0x1000)


def _mark_best(best: Mask, score: NDArray[np.float32], count: int) -> None:
    """True for the highest `count` of every row."""
    count = min(count, score.shape[1])
    top = np.argpartition(score, -count, axis=1)[:, -count:]
    np.put_along_axis(best, top, True, axis=1)


def attractive(network: Network, proof: Proof, inside: Mask) -> Integers:
    """The pairs left out that a mentee would take at these prices, the best of each mentee first of all.

    Costs plus prices compare lexicographically; levels are packed into words as far as the prices at hand
    allow.
    """
    if inside.all():
        return np.empty(0, np.int64)
    instance = network.instance
    bound = np.isin(np.arange(len(instance.mentees)), instance.mentee[instance.pinned])
    words = _words(instance, proof)
    found, tied = [], []
    for block in _blocks(instance):
        row = instance.mentee[block]
        dearer = _dearer(network, proof, words[0], block, row)
        dearer[inside[block] | bound[row]] = 1
        found.append(block.start + _best_of_rows(dearer, row))
        tied.append(block.start + np.flatnonzero(dearer == 0))
    positions = np.concatenate(tied)
    for word in words[1:]:
        dearer = _dearer(network, proof, word, positions, instance.mentee[positions])
        found.append(positions[dearer < 0])
        positions = positions[dearer == 0]
    return np.concatenate((*found, positions))


def _blocks(instance: Instance) -> Iterator[slice]:
    """Whole rows, about BLOCK pairs at a time: small enough for the processor's cache."""
    steps = np.append(np.arange(0, len(instance.fit), BLOCK), len(instance.fit))
    edges = np.searchsorted(instance.start, steps)
    for first, last in zip(instance.start[edges[:-1]], instance.start[edges[1:]], strict=True):
        if first < last:
            yield slice(int(first), int(last))


def _dearer(
    network: Network, proof: Proof, weights: dict[str, int], pairs: Integers | slice, row: Integers
) -> Integers:
    """Cost plus price of these pairs, less that of what the mentee has."""
    price = np.append(sum(weight * proof[name] for name, weight in weights.items()), 0)
    own = network.cost(weights)[network.chosen] + price[network.column[network.chosen]]
    cost = pair_cost(network.instance, weights, pairs, row)
    cost += price[network.instance.mentor[pairs]]
    cost -= own[row]
    return cost


def _words(instance: Instance, proof: Proof) -> Sequence[dict[str, int]]:
    """Levels grouped so that one int64 compares as the vector does."""
    words: list[dict[str, int]] = [{}]
    for name in proof:
        words[-1][name] = 1
        if not _weigh(words[-1], instance, proof) and len(words[-1]) > 1:
            del words[-1][name]
            _weigh(words[-1], instance, proof)
            words.append({name: 1})
    return words


def _weigh(word: dict[str, int], instance: Instance, proof: Proof) -> bool:
    """Give each level a weight above all that the later ones can make; False if int64 is too small."""
    reach = 0
    for name in reversed(word):
        word[name] = reach + 1
        reach += word[name] * 2 * (_largest_cost(instance, name) + int(np.abs(proof[name]).max(initial=0)))
    return reach < WORD and not (len(word) > 1 and any(name.startswith("order/") for name in word))


def _largest_cost(instance: Instance, name: str) -> int:
    if name.startswith("order/"):
        return 2**32
    return int(instance.fit.max(initial=0)) if name == "fit" else 1


def _best_of_rows(dearer: Integers, row: Integers) -> Integers:
    """Positions of negative entries, at least half as good as the best of their row."""
    starts = np.flatnonzero(np.diff(row, prepend=-1))
    best = np.minimum.reduceat(dearer, starts)
    half = np.repeat(best // 2, np.diff(np.append(starts, len(row))))
    return np.flatnonzero((dearer < 0) & (dearer <= half))
