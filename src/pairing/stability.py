"""Blocking pairs: reported, never imposed, as stability would cost matches."""

import numpy as np

from pairing.cohort import Pair
from pairing.instance import Instance
from pairing.solution import Solution


def blocking_pairs(instance: Instance, solution: Solution) -> tuple[Pair, ...]:
    """The acceptable pairs who would both rather have each other (Gale and Shapley, 1962), sorted by id.

    Both sides prefer by fit. The mentee would leave a mentor of lower fit or is unmatched; the mentor has
    room or a mentee of lower fit. Nobody leaves a pin.

    >>> from pairing import Instance, solve
    >>> instance = Instance.from_arrays(fit=[[9000, 7000], [8000, 1000]], capacity=[1, 1])
    >>> blocking_pairs(instance, solve(instance))
    (('e0', 'm0'),)
    """
    taken = instance.positions(solution.matches)
    mentee, pinned = instance.mentee, np.isin(taken, instance.pinned)
    ceiling = np.iinfo(np.int64).max
    own = np.full(len(instance.mentees), -1, np.int64)
    own[mentee[taken]] = np.where(pinned, ceiling, instance.fit[taken])
    weakest = np.full(len(instance.mentors), ceiling, np.int64)
    np.minimum.at(weakest, instance.mentor[taken[~pinned]], instance.fit[taken[~pinned]])
    load = np.bincount(instance.mentor[taken], minlength=len(weakest))
    weakest[load < instance.capacity] = -1
    blocking = (instance.fit > own[mentee]) & (instance.fit > weakest[instance.mentor])
    return instance.pairs(np.flatnonzero(blocking))
