"""What must not change the answer does not."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from pairing import LEVELS, Instance, solve
from tests.pairing.strategies import instances


def rebuilt(
    instance: Instance, rows: list[int], columns: list[int], prefix: str = "", times: int = 1
) -> Instance:
    """The same problem with rows and columns in another order, other ids, or larger numbers."""
    n, m = len(rows), len(columns)
    fit, acceptable = np.zeros((n, m), np.int64), np.zeros((n, m), bool)
    fit[instance.mentee, instance.mentor] = instance.fit * times
    acceptable[instance.mentee, instance.mentor] = True
    pins = instance.pairs(instance.pinned)
    return Instance.from_arrays(
        fit=fit[np.ix_(rows, columns)],
        acceptable=acceptable[np.ix_(rows, columns)],
        capacity=instance.capacity[columns],
        mentees=[prefix + instance.mentees[k] for k in rows],
        mentors=[prefix + instance.mentors[k] for k in columns],
        pinned=[(prefix + one, prefix + other) for one, other in pins],
        bands=[edge * times for edge in instance.bands],
        levels=instance.levels,
    )


@settings(max_examples=80, deadline=None)
@given(instances(levels=LEVELS), st.randoms(use_true_random=False))
def test_the_order_of_rows_and_columns_does_not_matter(instance: Instance, random: object) -> None:
    rows, columns = list(range(len(instance.mentees))), list(range(len(instance.mentors)))
    random.shuffle(rows)  # type: ignore[attr-defined]
    random.shuffle(columns)  # type: ignore[attr-defined]
    other = rebuilt(instance, rows, columns)
    assert other.hash() == instance.hash()
    assert solve(other).matches == solve(instance).matches


@settings(max_examples=60, deadline=None)
@given(instances(levels=LEVELS))
def test_other_ids_leave_every_value_as_it_is(instance: Instance) -> None:
    rows, columns = list(range(len(instance.mentees))), list(range(len(instance.mentors)))
    assert solve(rebuilt(instance, rows, columns, prefix="x")).values == solve(instance).values


@settings(max_examples=60, deadline=None)
@given(instances(levels=LEVELS), st.integers(2, 1000))
def test_fits_and_bands_scaled_alike_give_the_same_matching(instance: Instance, times: int) -> None:
    rows, columns = list(range(len(instance.mentees))), list(range(len(instance.mentors)))
    one, other = solve(instance), solve(rebuilt(instance, rows, columns, times=times))
    assert other.matches == one.matches
    assert other.values["fit"] == one.values["fit"] * times  # type: ignore[operator]
