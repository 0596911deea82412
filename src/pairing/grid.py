"""Levels solved on a whole table of mentees and mentors: the quickest way where most pairs are acceptable.

As many levels as float64 carries exactly go into one cost for each pair, for scipy's dense solver. Prices
come from label correcting on the same table, all levels at once, and are taken apart digit by digit.

Bound: let the costs of a level be at most c and the mentees n. A price, or what a chain of moves costs, is
at most (n + 1)c off its ceiling, so that costs and prices that are compared differ by less than the base
2(n + 2)c + 1 of the level's digit. In the solver what is taken from a column cancels on all of a path but its
ends, so that no number exceeds n + 4 of the largest costs; a sum has at most four terms, each below 2**51.
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
CELLS = 2_000_000
STRIPE = 64  # so many rows at a time stay in the processor's cache
FULL = 10  # one option in so many cells, at least


@dataclass(frozen=True)
class Word:
    """Levels in one cost: each weighs as much as the bases of all later ones multiplied."""

    weights: Mapping[str, int]
    ceiling: int
    mentees: int

    def digits(self, price: Floats) -> Proof:
        """The prices of each level."""
        left = price.astype(np.int64)
        found: Proof = {}
        for name, weight in self.weights.items():
            found[name] = (left + weight // 2) // weight
            left -= found[name] * weight
        return found


def word_of(waiting: Sequence[str], instance: Instance, high: Integers) -> Word | None:
    """As many of the waiting levels as one cost carries exactly, None for none."""
    mentees, fit, load = len(instance.mentees), int(instance.fit.max(initial=0)), int(high.max(initial=0))
    for count in range(len(waiting), 0, -1):
        weights: dict[str, int] = {}
        weight, largest = 1, 1
        for name in reversed(waiting[:count]):
            most = 2**32 if name.startswith("order/") else {"fit": fit, "load": 2 * load + 1}.get(name, 1)
            weights[name] = weight
            largest += weight * most
            weight *= 2 * (mentees + 2) * most + 1
        if (mentees + 4) * largest < EXACT:
            ordered = dict(reversed(weights.items()))
            return Word(ordered, ordered[name] * max(1, most), mentees)
    return None


@dataclass(frozen=True, eq=False)
class Grid:
    """A word's cost of every pair, a mentee's in a row, infinite where it may not be chosen.

    A mentee may stay unmatched where `alone` says so; `low` and `high` bound the mentors' loads.
    """

    word: Word
    cost: Floats
    alone: Mask
    low: Integers
    high: Integers

    def places(self) -> Integers:
        """Each mentee's mentor in a cheapest matching, one past the last for "unmatched".

        A closed cell stands for "unmatched" too, as a seat that stays free is closed to everybody unmatched,
        who could have it otherwise; not so at a seat that must be taken. Rows or columns of zeros make the
        table square, so that what is least in a column may be taken from all of it.
        """
        n, m = self.cost.shape
        seats = np.minimum(self.high, n)
        owner = np.repeat(np.arange(m), seats)
        number = np.arange(len(owner)) - np.repeat(np.cumsum(seats) - seats, seats)
        size = max(n, len(owner))
        needed = np.zeros(size, bool)
        needed[: len(owner)] = number < self.low[owner]
        table = np.full((size, size), np.inf)
        np.take(self.cost, owner, axis=1, out=table[:n, : len(owner)], mode="clip")
        table[:n, : len(owner)] += self.word.weights.get("load", 0) * (2 * number + 1)
        closed = np.isinf(table)
        outside = np.zeros(size)
        outside[:n][~self.alone] = np.inf
        np.copyto(table, outside[:, None], where=closed & ~needed)
        table -= table.min(axis=0)
        seat = linear_sum_assignment(table)[1][:n]
        owner = np.append(owner, np.full(size - len(owner), m))
        return np.asarray(np.where(closed[np.arange(n), seat], m, owner[seat]))

    def prices(self, place: Integers) -> Floats:
        """The mentors' prices that support these places, and that of "unmatched", 0.

        A full mentor from whom no chain of moves leads anywhere may ask any price high enough.
        """
        load, following, last = self._margins(place)
        busy = load > self.low
        ceiling, most = self.word.ceiling, 2 * (self.word.mentees + 2) * self.word.ceiling
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

    def _corrected(self, place: Integers, begun: Integers) -> Floats:
        """Lower the prices until no mentee has a cheaper option, or one would have to be paid to stay out."""
        paid = self._paid(place)
        price: Floats = np.append(begun, 0).astype(np.float64)
        by_mentor, best = np.ascontiguousarray(self.cost.T), np.where(self.alone, 0, np.inf)
        changed = np.arange(len(self.high))
        while len(changed) and price[-1] >= 0:
            for first in range(0, len(changed), STRIPE):
                some = changed[first : first + STRIPE]
                np.minimum(best, (by_mentor[some] + price[some, None]).min(axis=0), out=best)
            before = price.copy()
            np.minimum.at(price, place, best - paid)
            changed = np.flatnonzero(price < before)
        return price

    def solve(self) -> tuple["Tight", Proof]:
        """What costs least, and the prices of each level that prove it."""
        place = self.places()
        price = self.prices(place)
        own = self._paid(place) + price[place]
        load, following, last = self._margins(place)
        rise = (load < self.high) & (price[:-1] == following)
        fall = (load > self.low) & (price[:-1] == last)
        low, high = (load - 1, load + 1) if "load" in self.word.weights else (self.low, self.high)
        pairs = np.empty(self.cost.shape, bool)
        for first in range(0, len(pairs), STRIPE):
            rows = slice(first, first + STRIPE)
            np.equal(self.cost[rows] + price[:-1], own[rows, None], out=pairs[rows])
        tight = Tight(
            place=place,
            pairs=pairs,
            alone=self.alone & (own == 0),
            low=np.where(fall, low, load),
            high=np.where(rise, high, load),
        )
        return tight, self.word.digits(price[:-1])


@dataclass(frozen=True, eq=False)
class Tight:
    """What costs least: a place for everybody, and all pairs, unmatched and loads that cost as much."""

    place: Integers
    pairs: Mask
    alone: Mask
    low: Integers
    high: Integers

    def part_of(self, network: Network) -> Network:
        """The network with only these options."""
        real, row = network.pair >= 0, network.row
        keep = self.alone[row]
        keep[real] = self.pairs[row[real], network.column[real]]
        chosen = network.column == self.place[row]
        return replace(network, chosen=chosen, low=self.low, high=self.high).keep(keep)


def begin(instance: Instance, waiting: Sequence[str]) -> tuple[Network, Proof] | None:
    """The first levels of an instance; None where no table suits it, or float64 is too small."""
    n, m = len(instance.mentees), len(instance.mentors)
    high = np.minimum(instance.capacity, n + 1)
    word = word_of(waiting, instance, high) if _suits(n, high, len(instance.fit)) else None
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
    tight, proof = grid.solve()
    return tight.part_of(whole_network(instance, tight.pairs.ravel()[cells])), proof


def go_on(network: Network, waiting: Sequence[str]) -> tuple[Network, Proof] | None:
    """The next levels among the options left; None where no table suits them, or float64 is too small."""
    n, m = len(network.instance.mentees), len(network.high)
    suits = _suits(n, network.high, len(network.row))
    word = word_of(waiting, network.instance, network.high) if suits else None
    if word is None:
        return None
    real = network.pair >= 0
    cost, alone = np.full((n, m), np.inf), np.zeros(n, bool)
    cost[network.row[real], network.column[real]] = network.cost(word.weights)[real]
    alone[network.row[~real]] = True
    tight, proof = Grid(word, cost, alone, network.low, network.high).solve()
    return tight.part_of(network), proof


def _suits(mentees: int, high: Integers, options: int) -> bool:
    """Whether the table is small and has enough options; measured, see docs/pairing.md."""
    size = max(mentees, len(high), int(np.minimum(high, mentees).sum()))
    return mentees * len(high) > 0 and size**2 <= min(CELLS, FULL * options)
