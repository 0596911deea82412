"""Instance -> Solution: the best matching with the prices that prove it."""

import numpy as np

from pairing.assignment import assign
from pairing.certificate import certify
from pairing.cohort import Level
from pairing.instance import Instance, Integers
from pairing.network import Network
from pairing.solution import Certificate, Solution, Values


def solve(instance: Instance) -> Solution:
    """The best matching by the instance's levels, proven by `certify`.

    Raises InvalidInstance where sums could reach 2**61. Source: lexicographic minimum-cost flow (Ahuja,
    Magnanti and Orlin, Network Flows, 1993), fair by bands (Huang, Kavitha, Mehlhorn and Michail,
    Algorithmica 74, 2016).

    >>> from pairing import Instance
    >>> instance = Instance.from_arrays(fit=[[9000, 7000], [8000, 1000]], capacity=[1, 1])
    >>> solution = solve(instance)
    >>> solution.matches
    (('e0', 'm1'), ('e1', 'm0'))
    >>> solution.values
    {'matched': 2, 'bands': (0, 0, 1, 1), 'fit': 15000, 'load': 2}
    """
    network, proof = assign(instance)
    rows = np.stack(list(proof.values()), axis=1).tolist()
    taken = network.pair[network.chosen & (network.pair >= 0)]
    solution = Solution(
        matches=instance.pairs(taken),
        unmatched=_unmatched(network),
        values=_values(instance, taken),
        certificate=Certificate(
            tuple(proof), {mentor: tuple(row) for mentor, row in zip(instance.mentors, rows, strict=True)}
        ),
    )
    certify(instance, solution)
    return solution


def _unmatched(network: Network) -> tuple[str, ...]:
    alone = network.row[network.chosen & (network.pair < 0)].tolist()
    return tuple(sorted(network.instance.mentees[i] for i in alone))


def _values(instance: Instance, taken: Integers) -> Values:
    """The value of every asked level but `order`."""
    bands = np.bincount(instance.band_of(instance.fit[taken]), minlength=len(instance.bands) + 1)
    load = np.bincount(instance.mentor[taken])
    values: dict[str, int | tuple[int, ...]] = {
        Level.MATCHED: len(taken),
        Level.BANDS: tuple(bands.tolist()),
        Level.FIT: int(instance.fit[taken].sum()),
        Level.LOAD: int((load**2).sum()),
    }
    return {str(level): values[level] for level in instance.levels if level in values}
