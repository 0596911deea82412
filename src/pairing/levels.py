"""The elementary costs of each level, lower being better, and the fair lot.

A level's cost of leaving a mentee unmatched is 0. `load` costs nothing on a pair: the k-th mentee of a
mentor costs 2k - 1, which makes the sum of squared loads.
"""

import hashlib
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from pairing.instance import Instance, Integers

Hashes = NDArray[np.uint64]


def pair_cost(
    instance: Instance, weights: Mapping[str, int], pairs: Integers | slice, mentees: Integers
) -> Integers:
    """Weighted sum of elementary costs of the pairs at these positions, whose rows are `mentees`."""
    fits = instance.fit[pairs]
    total = np.full(len(fits), -weights.get("matched", 0))
    steps = [weights.get(f"bands/{band}", 0) for band in range(len(instance.bands))]
    if any(steps):
        total += np.array([*steps, 0])[instance.band_of(fits)]
    if weights.get("fit"):
        total -= weights["fit"] * fits
    for name, weight in weights.items():
        if name.startswith("order/"):
            total += weight * lots(instance, name.partition("/")[2], pairs, mentees)
    return total


def lots(instance: Instance, salt: str, pairs: Integers | slice, mentees: Integers) -> Integers:
    """The fair lot of each pair: the same on every machine, whatever the order of rows."""
    if salt not in instance.hashes:
        one = id_hashes(instance.mentees, salt, "mentee")
        instance.hashes[salt] = one, splitmix64(id_hashes(instance.mentors, salt, "mentor"))
    one, other = instance.hashes[salt]
    return (splitmix64(one[mentees] ^ other[instance.mentor[pairs]]) >> np.uint64(32)).astype(np.int64)


def id_hashes(ids: Sequence[str], salt: str, side: str) -> Hashes:
    """First 8 bytes, big-endian, of blake2b of salt, NUL, side, NUL, id in UTF-8."""
    prefix = f"{salt}\0{side}\0"
    digests = (hashlib.blake2b((prefix + one).encode()).digest()[:8] for one in ids)
    return np.frombuffer(b"".join(digests), ">u8").astype(np.uint64)


def splitmix64(state: Hashes) -> Hashes:
    """One output of Steele, Lea and Flood's SplitMix64 (OOPSLA 2014) for each state; wraps by design."""
    z = state + np.uint64(0x9E3779B97F4A7C15)
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return z ^ (z >> np.uint64(31))
