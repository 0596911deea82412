"""What forcing a pair would cost the whole: exact, without solving again.

Forcing mentee i to mentor j moves one unit of flow; the cheapest way to make room at j and to close the
gap that i leaves is a shortest path from j to i's present place in the residual network of the solved
matching (Ahuja, Magnanti and Orlin, Network Flows, 1993, ch. 9). Costs are vectors of the levels,
compared lexicographically; they are packed into as few int64 words as their computed ranges allow.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from pairing.cohort import Level
from pairing.instance import Instance, Integers
from pairing.levels import pair_cost
from pairing.solution import Solution, Values, level_names

FAR = 2**62
WORD = 2**60
FEW = 600


@dataclass(frozen=True)
class _Edges:
    """Residual moves between mentors (m is "unmatched"), sorted by `tail`; `cost` is words x edges."""

    tail: Integers
    head: Integers
    cost: Integers


@dataclass(frozen=True, eq=False)
class Alternatives:
    """The alternatives of a solved instance; `of` answers for one mentee."""

    instance: Instance
    solution: Solution

    def of(self, mentee: str) -> dict[str, Values | None]:
        """For every acceptable mentor: new minus old of every asked level but `order`, if that pair were
        forced; None where a pin makes it impossible.
        """
        row = self.instance.row_of[mentee]
        pairs = np.arange(self.instance.start[row], self.instance.start[row + 1])
        columns = self.instance.mentor[pairs]
        if self._pinned[row]:
            nothing = self._values(np.zeros((len(self._words), 1), np.int64))[0]
            return {self.instance.mentors[j]: nothing if j == self._place[row] else None for j in columns}
        distance = self._distances(int(self._place[row]))
        change = self._pair_words[:, pairs] - self._present[:, [row]] + distance[:, columns]
        possible = distance[0, columns] < FAR
        values = self._values(np.where(possible, change, 0))
        return {
            self.instance.mentors[j]: value if fine else None
            for j, value, fine in zip(columns.tolist(), values, possible.tolist(), strict=True)
        }

    @cached_property
    def _names(self) -> tuple[str, ...]:
        asked = [level for level in self.instance.levels if level != Level.ORDER]
        return level_names(asked, len(self.instance.bands), 0)

    @cached_property
    def _taken(self) -> Integers:
        return self.instance.positions(self.solution.matches)

    @cached_property
    def _place(self) -> Integers:
        """Each mentee's present column."""
        place = np.full(len(self.instance.mentees), len(self.instance.mentors))
        place[self.instance.mentee[self._taken]] = self.instance.mentor[self._taken]
        return place

    @cached_property
    def _pinned(self) -> NDArray[np.bool_]:
        return np.isin(np.arange(len(self.instance.mentees)), self.instance.mentee[self.instance.pinned])

    @cached_property
    def _costs(self) -> list[Integers]:
        pairs = np.arange(len(self.instance.fit))
        return [pair_cost(self.instance, {name: 1}, pairs, self.instance.mentee) for name in self._names]

    @cached_property
    def _ranges(self) -> list[int]:
        """Upper bound of the difference between any two matchings, level by level."""
        people, loads = len(self.instance.mentees), len(self.instance.mentees) ** 2
        return [
            loads if name == Level.LOAD else people * int(np.abs(cost).max(initial=0))
            for name, cost in zip(self._names, self._costs, strict=True)
        ]

    @cached_property
    def _words(self) -> list[list[tuple[int, int]]]:
        """For each word its levels and their weights, from the last word's last level up."""
        words: list[list[tuple[int, int]]] = [[]]
        weight = 1
        for level in reversed(range(len(self._names))):
            width = 4 * self._ranges[level] + 3
            if words[0] and weight * width >= WORD:
                words.insert(0, [])
                weight = 1
            words[0].insert(0, (level, weight))
            weight *= width
        return words

    def _packed(self, costs: Sequence[Integers]) -> Integers:
        """Words x entries."""
        rows = [sum((weight * costs[level] for level, weight in word), np.int64(0)) for word in self._words]
        return np.array(rows, np.int64)

    @cached_property
    def _pair_words(self) -> Integers:
        return self._packed(self._costs).reshape(len(self._words), -1)

    @cached_property
    def _present(self) -> Integers:
        """What each mentee's present option costs."""
        present = np.zeros((len(self._words), len(self.instance.mentees)), np.int64)
        present[:, self.instance.mentee[self._taken]] = self._pair_words[:, self._taken]
        return present

    def _values(self, change: Integers) -> list[Values]:
        """Unpack words into the changes of the levels' values."""
        digits = np.zeros((len(self._names), change.shape[1]), np.int64)
        for rest, word in zip(change, self._words, strict=True):
            for level, weight in word:
                digits[level] = (rest + weight // 2) // weight
                rest = rest - digits[level] * weight
        told = dict(zip(self._names, digits, strict=True))
        columns = {
            str(level): self._column(level, told) for level in self.instance.levels if level != Level.ORDER
        }
        return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]

    def _column(self, level: Level, digits: dict[str, Integers]) -> list[int | tuple[int, ...]]:
        """A level's change for every entry."""
        if level != Level.BANDS:
            return list((digits[level] if level == Level.LOAD else -digits[level]).tolist())
        worse = [digits[f"bands/{band}"] for band in range(len(self.instance.bands))]
        return list(zip(*np.array([*worse, -digits["matched"] - sum(worse)]).tolist(), strict=True))

    @cached_property
    def _edges(self) -> _Edges:
        """The cheapest move between any two places."""
        instance, m = self.instance, len(self.instance.mentors)
        movable = ~self._pinned[instance.mentee]
        row, column = instance.mentee[movable], instance.mentor[movable]
        leavers = np.flatnonzero(~self._pinned & (self._place < m))
        load = np.bincount(instance.mentor[self._taken], minlength=m)
        room, busy = np.flatnonzero(load < instance.capacity), np.flatnonzero(load > 0)
        tail = np.concatenate((self._place[row], self._place[leavers], room, np.full(len(busy), m)))
        head = np.concatenate((column, np.full(len(leavers) + len(room), m), busy))
        cost = np.concatenate(
            (
                self._pair_words[:, movable] - self._present[:, row],
                -self._present[:, leavers],
                self._load_words(2 * load[room] + 1),
                -self._load_words(2 * load[busy] - 1),
            ),
            axis=1,
        )
        order = np.lexsort((*cost[::-1], head, tail))
        tail, head, cost = tail[order], head[order], cost[:, order]
        first = np.diff(tail * (m + 1) + head, prepend=-1) != 0
        return _Edges(tail[first], head[first], cost[:, first])

    def _load_words(self, marginal: Integers) -> Integers:
        zero = np.zeros_like(marginal)
        return self._packed([marginal if name == Level.LOAD else zero for name in self._names]).reshape(
            len(self._words), -1
        )

    def _distances(self, target: int) -> Integers:
        """Words of the cheapest moves from every place to one."""
        size = len(self.instance.mentors) + 1
        return self._table[:, :, target] if size <= FEW else _distances_to(target, self._edges, size)

    @cached_property
    def _table(self) -> Integers:
        return _all_distances(self._edges, len(self.instance.mentors) + 1)


