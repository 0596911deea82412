"""Blocking pairs are exactly the pairs who would both rather have each other."""

from hypothesis import given, settings

from pairing import Instance, Solution, blocking_pairs, solve
from tests.pairing.strategies import instances


def slowly(instance: Instance, solution: Solution) -> list[tuple[str, str]]:
    pins = set(instance.pairs(instance.pinned))
    places = zip(instance.mentee.tolist(), instance.mentor.tolist(), instance.fit.tolist(), strict=True)
    fits = {(instance.mentees[i], instance.mentors[j]): fit for i, j, fit in places}
    found = []
    for (mentee, mentor), fit in fits.items():
        own = solution.mentor_of.get(mentee)
        would_leave = own is None or ((mentee, own) not in pins and fits[mentee, own] < fit)
        held = [pair for pair in solution.matches if pair[1] == mentor]
        room = len(held) < instance.capacity[instance.column_of[mentor]]
        would_take = room or any(fits[pair] < fit for pair in held if pair not in pins)
        if would_leave and would_take:
            found.append((mentee, mentor))
    return sorted(found)


@settings(max_examples=150, deadline=None)
@given(instances())
def test_blocking_pairs_are_those_found_one_by_one(instance: Instance) -> None:
    solution = solve(instance)
    assert list(blocking_pairs(instance, solution)) == slowly(instance, solution)
