"""The levels of the objective, solved one after another on one network.

`matched` is a maximum matching. Then as many levels at a time as one exact integer weight can carry are
solved by a minimum-cost matching of mentees to seats; prices found by label correcting prove each level
and leave only its tight options for the next. Only options on a cycle of the tight residual graph go
into a matching, which is usually none or few after `fit`.
"""

from collections.abc import Iterable, Sequence
from contextlib import suppress
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
MOVES = 2


def assign(instance: Instance) -> tuple[Network, Proof]:
    """The optimal choice and each elementary level's prices, in order."""
    _check_ranges(instance)
    names = level_names(instance.levels, len(instance.bands), 1)
    if begun := grid.begin(instance, names):
        return _by_levels(*begun)
    inside = first_candidates(instance)
    network, proof = _by_levels(most_matched(whole_network(instance, inside)), Proof())
    while len(better := attractive(network, proof, inside)):
        inside[better] = True
        network, proof = _among_more(whole_network(instance, inside), network)
    return network, proof


def _among_more(wider: Network, solved: Network) -> tuple[Network, Proof]:
    """Solve again, from the last choice on: levels that it still serves best are only proven anew."""
    place, proof = solved.column[solved.chosen], Proof()
    network = replace(wider, chosen=wider.column == place[wider.row])
    network = _prove_some(network, level_names(wider.instance.levels, len(wider.instance.bands), 0), proof)
    return _by_levels(network if proof else most_matched(wider), proof)


def _by_levels(network: Network, proof: Proof) -> tuple[Network, Proof]:
    """The levels that are not yet proven; the choice serves `matched` best."""
    if not proof:
        network = _prove(network, ["matched"], proof)
    while waiting := _waiting(network, proof):
        if done := grid.go_on(network, waiting):
            network, more = done
            proof.update(more)
        else:
            network = _next_levels(network, waiting, proof)
    return network, proof


def _next_levels(network: Network, waiting: Sequence[str], proof: Proof) -> Network:
    """Bands and fit by a rough weight, as far as that can be proven; else some levels by an exact one."""
    options = _moving(network)
    if not options.any():
        return _prove(network, waiting, proof)
    names, weights, reach = _weigh(network.keep(options), waiting)
    decided, hoped = len(proof), [name for name in waiting if name == "fit" or name.startswith("bands/")]
    if len(names) < len(hoped):
        rough, most = _weigh_roughly(network.keep(options), hoped)
        if most * 8 < EXACT:
            *first, last = hoped
            guessed = _prove_some(_improved(network, options, rough, most), first, proof)
            if first[-1] in proof:  # best by the sum and at all other levels, so at the last as well
                return _prove(guessed, [last], proof)
            if len(proof) > decided:
                return guessed
    return _prove(_improved(network, options, weights, reach), names, proof)


def _waiting(network: Network, proof: Proof) -> Sequence[str]:
    """The levels to solve; one salt after another until no cycle is left and the best matching is unique."""
    instance = network.instance
    names = level_names(instance.levels, len(instance.bands), 1)
    if len(proof) < len(names):
        return names[len(proof) :]
    if Level.ORDER in instance.levels and loose(network).any():
        return [f"order/{len(proof) - len(names) + 1}"]
    return ()


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


def _prove_some(network: Network, names: Iterable[str], proof: Proof) -> Network:
    """Prove the levels that the choice serves best, up to the first that it does not."""
    with suppress(NotOptimal):
        for name in names:
            network = _prove(network, [name], proof, PATIENCE)
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


def _moving(network: Network) -> Mask:
    """The options of the mentees who may still change, as far as they may be chosen."""
    free = loose(network)
    moving = np.zeros(len(network.instance.mentees), bool)
    moving[network.row[free]] = True
    return (free | network.chosen) & moving[network.row]


def _improved(network: Network, options: Mask, weights: dict[str, int], reach: int) -> Network:
    """The best choice among these options by one weight."""
    chosen = network.chosen.copy()
    chosen[options] = _choose(network, options, weights, reach)
    return replace(network, chosen=chosen)


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


def _weigh_roughly(network: Network, names: Sequence[str]) -> tuple[dict[str, int], int]:
    """A weight of these levels, each above all that a few moves can change at the later ones.

    Most often the best choice by this weight is also the best level by level. The last figure is more than
    two choices can differ by in all.
    """
    weights, weight, reach = {}, 1, 1
    for name in reversed(names):
        weights[name] = weight
        reach += weight * _width(network, name)
        weight *= 2 * MOVES * int(np.ptp(network.cost({name: 1}))) + 1
    return weights, reach


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
