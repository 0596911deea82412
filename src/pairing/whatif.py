"""One change to an instance, and what it changes in the answer.

Every edit returns a new Instance, to be solved and proven like any other: a cold solve is fast enough
that no state is kept between two answers.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from pairing.cohort import InvalidInstance, Pair
from pairing.entries import Entries, sorted_entries
from pairing.instance import LARGEST, Instance, Integers, assemble
from pairing.instance_file import Parts
from pairing.network import Mask
from pairing.solution import Solution, Values


@dataclass(frozen=True)
class Difference:
    """From one solution to another: new minus old of every value, and the pairs that come and go."""

    values: Values
    gained: tuple[Pair, ...]
    lost: tuple[Pair, ...]


def difference(old: Solution, new: Solution) -> Difference:
    """What the step from `old` to `new` changes; both answer the same levels."""
    changes = {name: _change(old.values[name], now) for name, now in new.values.items()}
    gained, lost = set(new.matches) - set(old.matches), set(old.matches) - set(new.matches)
    return Difference(changes, tuple(sorted(gained)), tuple(sorted(lost)))


def _change(before: Any, now: Any) -> int | tuple[int, ...]:
    if isinstance(now, tuple):
        return tuple(b - a for a, b in zip(before, now, strict=True))
    return int(now - before)


def pin(instance: Instance, mentee: str, mentor: str) -> Instance:
    """Keep one pair, whatever it costs.

    >>> from pairing import Instance, solve
    >>> instance = Instance.from_arrays(fit=[[9000, 7000], [8000, 1000]], capacity=[1, 1])
    >>> difference(solve(instance), solve(pin(instance, "e0", "m0"))).values["fit"]
    -5000
    """
    return replace(instance, pinned=np.append(instance.pinned, _listed(instance, mentee, mentor)))


def forbid(instance: Instance, mentee: str, mentor: str) -> Instance:
    """Take one pair out; a pinned one is refused."""
    at = _listed(instance, mentee, mentor)
    if at in instance.pinned:
        raise InvalidInstance(f"The pair {mentee!r}, {mentor!r} is pinned.")
    return _kept(instance, np.arange(len(instance.fit)) != at)


def set_capacity(instance: Instance, mentor: str, capacity: int) -> Instance:
    """Give one mentor another number of places."""
    _check_whole(capacity, "capacity")
    seats = instance.capacity.copy()
    seats[_place(instance.mentors, mentor)] = capacity
    return replace(instance, capacity=seats)


def add_mentee(instance: Instance, mentee: str, fits: Mapping[str, int]) -> Instance:
    """One more mentee, acceptable with the mentors in `fits`."""
    new = [(len(instance.mentees), _place(instance.mentors, mentor), fit) for mentor, fit in fits.items()]
    return _extended(instance, [*instance.mentees, mentee], instance.mentors, [], new)


def add_mentor(instance: Instance, mentor: str, capacity: int, fits: Mapping[str, int]) -> Instance:
    """One more mentor, acceptable with the mentees in `fits`."""
    new = [(_place(instance.mentees, mentee), len(instance.mentors), fit) for mentee, fit in fits.items()]
    return _extended(instance, instance.mentees, [*instance.mentors, mentor], [capacity], new)


def remove_mentee(instance: Instance, mentee: str) -> Instance:
    """One mentee less, and its pin with it."""
    gone = _place(instance.mentees, mentee)
    return _kept(instance, instance.mentee != gone, without_mentee=gone)


def remove_mentor(instance: Instance, mentor: str) -> Instance:
    """One mentor less, and the pins to it."""
    gone = _place(instance.mentors, mentor)
    return _kept(instance, instance.mentor != gone, without_mentor=gone)


def _check_whole(number: object, name: str) -> None:
    if type(number) is not int or not 0 <= number <= LARGEST:
        raise InvalidInstance(f"The {name} {number!r} is not a whole number from 0 to 2**40.")


def _place(ids: tuple[str, ...], one: str) -> int:
    if one not in ids:
        raise InvalidInstance(f"Nobody in the instance has the id {one!r}.")
    return ids.index(one)


def _listed(instance: Instance, mentee: str, mentor: str) -> int:
    at = instance.position(mentee, mentor)
    if at is None:
        raise InvalidInstance(f"The pair {mentee!r}, {mentor!r} is not acceptable.")
    return at


def _extended(
    instance: Instance,
    mentees: list[str] | tuple[str, ...],
    mentors: list[str] | tuple[str, ...],
    capacity: list[int],
    new: list[tuple[int, int, int]],
) -> Instance:
    for _, _, fit in new:
        _check_whole(fit, "fit")
    for places in capacity:
        _check_whole(places, "capacity")
    rows, columns, fits = np.array(new, np.int64).reshape(-1, 3).T
    entries = sorted_entries(
        np.append(instance.mentee, rows),
        np.append(instance.mentor, columns),
        np.append(instance.fit, fits),
        mentees,
        mentors,
    )
    seats = np.append(instance.capacity, np.array(capacity, np.int64))
    return _assembled(instance, list(mentees), list(mentors), seats, entries)


def _kept(
    instance: Instance, keep: Mask, without_mentee: int | None = None, without_mentor: int | None = None
) -> Instance:
    row, column = instance.mentee[keep], instance.mentor[keep]
    mentees, mentors, capacity = list(instance.mentees), list(instance.mentors), instance.capacity
    if without_mentee is not None:
        row = row - (row > without_mentee)
        del mentees[without_mentee]
    if without_mentor is not None:
        column = column - (column > without_mentor)
        capacity = np.delete(capacity, without_mentor)
        del mentors[without_mentor]
    start = np.concatenate(([0], np.cumsum(np.bincount(row, minlength=len(mentees)))))
    entries = Entries(start, column, instance.fit[keep])
    return _assembled(instance, mentees, mentors, capacity, entries)


def _assembled(
    instance: Instance, mentees: list[str], mentors: list[str], capacity: Integers, entries: Entries
) -> Instance:
    """With the pins of those who are still there, the bands and the levels of `instance`."""
    left, there = set(mentees), set(mentors)
    pins = [pair for pair in instance.pairs(instance.pinned) if pair[0] in left and pair[1] in there]
    bands, levels = list(instance.bands), list(instance.levels)
    return assemble(Parts(mentees, mentors, capacity, entries, list(pins), bands, levels))
