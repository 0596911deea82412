"""The solver answers with the best matching, whatever the instance."""

import numpy as np
from hypothesis import given, settings

from pairing import Instance, certify, solve
from tests.pairing.brute import best
from tests.pairing.strategies import instances


@settings(max_examples=400, deadline=None)
@given(instances())
def test_every_small_instance_is_solved_as_brute_force_solves_it(instance: Instance) -> None:
    solution = solve(instance)
    assert dict(solution.values) == best(instance)
    certify(instance, solution)


def test_a_forbidden_pair_never_costs_a_match() -> None:
    instance = Instance.from_arrays(
        fit=np.array([[10, 9], [0, 0]]),
        acceptable=np.array([[True, True], [True, False]]),
        capacity=[1, 1],
        mentees=["A", "B"],
        mentors=["1", "2"],
    )
    assert solve(instance).matches == (("A", "2"), ("B", "1"))
