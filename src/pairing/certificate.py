"""An independent check that a solution is the best one: shares no code with the solver.

Linear programming duality, lexicographically: a price of each mentor at each level supports the
matching when no mentee has a cheaper option (cost plus price, unmatched being free), a mentor with room
asks at most what its next mentee would cost, and a mentor with mentees at least what its last one does.
Vectors are compared as int64 words, whose weights are computed from the costs and prices at hand.
"""

import hashlib
from bisect import bisect_right
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from pairing.instance import Instance
from pairing.solution import Solution

Integers = NDArray[np.int64]
Mask = NDArray[np.bool_]
Word = dict[str, int]
SAFE = 2**61
BLOCK = 2**16


class NotProven(ValueError):
    """The solution is not shown to be the best; the message is one sentence that says what fails."""


def certify(instance: Instance, solution: Solution) -> None:
    """Return if the solution is proven best for the instance, else raise NotProven.

    >>> from dataclasses import replace
    >>> from pairing import Instance, solve
    >>> instance = Instance.from_arrays(fit=[[9000, 7000], [8000, 1000]], capacity=[1, 1])
    >>> certify(instance, solve(instance))
    >>> certify(instance, replace(solve(instance), matches=(("e0", "m0"), ("e1", "m1"))))
    Traceback (most recent call last):
    pairing.certificate.NotProven: The value of 'bands' is (1, 0, 0, 1), not (0, 0, 1, 1).
    """
    own = _own_pairs(instance, solution)
    taken = own[own >= 0]
    _check_values(instance, solution, taken)
    names = solution.certificate.levels
    _check_level_names(instance, names)
    prices = dict(zip(names, _price_table(instance, solution).T, strict=True))
    load = np.bincount(instance.mentor[taken], minlength=len(instance.mentors))
    room, busy = _check_mentors(instance, load, prices)
    tied, free = _check_options(instance, own, prices)
    if "order" in instance.levels and _has_cycle(instance, own, (room, busy), (tied, free)):
        raise NotProven("Another matching is equally good: the order is not decided.")


def _own_pairs(instance: Instance, solution: Solution) -> Integers:
    """Each mentee's pair, -1 for none, after checking counts, capacities and pins."""
    everyone = [mentee for mentee, _ in solution.matches] + list(solution.unmatched)
    if sorted(everyone) != sorted(instance.mentees):
        raise NotProven("The matches and the unmatched do not name every mentee exactly once.")
    found = instance.positions(solution.matches)
    if (found < 0).any():
        mentee, mentor = solution.matches[int(np.argmin(found))]
        raise NotProven(f"The match {mentee!r}, {mentor!r} is not acceptable.")
    if not np.isin(instance.pinned, found).all():
        raise NotProven("A pinned pair is left out.")
    load = np.bincount(instance.mentor[found], minlength=len(instance.mentors))
    over = np.flatnonzero(load > instance.capacity)
    if len(over):
        raise NotProven(f"The mentor {instance.mentors[over[0]]!r} has more mentees than places.")
    own = np.full(len(instance.mentees), -1, np.int64)
    own[_rows(instance, found)] = found
    return own


def _check_values(instance: Instance, solution: Solution, taken: Integers) -> None:
    fits = instance.fit[taken].tolist()
    loads = np.bincount(instance.mentor[taken], minlength=len(instance.mentors)).tolist()
    counts = [0] * (len(instance.bands) + 1)
    for one in fits:
        counts[bisect_right(instance.bands, one)] += 1
    true = {
        "matched": len(fits),
        "bands": tuple(counts),
        "fit": sum(fits),
        "load": sum(load * load for load in loads),
    }
    expected = {name: true[name] for name in map(str, instance.levels) if name in true}
    for name in sorted({*expected, *solution.values}):
        if solution.values.get(name) != expected.get(name):
            raise NotProven(
                f"The value of {name!r} is {expected.get(name)}, not {solution.values.get(name)}."
            )


