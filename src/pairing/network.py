"""The network of a matching problem while its levels are solved one after another.

Every mentee has options: acceptable mentors, and column m (one past the last mentor) for "unmatched".
One option of each mentee is chosen. Solving a level leaves only its tight options, so that whatever is
chosen among them later keeps the level's value; `low` and `high` bound the loads in the same sense.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from pairing.instance import Instance, Integers
from pairing.levels import pair_cost

Mask = NDArray[np.bool_]
SMALL = 20_000


class NotOptimal(ArithmeticError):
    """The chosen options are not optimal at a level: no prices support them."""


@dataclass(frozen=True, eq=False)
class Network:
    """Options sorted by `row`; `pair` is a position in the instance, -1 for "unmatched"."""

    instance: Instance
    row: Integers
    column: Integers
    pair: Integers
    chosen: Mask
    low: Integers
    high: Integers

    @cached_property
    def start(self) -> Integers:
        """Where each mentee's options begin; every mentee has at least one."""
        return np.searchsorted(self.row, np.arange(len(self.instance.mentees)))

    @cached_property
    def by_column(self) -> tuple[Integers, Integers]:
        """The options sorted by column, and where each column begins."""
        order = np.argsort(self.column, kind="stable")
        return order, np.searchsorted(self.column[order], np.arange(len(self.high) + 2))

    def options_at(self, columns: Integers) -> Integers:
        """The options of these columns."""
        order, first = self.by_column
        many = first[columns + 1] - first[columns]
        skipped = np.cumsum(many) - many
        return order[np.repeat(first[columns] - skipped, many) + np.arange(int(many.sum()))]

    @cached_property
    def load(self) -> Integers:
        """Mentees per mentor."""
        return np.bincount(self.column[self.chosen], minlength=len(self.high) + 1)[:-1]

    def cost(self, weights: Mapping[str, int]) -> Integers:
        """Weighted sum of every option's costs at elementary levels; "unmatched" costs nothing."""
        real = self.pair >= 0
        cost = np.zeros(len(self.pair), np.int64)
        cost[real] = pair_cost(self.instance, weights, self.pair[real], self.row[real])
        return cost

    def keep(self, options: Mask) -> "Network":
        """The network with fewer options."""
        return replace(
            self,
            row=self.row[options],
            column=self.column[options],
            pair=self.pair[options],
            chosen=self.chosen[options],
        )


def whole_network(instance: Instance, inside: Mask) -> Network:
    """The options among the pairs `inside`, everybody but the pinned unmatched."""
    m = len(instance.mentors)
    bound = instance.bound
    usable = np.flatnonzero(inside)
    mentee = instance.rows_of(usable)
    pinned = np.isin(usable, instance.pinned)
    left = pinned | ~bound[mentee]
    usable, mentee, pinned = usable[left], mentee[left], pinned[left]
    free = np.flatnonzero(~bound)
    row = np.concatenate((mentee, free))
    order = np.argsort(row, kind="stable")
    mentor = instance.mentor[usable]
    return Network(
        instance=instance,
        row=row[order],
        column=np.concatenate((mentor, np.full(len(free), m)))[order],
        pair=np.concatenate((usable, np.full(len(free), -1)))[order],
        chosen=np.concatenate((pinned, np.ones(len(free), bool)))[order],
        low=np.zeros(m, np.int64),
        high=np.minimum(instance.capacity, np.bincount(mentor, minlength=m) + 1),
    )


