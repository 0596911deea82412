"""The levels of the objective, solved one after another on one network.

`matched` is a maximum matching. Then as many levels at a time as one exact integer weight can carry are
solved by a minimum-cost matching of mentees to seats; prices found by label correcting prove each level
and leave only its tight options for the next. Only options on a cycle of the tight residual graph go
into a matching, which is usually none or few after `fit`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import maximum_bipartite_matching

from pairing import grid
from pairing.candidates import first_candidates
from pairing.cohort import InvalidInstance, Level
from pairing.instance import Instance, Integers
from pairing.network import Mask, Network, NotOptimal, loose, spread_of, support, tighten, whole_network
from pairing.pricing import Proof, attractive
from pairing.seats import EXACT, Table, cheapest, spread
from pairing.solution import level_names

PATIENCE = 500


def assign(instance: Instance) -> tuple[Network, Proof]:
    """The optimal choice and each elementary level's prices, in order."""
    _check_ranges(instance)
    names = level_names(instance.levels, len(instance.bands), 1)
    if grid.suits(instance) and (begun := grid.begin(instance, names)):
        return _by_levels(*begun)
    inside = first_candidates(instance)
    network, proof = _by_levels(most_matched(whole_network(instance, inside)), Proof())
    while len(better := attractive(network, proof, inside)):
        inside[better] = True
        network, proof = _among_more(whole_network(instance, inside), network)
    return network, proof


def _among_more(wider: Network, solved: Network) -> tuple[Network, Proof]:
    """Solve again, from the last choice on: levels that it still serves best are only proven anew."""
    place = solved.column[solved.chosen]
    network, proof = replace(wider, chosen=wider.column == place[wider.row]), Proof()
    try:
        for name in _names(wider.instance):
            network = _prove(network, [name], proof, PATIENCE)
    except NotOptimal:
        if not proof:
            network = most_matched(wider)
    return _by_levels(network, proof)


def _by_levels(network: Network, proof: Proof) -> tuple[Network, Proof]:
    """The levels that are not yet proven; the choice serves `matched` best."""
    if not proof:
        network = _prove(network, ["matched"], proof)
    while waiting := _waiting(network, proof):
        if done := grid.go_on(network, waiting):
            network, more = done
            proof.update(more)
        else:
            network, names = improve(network, waiting)
            network = _prove(network, names, proof)
    return network, proof


def _waiting(network: Network, proof: Proof) -> Sequence[str]:
    """The levels to solve; one salt after another until no cycle is left: the matching is the only best one."""
    instance = network.instance
    names = level_names(instance.levels, len(instance.bands), 1)
    if len(proof) < len(names):
        return names[len(proof) :]
    if Level.ORDER in instance.levels and loose(network).any():
        return [f"order/{len(proof) - len(names) + 1}"]
    return ()


def _names(instance: Instance) -> tuple[str, ...]:
    """The elementary levels but the lots."""
    return level_names(instance.levels, len(instance.bands), 0)


def _check_ranges(instance: Instance) -> None:
    """Every sum that can occur stays below 2**62."""
    people = len(instance.mentees) + 1
    if people * (int(instance.fit.max(initial=0)) + 2**33) >= 2**61:
        raise InvalidInstance("The fits are too large for exact sums over so many mentees.")


def _prove(network: Network, names: Iterable[str], proof: Proof, patience: int | None = None) -> Network:
    for name in names:
        proof[name] = support(network, name, patience)
        network = tighten(network, name, proof[name])
    return network


def most_matched(network: Network) -> Network:
    """A maximum matching that keeps the pins (Hopcroft and Karp, SIAM J. Comput. 2, 1973)."""
    entries = network.keep((network.pair >= 0) & ~network.chosen)
    room = _useful(entries.column, np.append(network.high - network.load, 0))
    owner = np.repeat(np.arange(len(room)), room)
    origin, seats = spread(entries.column, room)
    shape = (len(network.instance.mentees), len(owner))
    graph = csr_array((np.ones(len(seats), np.int8), (entries.row[origin], seats)), shape=shape)
    seat = maximum_bipartite_matching(graph, perm_type="column")
    pinned = network.chosen & (network.pair >= 0)
    target = np.where(seat >= 0, np.append(owner, -1)[seat], len(network.high))
    target[network.row[pinned]] = network.column[pinned]
    return replace(network, chosen=network.column == target[network.row])


def improve(network: Network, waiting: Sequence[str]) -> tuple[Network, Sequence[str]]:
    """The best choice by the next levels among the options that may still change, and which levels.

    All of them where nothing may change, else as many as one weight can carry.
    """
    free = loose(network)
    moving = np.zeros(len(network.instance.mentees), bool)
    moving[network.row[free]] = True
    if not moving.any():
        return network, waiting
    part = (free | network.chosen) & moving[network.row]
    names, weights, reach = _weigh(network.keep(part), waiting)
    chosen = network.chosen.copy()
    chosen[part] = _choose(network, part, weights, reach)
    return replace(network, chosen=chosen), names


def _weigh(network: Network, waiting: Sequence[str]) -> tuple[Sequence[str], dict[str, int], int]:
    """The next levels that one weight can carry, each above all that the later ones can differ by.

    The last figure is more than two choices can differ by in all.
    """
    widths: list[int] = []
    reach = 1
    for name in waiting:
        width = _width(network, name) + 1
        if widths and reach * width * 8 >= EXACT:
            break
        widths.append(width)
        reach *= width
    names, weights, weight = waiting[: len(widths)], {}, 1
    for name, width in zip(reversed(names), reversed(widths), strict=True):
        weights[name] = weight
        weight *= width
    return names, weights, reach


def _width(network: Network, name: str) -> int:
    """Upper bound of the difference between any two choices' totals at a level."""
    if name == "load":
        return int((network.high**2 - network.low**2).sum())
    return spread_of(network.cost({name: 1}), network.row)


def _choose(network: Network, part: Mask, weights: dict[str, int], reach: int) -> Mask:
    """Match the moving mentees of `part` to seats; True where an option is chosen.

    A seat that must not become empty earns a bonus larger than anything else.
    """
    cost = network.cost(weights)[part]
    rows, row = np.unique(network.row[part], return_inverse=True)
    column, chosen, m = network.column[part], network.chosen[part], len(network.high)
    here = np.bincount(column[chosen], minlength=m + 1)
    settled = network.load - here[:-1]
    column, room = _apart(column, np.append(network.high - settled, here[-1]))
    room = _useful(column, room)
    owner = np.repeat(np.arange(len(room)), room)
    number = np.arange(len(owner)) - np.repeat(np.cumsum(room) - room, room)
    real = owner < m
    place = number[real] + settled[owner[real]]
    extra = np.zeros(len(owner), np.int64)
    extra[real] = weights.get("load", 0) * (2 * place + 1) - reach * (place < network.low[owner[real]])
    picked: Mask = column == cheapest(Table(len(rows), row, column, cost, room, extra))[row]
    return picked


def _useful(column: Integers, room: Integers) -> Integers:
    """No column needs more seats than it has entries."""
    return np.minimum(room, np.bincount(column, minlength=len(room)))


def _apart(column: Integers, room: Integers) -> tuple[Integers, Integers]:
    """Places for the unmatched: as many as there are, or one for each mentee where that is sparser."""
    m = len(room) - 1
    alone = np.flatnonzero(column == m)
    if room[-1] * len(alone) <= 4 * len(column):
        return column, room
    column = column.copy()
    column[alone] = m + np.arange(len(alone))
    return column, np.concatenate((room[:-1], np.ones(len(alone), np.int64)))