def alternatives(instance: Instance, solution: Solution, mentee: str) -> dict[str, Values | None]:
    """What forcing each acceptable mentor on one mentee would change: new minus old of every asked level but
    `order`, None where a pin makes it impossible. Keep an `Alternatives` to ask for several mentees.

    >>> from pairing import Instance, solve
    >>> instance = Instance.from_arrays(fit=[[9000, 7000], [8000, 1000]], capacity=[1, 1])
    >>> alternatives(instance, solve(instance), "e0")["m0"]
    {'matched': 0, 'bands': (1, 0, -1, 0), 'fit': -5000, 'load': 0}
    """
    return Alternatives(instance, solution).of(mentee)


def _to_target(tail: Integers, head: Integers, cost: Integers, target: int, size: int) -> Integers:
    """Bellman-Ford backwards from one place, on edges sorted by tail; FAR where there is no way."""
    distance = np.full(size, FAR, np.int64)
    distance[target] = 0
    starts = np.flatnonzero(np.diff(tail, prepend=-1))
    places = tail[starts]
    while len(places):
        reach = np.where(distance[head] < FAR, cost + distance[head], FAR)
        nearer = np.minimum(distance[places], np.minimum.reduceat(reach, starts))
        if (nearer == distance[places]).all():
            break
        distance[places] = nearer
    return distance


def _distances_to(target: int, edges: _Edges, size: int) -> Integers:
    """Label correcting, word after word."""
    distances = np.empty((len(edges.cost), size), np.int64)
    tail, head, cost = edges.tail, edges.head, edges.cost
    for word in range(len(distances)):
        distances[word] = _to_target(tail, head, cost[word], target, size)
        near = distances[word]
        tight = (near[head] < FAR) & (near[tail] == cost[word] + near[head])
        tail, head, cost = tail[tight], head[tight], cost[:, tight]
    return distances


def _all_distances(edges: _Edges, size: int) -> Integers:
    """Words x places x places, over one more stopover at a time (Floyd, Comm. ACM 5, 1962)."""
    table = np.full((len(edges.cost), size, size), FAR)
    table[:, edges.tail, edges.head] = edges.cost
    table[:, range(size), range(size)] = 0
    for stop in range(size):
        reached = (table[0, :, stop] < FAR)[:, None] & (table[0, stop] < FAR)
        over = [words[:, stop, None] + words[stop] for words in table]
        nearer = np.zeros((size, size), bool)
        for there, now in zip(reversed(over), reversed(table), strict=True):
            nearer = (there < now) | (nearer & (there == now))
        nearer &= reached
        for there, now in zip(over, table, strict=True):
            np.copyto(now, there, where=nearer)
    return table
