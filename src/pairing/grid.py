"""Levels solved on a whole table of mentees and mentors: the quickest way where most pairs are acceptable.

As many levels as float64 carries exactly go into one cost for each pair, for scipy's dense solver. Prices
come from label correcting on the same table, all levels at once, and are taken apart digit by digit.

Bound: let the costs of a level be at most c and the mentees n. A price, or what a chain of moves costs, is
at most (n + 1)c off its ceiling, so that costs and prices that are compared differ by less than the base
2(n + 2)c + 1 of the level's digit. In the solver a seat's own cost cancels on all of a path but its ends, so
no number exceeds 2(n + 4) of the largest costs; a sum has four such terms at most, each below 2**51.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from pairing.instance import Instance, Integers
from pairing.levels import pair_cost
from pairing.network import Mask, Network, whole_network
from pairing.pricing import Proof
from pairing.seats import EXACT

Floats = NDArray[np.float64]
CELLS = 4_000_000
FULL = 16  # one option in so many cells, at least


@dataclass(frozen=True)
class Word:
    """Levels in one cost: each weighs as much as the bases of all later ones multiplied."""

    weights: Mapping[str, int]
    first: int
    largest: int
    mentees: int

    def digits(self, price: Floats) -> Proof:
        """The prices of each level."""
        left = price.astype(np.int64)
        found: Proof = {}
        weights = list(self.weights.values())
        for name, weight in self.weights.items():
            found[name] = (left + weight // 2) // weight
            left -= found[name] * weight
        return found


def word_of(waiting: Sequence[str], instance: Instance, high: Integers) -> Word | None:
    """As many of the waiting levels as one cost carries exactly, None for none."""
    mentees, fit, load = len(instance.mentees), int(instance.fit.max(initial=0)), int(high.max(initial=0))
    for count in range(len(waiting), 0, -1):
        weights: dict[str, int] = {}
        weight, largest = 1, 0
        for name in reversed(waiting[:count]):
            most = 2**32 if name.startswith("order/") else {"fit": fit, "load": 2 * load + 1}.get(name, 1)
            weights[name] = weight
            largest += weight * most
            weight *= 2 * (mentees + 2) * most + 1
        if 2 * (mentees + 4) * largest < EXACT:
            ordered = dict(reversed(weights.items()))
            return Word(ordered, ordered[name] * max(1, most), largest, mentees)
    return None


@dataclass(frozen=True, eq=False)
class Grid:
    """A word's cost of every pair, infinite where it may not be chosen; `alone` may stay unmatched."""

    word: Word
    cost: Floats
    alone: Mask
    low: Integers
    high: Integers

    def places(self) -> Integers:
        """Each mentee's column in a cheapest matching, one past the last for "unmatched".

        A closed cell stands for "unmatched" too: a seat that stays free is closed to everybody unmatched, who
        could have it otherwise. A seat that must not become empty earns more than everything else. Rows or
        columns of zeros make the table square, so that a column's least may be taken from all of it.
        """
        n, m = self.cost.shape
        seats = np.minimum(self.high, n)
        owner = np.repeat(np.arange(m), seats)
        number = np.arange(len(owner)) - np.repeat(np.cumsum(seats) - seats, seats)
        bonus = (n + 1) * self.word.largest * (number < self.low[owner])
        size = max(n, len(owner))
        table = np.zeros((size, size))
        table[:n, : len(owner)] = self.cost[:, owner]
        table[:n, : len(owner)] += self.word.weights.get("load", 0) * (2 * number + 1) - bonus
        closed = np.isinf(table[:n])
        closed[:, len(owner) :] = True
        np.copyto(table[:n], np.where(self.alone, 0, np.inf)[:, None], where=closed)
        least = table.min(axis=0)
        table -= np.where(np.isinf(least), 0, least)
        seat = linear_sum_assignment(table)[1][:n]
        return np.where(closed[np.arange(n), seat], m, np.append(owner, np.full(n, m))[seat])

    def prices(self, place: Integers) -> Floats:
        """The mentors' prices that support these places, and that of "unmatched", 0.

        A full mentor from whom no chain of moves leads anywhere may ask any price high enough.
        """
        load, following, last = self._margins(place)
        busy = load > self.low
        ceiling, most = self.word.first, 2 * (self.word.mentees + 2) * self.word.first
        while True:
            price = self._corrected(place, np.where(load < self.high, following, min(ceiling, most)))
            if ceiling >= most or (price[-1] >= 0 and (price[:-1] >= last)[busy].all()):
                return price
            ceiling *= 16

    def _margins(self, place: Integers) -> tuple[Integers, Integers, Integers]:
        """The mentors' loads, and what the next and the last mentee of each cost."""
        load = np.bincount(place, minlength=len(self.high) + 1)[:-1]
        step = self.word.weights.get("load", 0)
        return load, step * (2 * load + 1), step * (2 * load - 1)

    def _paid(self, place: Integers) -> Floats:
        matched = np.flatnonzero(place < len(self.high))
        paid = np.zeros(len(place))
        paid[matched] = self.cost[matched, place[matched]]
        return paid

    def _corrected(self, place: Integers, price: Integers) -> Floats:
        """Lower the prices until no mentee has a cheaper option, or one would have to be paid to stay out."""
        price, paid = np.append(price.astype(np.float64), 0), self._paid(place)
        by_mentor = np.ascontiguousarray(self.cost.T)
        best = np.where(self.alone, 0, np.inf)
        changed = np.arange(len(self.high))
        while len(changed) and price[-1] >= 0:
            np.minimum(best, (by_mentor[changed] + price[changed, None]).min(axis=0), out=best)
            lower = np.flatnonzero(best - paid < price[place])
            np.minimum.at(price, place[lower], (best - paid)[lower])
            changed = np.unique(place[lower])
        return price

    def tight(self, place: Integers, price: Floats) -> tuple[Mask, Mask, Integers, Integers]:
        """What costs least at these prices: pairs, staying unmatched, and the bounds of the loads."""
        own = self._paid(place) + price[place]
        load, following, last = self._margins(place)
        rise = (load < self.high) & (price[:-1] == following)
        fall = (load > self.low) & (price[:-1] == last)
        low, high = (load - 1, load + 1) if "load" in self.word.weights else (self.low, self.high)
        return (
            self.cost + price[:-1] == own[:, None],
            self.alone & (own == 0),
            np.where(fall, low, load),
            np.where(rise, high, load),
        )