def _check_level_names(instance: Instance, names: tuple[str, ...]) -> None:
    expected = []
    for level in map(str, instance.levels):
        salts = max(1, sum(name.startswith("order/") for name in names))
        many = {"bands": len(instance.bands), "order": salts}.get(level)
        expected += [level] if many is None else [f"{level}/{k}" for k in range(many)]
    if list(names) != expected:
        raise NotProven("The certificate's levels are not those of the instance.")


def _price_table(instance: Instance, solution: Solution) -> Integers:
    prices, width = solution.certificate.prices, len(solution.certificate.levels)
    if set(prices) != set(instance.mentors):
        raise NotProven("The certificate does not name every mentor exactly once.")
    for mentor, row in prices.items():
        if len(row) != width or max(row, default=0) > SAFE or min(row, default=0) < -SAFE:
            raise NotProven(f"The mentor {mentor!r} does not have one price of at most 2**61 for each level.")
    table = [prices[mentor] for mentor in instance.mentors]
    return np.array(table, np.int64).reshape(len(table), width)


def _check_mentors(instance: Instance, load: Integers, prices: dict[str, Integers]) -> tuple[Mask, Mask]:
    """Prices lie between what the last mentee costs and what the next one would, lexicographically.

    Returns the mentors whose load could still rise, and fall, at no cost.
    """
    room, busy = load < instance.capacity, load > 0
    for name, price in prices.items():
        following, last = (2 * load + 1, 2 * load - 1) if name == "load" else (0 * load, 0 * load)
        wrong = np.flatnonzero((room & (price > following)) | (busy & (price < last)))
        if len(wrong):
            mentor = instance.mentors[wrong[0]]
            raise NotProven(f"At level {name!r} the price of {mentor!r} does not support its load.")
        room &= price == following
        busy &= price == last
    return room, busy


def _check_options(
    instance: Instance, own: Integers, prices: dict[str, Integers]
) -> tuple[Integers, Integers]:
    """No mentee has a cheaper option than its own; a pinned mentee has one option.

    Returns the pairs, and the mentees for whom "unmatched", cost just the same.
    """
    bound = np.zeros(len(own), bool)
    bound[_rows(instance, instance.pinned)] = True
    free = np.flatnonzero(~bound & (own >= 0))
    tied = np.empty(0, np.int64)
    for place, word in enumerate(_words(instance, prices)):
        price = np.zeros(len(instance.mentors), np.int64)
        for name, weight in word.items():
            price += weight * prices[name]
        paid = np.where(bound, -SAFE, 0)
        real = own[(own >= 0) & ~bound]
        paid[_rows(instance, real)] = _cost(instance, word, real) + price[instance.mentor[real]]
        _refuse(instance, word, free[paid[free] > 0])
        free = free[paid[free] == 0]
        if place == 0:
            blocks = [_equal(instance, word, *block, price, paid) for block in _blocks(instance)]
            tied = np.concatenate(blocks)
        else:
            tied = tied[_equal(instance, word, tied, _rows(instance, tied), price, paid)]
    return tied[own[_rows(instance, tied)] != tied], free


def _rows(instance: Instance, pairs: Integers) -> Integers:
    return np.searchsorted(instance.start, pairs, side="right") - 1


def _equal(
    instance: Instance, word: Word, pairs: slice | Integers, row: Integers, price: Integers, paid: Integers
) -> Integers:
    """Which of these pairs cost as much as what their mentee has; none may cost less."""
    dearer = _cost(instance, word, pairs)
    dearer += price[instance.mentor[pairs]]
    dearer -= paid[row]
    _refuse(instance, word, row[dearer < 0])
    equal = np.flatnonzero(dearer == 0)
    return equal + pairs.start if isinstance(pairs, slice) else equal


def _refuse(instance: Instance, word: Word, mentees: Integers) -> None:
    if len(mentees):
        names, mentee = list(word), instance.mentees[mentees[0]]
        raise NotProven(
            f"At level {names[0]!r} to {names[-1]!r} {mentee!r} has a better option at these prices."
        )


