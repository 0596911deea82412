"""What-if answers equal cold solves."""

from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import given, settings

from pairing import Instance, InvalidInstance, alternatives, certify, solve, whatif
from pairing.alternatives import Alternatives
from tests.pairing.brute import best
from tests.pairing.strategies import instances


@settings(max_examples=150, deadline=None)
@given(instances())
def test_an_alternative_costs_what_a_cold_solve_with_that_pair_pinned_says(instance: Instance) -> None:
    solution = solve(instance)
    told = Alternatives(instance, solution)
    for mentee in instance.mentees:
        for mentor, change in told.of(mentee).items():
            assert change == _forced(instance, mentee, mentor)


def test_alternatives_of_wider_instances_equal_cold_solves() -> None:
    random = np.random.default_rng(3)
    for _ in range(4):
        instance = Instance.from_arrays(
            fit=random.integers(0, 10_001, (25, 14)),
            acceptable=random.random((25, 14)) < 0.5,
            capacity=random.integers(0, 4, 14),
        )
        solution = solve(instance)
        for mentee in instance.mentees[:12]:
            for mentor, change in alternatives(instance, solution, mentee).items():
                assert change == _forced(instance, mentee, mentor)


def test_alternatives_with_fits_too_wide_for_one_word_equal_cold_solves() -> None:
    random = np.random.default_rng(5)
    instance = Instance.from_arrays(
        fit=random.integers(0, 2**40, (9, 6)), capacity=[1, 2, 1, 0, 3, 1], bands=[2**36, 2**38, 2**39]
    )
    told = Alternatives(instance, solve(instance))
    for mentee in instance.mentees:
        for mentor, change in told.of(mentee).items():
            assert change == _forced(instance, mentee, mentor)


@settings(max_examples=60, deadline=None)
@given(instances())
def test_alternatives_of_many_mentors_are_found_one_place_at_a_time_and_are_the_same(
    instance: Instance,
) -> None:
    solution = solve(instance)
    told = Alternatives(instance, solution)
    with patch("pairing.alternatives.FEW", 0):
        again = Alternatives(instance, solution)
        for mentee in instance.mentees:
            assert again.of(mentee) == told.of(mentee)


def _forced(instance: Instance, mentee: str, mentor: str) -> dict[str, object] | None:
    if instance.position(mentee, mentor) in instance.pinned:
        return dict(whatif.difference(solve(instance), solve(instance)).values)
    try:
        edited = whatif.pin(instance, mentee, mentor)
    except InvalidInstance:
        return None
    return dict(whatif.difference(solve(instance), solve(edited)).values)


@dataclass
class Model:
    """An instance as plain dictionaries, for edits without cleverness."""

    capacity: dict[str, int] = field(default_factory=dict)
    mentees: list[str] = field(default_factory=list)
    fits: dict[tuple[str, str], int] = field(default_factory=dict)
    pins: set[tuple[str, str]] = field(default_factory=set)
    born: int = 0

    def instance(self) -> Instance:
        mentors = list(self.capacity)
        fit = np.zeros((len(self.mentees), len(mentors)), np.int64)
        acceptable = np.zeros(fit.shape, bool)
        for (one, other), value in self.fits.items():
            cell = self.mentees.index(one), mentors.index(other)
            fit[cell], acceptable[cell] = value, True
        return Instance.from_arrays(
            fit=fit,
            acceptable=acceptable,
            capacity=np.array([self.capacity[one] for one in mentors], np.int64),
            mentees=self.mentees,
            mentors=mentors,
            pinned=sorted(self.pins),
        )


def edited(model: Model, instance: Instance, random: Random) -> Instance:
    """One random edit of both."""
    kinds: list[Callable[[Model, Instance, Random], Instance]] = [
        _pin, _forbid, _capacity, _mentee_comes, _mentor_comes, _mentee_leaves, _mentor_leaves
    ]  # fmt: skip
    return random.choice(kinds)(model, instance, random)


def _pin(model: Model, instance: Instance, random: Random) -> Instance:
    pinned = {one for one, _ in model.pins}
    held = [mentor for _, mentor in model.pins]
    options = [p for p in model.fits if p[0] not in pinned and held.count(p[1]) < model.capacity[p[1]]]
    if not options:
        return instance
    pair = random.choice(options)
    model.pins.add(pair)
    return whatif.pin(instance, *pair)


def _forbid(model: Model, instance: Instance, random: Random) -> Instance:
    options = sorted(set(model.fits) - model.pins)
    if not options:
        return instance
    pair = random.choice(options)
    del model.fits[pair]
    return whatif.forbid(instance, *pair)


def _capacity(model: Model, instance: Instance, random: Random) -> Instance:
    if not model.capacity:
        return instance
    mentor = random.choice(list(model.capacity))
    model.capacity[mentor] = random.randint(sum(m == mentor for _, m in model.pins), 4)
    return whatif.set_capacity(instance, mentor, model.capacity[mentor])