def suits(instance: Instance) -> bool:
    """Whether most pairs are acceptable and the table is small; measured, see docs/pairing.md."""
    n, m = len(instance.mentees), len(instance.mentors)
    seats = int(np.minimum(instance.capacity, n).sum())
    return 0 < n * m <= FULL * len(instance.fit) and max(n, m, seats) ** 2 <= CELLS


def begin(instance: Instance, waiting: Sequence[str]) -> tuple[Network, Proof] | None:
    """The first levels of a whole instance; None where not even one is exact in float64."""
    n, m = len(instance.mentees), len(instance.mentors)
    high = np.minimum(instance.capacity, n + 1)
    word = word_of(waiting, instance, high)
    if word is None:
        return None
    cells = slice(None) if len(instance.fit) == n * m else instance.mentee * m + instance.mentor
    cost = np.full((n, m), np.inf)
    cost.ravel()[cells] = pair_cost(instance, word.weights, slice(None), instance.mentee)
    pins = instance.rows_of(instance.pinned), instance.mentor[instance.pinned]
    pinned = cost[pins]
    cost[instance.bound] = np.inf
    cost[pins] = pinned
    grid = Grid(word, cost, ~instance.bound, np.zeros(m, np.int64), high)
    place = grid.places()
    price = grid.prices(place)
    pairs, alone, low, high = grid.tight(place, price)
    network = whole_network(instance, pairs.ravel()[cells])
    network = network.keep((network.pair >= 0) | alone[network.row])
    chosen = network.column == place[network.row]
    return replace(network, chosen=chosen, low=low, high=high), word.digits(price[:-1])


def go_on(network: Network, waiting: Sequence[str]) -> tuple[Network, Proof] | None:
    """The next levels among the options left; None where they are few, or not one is exact in float64."""
    n, m = len(network.instance.mentees), len(network.high)
    seats = int(np.minimum(network.high, n).sum())
    if not 0 < n * m <= FULL * len(network.row) or max(n, m, seats) ** 2 > CELLS:
        return None
    word = word_of(waiting, network.instance, network.high)
    if word is None:
        return None
    real = network.pair >= 0
    cost, alone = np.full((n, m), np.inf), np.zeros(n, bool)
    cost[network.row[real], network.column[real]] = network.cost(word.weights)[real]
    alone[network.row[~real]] = True
    grid = Grid(word, cost, alone, network.low, network.high)
    place = grid.places()
    price = grid.prices(place)
    pairs, alone, low, high = grid.tight(place, price)
    keep = np.where(real, pairs[network.row, np.minimum(network.column, m - 1)], alone[network.row])
    chosen = network.column == place[network.row]
    return replace(network, chosen=chosen, low=low, high=high).keep(keep), word.digits(price[:-1])