def _blocks(instance: Instance) -> Iterator[tuple[slice, Integers]]:
    """Positions of all pairs, a processor's cache full at a time, with their rows; at least one."""
    for first in range(0, max(1, len(instance.fit)), BLOCK):
        last = min(first + BLOCK, len(instance.fit))
        low, high = np.searchsorted(instance.start, (first, last), side="right") - 1
        ends = np.clip(instance.start[low : high + 2], first, last)
        yield slice(first, last), np.repeat(np.arange(low, low + len(ends) - 1), np.diff(ends))


def _words(instance: Instance, prices: dict[str, Integers]) -> list[Word]:
    """Levels in groups; in a group each level weighs more than all that the later ones can differ by.

    Every sum stays below 2**63, also where a single large price fills a word of its own.
    """
    words: list[Word] = []
    reach = SAFE
    for name, price in reversed(prices.items()):
        width = 2 * (_largest_cost(instance, name) + int(np.abs(price).max(initial=0)))
        if name.startswith("order/") or reach + (reach + 1) * width >= SAFE:
            words.insert(0, {})
            reach = 0
        words[0] = {name: reach + 1, **words[0]}
        reach += (reach + 1) * width if not name.startswith("order/") else SAFE
    return words


def _largest_cost(instance: Instance, name: str) -> int:
    return int(instance.fit.max(initial=0)) if name == "fit" else 2**32 if name.startswith("order/") else 1


def _cost(instance: Instance, word: Word, pairs: slice | Integers) -> Integers:
    """Weighted cost of these pairs."""
    fits = instance.fit[pairs]
    cost = np.full(len(fits), -word.get("matched", 0), np.int64)
    if any(name.startswith("bands/") for name in word):
        steps = [word.get(f"bands/{band}", 0) for band in range(len(instance.bands))] + [0]
        band = sum((fits >= edge).astype(np.int8) for edge in instance.bands)
        cost += np.array(steps, np.int64)[band]
    if "fit" in word:
        cost -= word["fit"] * fits
    for name in word:
        if name.startswith("order/"):
            cost += _lots(instance, name.removeprefix("order/"), np.arange(len(instance.fit))[pairs])
    return cost


def _lots(instance: Instance, salt: str, pairs: Integers) -> Integers:
    rows, columns = _rows(instance, pairs), instance.mentor[pairs]
    one = _hashes(instance.mentees, rows, salt, "mentee")
    other = _hashes(instance.mentors, columns, salt, "mentor")
    return (_mixed(one ^ _mixed(other)) >> np.uint64(32)).astype(np.int64)


def _hashes(ids: Sequence[str], places: Integers, salt: str, side: str) -> NDArray[np.uint64]:
    needed, at = np.unique(places, return_inverse=True)
    texts = ["\0".join((salt, side, ids[k])).encode() for k in needed.tolist()]
    numbers = [int.from_bytes(hashlib.blake2b(text).digest()[:8], "big") for text in texts]
    return np.array(numbers, np.uint64)[at]


def _mixed(state: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """SplitMix64: sums and products are meant to wrap."""
    z = state + np.uint64(0x9E3779B97F4A7C15)
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
        z = (z ^ (z >> np.uint64(shift))) * np.uint64(factor)
    return z ^ (z >> np.uint64(31))


def _has_cycle(
    instance: Instance, own: Integers, loads: tuple[Mask, Mask], equal: tuple[Integers, Integers]
) -> bool:
    """Whether mentees could still move along options that are equal at every level."""
    n, m = len(instance.mentees), len(instance.mentors)
    (tied, free), sink = equal, n + m
    here = np.where(own < 0, sink, n + np.append(instance.mentor, 0)[own])
    rising, falling = n + np.flatnonzero(loads[0]), n + np.flatnonzero(loads[1])
    row = np.concatenate((_rows(instance, tied), free))
    to = np.concatenate((n + instance.mentor[tied], np.full(len(free), sink)))
    tail = np.concatenate((here, row, rising, np.full(len(falling), sink)))
    head = np.concatenate((np.arange(n), to, np.full(len(rising), sink), falling))
    graph = coo_matrix((np.ones(len(tail), np.int8), (tail, head)), shape=(sink + 1, sink + 1))
    _, part = connected_components(graph, directed=True, connection="strong")
    return bool((part[row] == part[to]).any())