def support(network: Network, name: str, patience: int | None = None) -> Integers:
    """The mentors' prices at one level, by label correcting from "unmatched" and mentors with room.

    The price of a mentor is what one more mentee there would cost the whole. A full mentor from whom no
    chain of moves leads anywhere may ask any price above that: the first power of 16 times the largest
    cost that supports the matching, so that prices stay small. Raises NotOptimal where there are none, or
    none is found in `patience` rounds.
    """
    cost = network.cost({name: 1})
    following, last = _marginal(network, name)
    most = spread_of(cost, network.row) + int(following.max(initial=0)) + 1
    ceiling = min(most, 2 * int(np.abs(cost).max(initial=0)) + int(following.max(initial=0)) + 1)
    busy = network.load > network.low
    rounds = len(following) + 2 if patience is None else patience
    while True:
        price = _corrected(network, cost, np.where(network.load < network.high, following, ceiling), rounds)
        if price is not None and price[-1] >= 0 and (price[:-1] >= last)[busy].all():
            return price[:-1]
        if ceiling >= most or price is None:
            raise NotOptimal(name)
        ceiling = min(most, 16 * ceiling)


def _corrected(network: Network, cost: Integers, price: Integers, rounds: int) -> Integers | None:
    """Lower the prices until no mentee has a cheaper option; None if that takes more rounds than there are
    places, and so would never end. If options are many, a round looks only at those whose price has changed.
    """
    price = np.append(price, 0)
    if not len(network.start):
        return price
    place, paid = network.column[network.chosen], cost[network.chosen]
    best = np.minimum.reduceat(cost + price[network.column], network.start)
    mentees = np.arange(len(place))
    for _ in range(rounds):
        asked = best[mentees] - paid[mentees]
        lower = asked < price[place[mentees]]
        changed = place[mentees[lower]]
        if not len(changed):
            return price
        np.minimum.at(price, changed, asked[lower])
        if len(cost) < SMALL:
            best = np.minimum.reduceat(cost + price[network.column], network.start)
            continue
        options = network.options_at(_distinct(changed, len(price)))
        np.minimum.at(best, network.row[options], cost[options] + price[network.column[options]])
        mentees = _distinct(network.row[options], len(place))
    return None


def _distinct(values: Integers, size: int) -> Integers:
    """The values in ascending order, each once; all are below `size`."""
    seen = np.zeros(size, bool)
    seen[values] = True
    return np.flatnonzero(seen)


def spread_of(cost: Integers, row: Integers) -> int:
    """Sum over the rows of the difference between their largest and smallest cost; `row` is sorted."""
    if not len(row):
        return 0
    start = np.flatnonzero(np.diff(row, prepend=-1))
    return int((np.maximum.reduceat(cost, start) - np.minimum.reduceat(cost, start)).sum())


def _marginal(network: Network, name: str) -> tuple[Integers, Integers]:
    """What the next and the last mentee of each mentor cost at a level."""
    if name != "load":
        return np.zeros_like(network.load), np.zeros_like(network.load)
    return 2 * network.load + 1, 2 * network.load - 1


def tighten(network: Network, name: str, price: Integers) -> Network:
    """Keep the options and loads that cost least at these prices."""
    total = network.cost({name: 1}) + np.append(price, 0)[network.column]
    tight = total == total[network.chosen][network.row]
    following, last = _marginal(network, name)
    load = network.load
    rise = (load < network.high) & (price == following)
    fall = (load > network.low) & (price == last)
    high = load + 1 if name == "load" else network.high
    low = load - 1 if name == "load" else network.low
    return replace(network.keep(tight), high=np.where(rise, high, load), low=np.where(fall, low, load))


def loose(network: Network) -> Mask:
    """The options that lie on a cycle of the tight residual graph: only they may still change."""
    n, m = len(network.instance.mentees), len(network.high)
    there = n + network.column
    risers = np.flatnonzero(network.load < network.high)
    fallers = np.flatnonzero(network.load > network.low)
    sink = np.full(len(risers), n + m), np.full(len(fallers), n + m)
    tail = np.concatenate((np.where(network.chosen, there, network.row), n + risers, sink[1]))
    head = np.concatenate((np.where(network.chosen, network.row, there), sink[0], n + fallers))
    graph = coo_matrix((np.ones(len(tail), np.int8), (tail, head)), shape=(n + m + 1, n + m + 1))
    _, label = connected_components(graph, directed=True, connection="strong")
    on_cycle: Mask = (label[network.row] == label[there]) & ~network.chosen
    return on_cycle