def _mentee_comes(model: Model, instance: Instance, random: Random) -> Instance:
    model.born += 1
    name = f"new{model.born}"
    fits = {mentor: random.randint(0, 10_000) for mentor in model.capacity if random.random() < 0.6}
    model.mentees.append(name)
    model.fits |= {(name, mentor): fit for mentor, fit in fits.items()}
    return whatif.add_mentee(instance, name, fits)


def _mentor_comes(model: Model, instance: Instance, random: Random) -> Instance:
    model.born += 1
    name, places = f"new{model.born}", random.randint(0, 3)
    fits = {mentee: random.randint(0, 10_000) for mentee in model.mentees if random.random() < 0.6}
    model.capacity[name] = places
    model.fits |= {(mentee, name): fit for mentee, fit in fits.items()}
    return whatif.add_mentor(instance, name, places, fits)


def _mentee_leaves(model: Model, instance: Instance, random: Random) -> Instance:
    if len(model.mentees) < 3:
        return instance
    gone = random.choice(model.mentees)
    model.mentees.remove(gone)
    _forget(model, lambda pair: pair[0] == gone)
    return whatif.remove_mentee(instance, gone)


def _mentor_leaves(model: Model, instance: Instance, random: Random) -> Instance:
    if len(model.capacity) < 3:
        return instance
    gone = random.choice(list(model.capacity))
    del model.capacity[gone]
    _forget(model, lambda pair: pair[1] == gone)
    return whatif.remove_mentor(instance, gone)


def _forget(model: Model, leaves: Callable[[tuple[str, str]], bool]) -> None:
    model.fits = {pair: fit for pair, fit in model.fits.items() if not leaves(pair)}
    model.pins = {pair for pair in model.pins if not leaves(pair)}


@pytest.mark.parametrize("seed", range(20))
def test_thousands_of_random_edits_give_what_a_cold_start_gives(seed: int) -> None:
    """100 edits for each seed: the same instance, hence the same answer; both are solved now and then."""
    random = Random(seed)
    model = Model()
    instance = model.instance()
    for step in range(100):
        instance = edited(model, instance, random)
        cold = model.instance()
        assert instance.hash() == cold.hash()
        if step % 4 == 0:
            warm = solve(instance)
            certify(cold, warm)
            assert warm == solve(cold)


@settings(max_examples=60, deadline=None)
@given(instances(people=4))
def test_one_more_place_is_worth_what_brute_force_says(instance: Instance) -> None:
    for mentor, places in zip(instance.mentors, instance.capacity.tolist(), strict=True):
        wider = whatif.set_capacity(instance, mentor, places + 1)
        assert dict(solve(wider).values) == best(wider)


def test_a_difference_names_the_pairs_that_come_and_go() -> None:
    instance = Instance.from_arrays(
        fit=np.array([[9, 5], [8, 7]]), capacity=[1, 1], levels=["matched", "fit"]
    )
    told = whatif.difference(solve(instance), solve(whatif.pin(instance, "e1", "m0")))
    assert told.values == {"matched": 0, "fit": -3}
    assert told.gained == (("e0", "m1"), ("e1", "m0"))
    assert told.lost == (("e0", "m0"), ("e1", "m1"))


SMALL = Instance.from_arrays(
    fit=np.array([[9, 5], [8, 7]]),
    acceptable=np.array([[True, True], [True, False]]),
    capacity=[1, 1],
    pinned=[("e0", "m1")],
)


@pytest.mark.parametrize(
    ("edit", "message"),
    [
        (lambda: whatif.pin(SMALL, "e1", "m1"), "'e1', 'm1' is not acceptable"),
        (lambda: whatif.pin(SMALL, "e0", "m0"), "pinned twice"),
        (lambda: whatif.forbid(SMALL, "e1", "m1"), "'e1', 'm1' is not acceptable"),
        (lambda: whatif.forbid(SMALL, "e0", "m1"), "'e0', 'm1' is pinned"),
        (lambda: whatif.set_capacity(SMALL, "m1", 0), "More mentees are pinned to 'm1'"),
        (lambda: whatif.set_capacity(SMALL, "m1", -1), "The capacity -1 is not a whole number"),
        (lambda: whatif.set_capacity(SMALL, "m1", True), "The capacity True is not a whole number"),
        (lambda: whatif.set_capacity(SMALL, "m9", 1), "has the id 'm9'"),
        (lambda: whatif.add_mentee(SMALL, "e0", {}), "'e0' is listed twice"),
        (lambda: whatif.add_mentee(SMALL, "e2", {"m0": 1.5}), "The fit 1.5 is not a whole number"),
        (lambda: whatif.add_mentee(SMALL, "e2", {"m0": -1}), "not a whole number from 0"),
        (lambda: whatif.add_mentor(SMALL, "m2", 2**41, {}), "2199023255552"),
        (lambda: whatif.remove_mentee(SMALL, "e9"), "has the id 'e9'"),
        (lambda: whatif.remove_mentor(SMALL, "m9"), "has the id 'm9'"),
    ],
)
def test_an_edit_that_cannot_be_is_refused_in_one_sentence(
    edit: Callable[[], Instance], message: str
) -> None:
    with pytest.raises(InvalidInstance, match=message):
        edit()
