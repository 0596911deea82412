"""What-if answers equal cold solves."""

from hypothesis import given, settings

from pairing import Instance, InvalidInstance, solve
from pairing.alternatives import Alternatives
from pairing.whatif import difference, pin
from tests.pairing.strategies import instances


@settings(max_examples=300, deadline=None)
@given(instances())
def test_an_alternative_costs_what_a_cold_solve_with_that_pair_pinned_says(instance: Instance) -> None:
    solution = solve(instance)
    told = Alternatives(instance, solution)
    for mentee in instance.mentees:
        for mentor, change in told.of(mentee).items():
            assert change == _forced(instance, mentee, mentor)


def _forced(instance: Instance, mentee: str, mentor: str) -> dict[str, object] | None:
    if instance.position(mentee, mentor) in instance.pinned:
        return dict(difference(solve(instance), solve(instance)).values)
    try:
        edited = pin(instance, mentee, mentor)
    except InvalidInstance:
        return None
    return dict(difference(solve(instance), solve(edited)).values)
