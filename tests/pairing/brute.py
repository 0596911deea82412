"""All matchings of a small instance, one after another, and the value of each: no cleverness."""

import itertools
from collections.abc import Iterator

from pairing import Instance, Level

Choice = tuple[int | None, ...]


def fits(instance: Instance) -> dict[tuple[int, int], int]:
    triples = zip(instance.mentee.tolist(), instance.mentor.tolist(), instance.fit.tolist(), strict=True)
    return {(i, j): value for i, j, value in triples}


def matchings(instance: Instance) -> Iterator[Choice]:
    listed, room = fits(instance), instance.capacity.tolist()
    pins = {int(instance.mentee[p]): int(instance.mentor[p]) for p in instance.pinned}

    def extend(choice: Choice) -> Iterator[Choice]:
        i = len(choice)
        if i == len(instance.mentees):
            yield choice
            return
        options = [pins[i]] if i in pins else [None, *(j for j in range(len(room)) if (i, j) in listed)]
        for j in options:
            if j is None or choice.count(j) < room[j]:
                yield from extend((*choice, j))

    yield from extend(())


def values(instance: Instance, choice: Choice) -> dict[str, int | tuple[int, ...]]:
    listed = fits(instance)
    taken = [listed[i, j] for i, j in enumerate(choice) if j is not None]
    edges = [-1, *instance.bands, 2**41]
    bands = [sum(low <= max(one, 0) < high for one in taken) for low, high in itertools.pairwise(edges)]
    loads = [choice.count(j) for j in range(len(instance.mentors))]
    every = {
        "matched": len(taken),
        "bands": tuple(bands),
        "fit": sum(taken),
        "load": sum(load * load for load in loads),
    }
    return {level: every[level] for level in instance.levels if level in every}


def rank(worth: dict[str, int | tuple[int, ...]]) -> tuple[object, ...]:
    """Smaller is better."""
    sign = {Level.MATCHED: -1, Level.FIT: -1, Level.LOAD: 1}
    return tuple(
        value if isinstance(value, tuple) else sign[Level(level)] * value for level, value in worth.items()
    )


def best(instance: Instance) -> dict[str, int | tuple[int, ...]]:
    return min((values(instance, choice) for choice in matchings(instance)), key=rank)
