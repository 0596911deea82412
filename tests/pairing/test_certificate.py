"""`certify` accepts every proof, also another valid one, and refuses whatever was tampered with."""

import re
from collections.abc import Callable
from dataclasses import replace
from hashlib import blake2b
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from pairing import LEVELS, Certificate, Instance, NotProven, Solution, certify, solve
from tests.pairing.brute import best, matchings, values
from tests.pairing.strategies import instances

INSTANCE = Instance.from_arrays(
    fit=np.array([[9000, 7000, 3000], [8500, 7000, 0], [8000, 5000, 4000], [7000, 6500, 2000]]),
    acceptable=np.array([[1, 1, 1], [1, 1, 0], [1, 1, 1], [1, 1, 1]], bool),
    capacity=[1, 2, 1],
    pinned=[("e3", "m1")],
)
SOLUTION = solve(INSTANCE)


def priced(change: Callable[[dict[str, tuple[int, ...]]], dict[str, tuple[int, ...]]]) -> Solution:
    proof = SOLUTION.certificate
    return replace(SOLUTION, certificate=replace(proof, prices=change(dict(proof.prices))))


def test_the_untouched_solution_is_proven() -> None:
    certify(INSTANCE, SOLUTION)


@settings(max_examples=100, deadline=None)
@given(instances(people=4), st.data())
def test_no_other_matching_is_ever_proven(instance: Instance, data: st.DataObject) -> None:
    """With the right values of that matching, and the certificate of the best."""
    solution = solve(instance)
    choice = data.draw(st.sampled_from(list(matchings(instance))))
    names = zip(instance.mentees, choice, strict=True)
    matches = tuple(sorted((one, instance.mentors[j]) for one, j in names if j is not None))
    assume(matches != solution.matches)
    matched = {one for one, _ in matches}
    other = replace(
        solution,
        matches=matches,
        unmatched=tuple(sorted(set(instance.mentees) - matched)),
        values=values(instance, choice),
    )
    if "order" in instance.levels or values(instance, choice) != best(instance):
        with pytest.raises(NotProven):
            certify(instance, other)
    else:
        certify(instance, other)


@settings(max_examples=150, deadline=None)
@given(instances(people=4, levels=LEVELS), st.data())
def test_a_changed_price_is_refused_or_another_proof_of_the_same_answer(
    instance: Instance, data: st.DataObject
) -> None:
    """Accepted or not: the answer itself stays the best one, so only the conditions decide."""
    assume(instance.mentors)
    solution = solve(instance)
    mentor = data.draw(st.sampled_from(instance.mentors))
    level = data.draw(st.integers(0, len(solution.certificate.levels) - 1))
    row = list(solution.certificate.prices[mentor])
    row[level] += data.draw(st.sampled_from([-(2**40), -3, -1, 1, 3, 2**40]))
    proof = replace(solution.certificate, prices={**solution.certificate.prices, mentor: tuple(row)})
    supported = _supports(instance, solution, proof)
    if supported:
        certify(instance, replace(solution, certificate=proof))
    else:
        with pytest.raises(NotProven):
            certify(instance, replace(solution, certificate=proof))


def _supports(instance: Instance, solution: Solution, proof: Certificate) -> bool:
    """The conditions of the specification, pair by pair, with vectors of Python's integers."""
    names, held = proof.levels, solution.mentor_of
    load = {mentor: list(held.values()).count(mentor) for mentor in instance.mentors}
    pins = dict(instance.pairs(instance.pinned))
    listed = {(instance.mentees[i], instance.mentors[j]): k for k, (i, j) in enumerate(_places(instance))}

    def cost(mentee: str, mentor: str | None) -> list[int]:
        if mentor is None:
            return [0] * len(names)
        pair = listed[mentee, mentor]
        own = [_cost(instance, name, pair) for name in names]
        return [c + p for c, p in zip(own, proof.prices[mentor], strict=True)]

    for mentee in set(instance.mentees) - set(pins):
        options = [None, *(other for one, other in listed if one == mentee)]
        if cost(mentee, held.get(mentee)) != min(cost(mentee, option) for option in options):
            return False
    for mentor, places in zip(instance.mentors, instance.capacity.tolist(), strict=True):
        price = list(proof.prices[mentor])
        step = [int(name == "load") for name in names]
        if load[mentor] < places and price > [s * (2 * load[mentor] + 1) for s in step]:
            return False
        if load[mentor] and price < [s * (2 * load[mentor] - 1) for s in step]:
            return False
    return _unique(instance, solution, cost, proof, load)


def _unique(
    instance: Instance, solution: Solution, cost: Any, proof: Certificate, load: dict[str, int]
) -> bool:
    """No cycle of moves that cost nothing, by plain depth-first search."""
    held, pins = solution.mentor_of, dict(instance.pairs(instance.pinned))
    listed = [(instance.mentees[i], instance.mentors[j]) for i, j in _places(instance)]
    moves: dict[str | None, set[tuple[str, str | None]]] = {}
    for mentee in set(instance.mentees) - set(pins):
        for option in [None, *(other for one, other in listed if one == mentee)]:
            here = held.get(mentee)
            if option != here and cost(mentee, option) == cost(mentee, here):
                moves.setdefault(here, set()).add((mentee, option))
    step = [int(name == "load") for name in proof.levels]
    for mentor, places in zip(instance.mentors, instance.capacity.tolist(), strict=True):
        price = list(proof.prices[mentor])
        if load[mentor] < places and price == [s * (2 * load[mentor] + 1) for s in step]:
            moves.setdefault(mentor, set()).add(("", None))
        if load[mentor] and price == [s * (2 * load[mentor] - 1) for s in step]:
            moves.setdefault(None, set()).add(("", mentor))
    return not any(_returns(moves, start, to) for start in moves for who, to in moves[start] if who)


def _returns(moves: dict[str | None, set[tuple[str, str | None]]], start: str | None, at: str | None) -> bool:
    seen, waiting = {at}, [at]
    while waiting:
        for _, to in moves.get(waiting.pop(), set()):
            if to not in seen:
                seen.add(to)
                waiting.append(to)
    return start in seen


def _places(instance: Instance) -> list[tuple[int, int]]:
    return list(zip(instance.mentee.tolist(), instance.mentor.tolist(), strict=True))


def _cost(instance: Instance, name: str, pair: int) -> int:
    kind, _, number = name.partition("/")
    if kind == "bands":
        fit = int(instance.fit[pair])
        return int(sum(edge <= fit for edge in instance.bands) == int(number))
    if kind == "order":
        return lot(number, instance.mentees[instance.mentee[pair]], instance.mentors[instance.mentor[pair]])
    return {"matched": -1, "fit": -int(instance.fit[pair]), "load": 0}[kind]


def lot(salt: str, mentee: str, mentor: str) -> int:
    """The specification's lot, in plain integers."""
    return mixed(hashed(salt, "mentee", mentee) ^ mixed(hashed(salt, "mentor", mentor))) >> 32


def hashed(salt: str, side: str, one: str) -> int:
    return int.from_bytes(blake2b(f"{salt}\0{side}\0{one}".encode()).digest()[:8], "big")


def mixed(state: int) -> int:
    mask = 2**64 - 1
    z = (state + 0x9E3779B97F4A7C15) & mask
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & mask
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & mask
    return z ^ (z >> 31)


@pytest.mark.parametrize("name", ["matched", "fit", "load"])
@pytest.mark.parametrize("step", [-1, 1])
def test_a_value_that_is_one_off_is_refused(name: str, step: int) -> None:
    claimed = {**SOLUTION.values, name: SOLUTION.values[name] + step}  # type: ignore[operator]
    with pytest.raises(NotProven, match=f"The value of '{name}'"):
        certify(INSTANCE, replace(SOLUTION, values=claimed))


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({**SOLUTION.values, "bands": (1, 1, 1, 1)}, "'bands'"),
        ({k: v for k, v in SOLUTION.values.items() if k != "fit"}, "'fit'"),
        ({**SOLUTION.values, "beauty": 1}, "'beauty'"),
    ],
)
def test_other_band_counts_and_values_left_out_or_added_are_refused(values: Any, message: str) -> None:
    with pytest.raises(NotProven, match=message):
        certify(INSTANCE, replace(SOLUTION, values=values))


def test_a_dropped_pair_is_refused() -> None:
    with pytest.raises(NotProven, match="every mentee exactly once"):
        certify(INSTANCE, replace(SOLUTION, matches=SOLUTION.matches[1:]))


def test_a_pair_that_is_not_listed_is_refused() -> None:
    matches = (("e0", "m0"), ("e1", "m2"), ("e2", "m1"), ("e3", "m1"))
    with pytest.raises(NotProven, match="'e1', 'm2' is not acceptable"):
        certify(INSTANCE, replace(SOLUTION, matches=matches))


def test_a_pin_left_out_is_refused() -> None:
    matches = (("e0", "m0"), ("e1", "m1"), ("e2", "m1"), ("e3", "m2"))
    with pytest.raises(NotProven, match="A pinned pair is left out"):
        certify(INSTANCE, replace(SOLUTION, matches=matches))


def test_a_mentor_over_capacity_is_refused() -> None:
    matches = (("e0", "m0"), ("e1", "m0"), ("e2", "m1"), ("e3", "m1"))
    with pytest.raises(NotProven, match="'m0' has more mentees than places"):
        certify(INSTANCE, replace(SOLUTION, matches=matches))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda prices: {k: v for k, v in prices.items() if k != "m0"}, "every mentor exactly once"),
        (lambda prices: {**prices, "m9": prices["m0"]}, "every mentor exactly once"),
        (lambda prices: {**prices, "m0": prices["m0"][:-1]}, "one price of at most"),
        (lambda prices: {**prices, "m0": (2**61 + 1, *prices["m0"][1:])}, "one price of at most"),
        (lambda prices: {**prices, "m0": (10**30, *prices["m0"][1:])}, "one price of at most"),
        (lambda prices: {**prices, "m0": (2**61, *prices["m0"][1:])}, "better option"),
        (lambda prices: {**prices, "m0": (-(2**61), *prices["m0"][1:])}, "does not support its load"),
    ],
)
def test_prices_left_out_too_many_or_beyond_all_sums_are_refused(change: Any, message: str) -> None:
    with pytest.raises(NotProven, match=message):
        certify(INSTANCE, priced(change))


def test_a_certificate_for_other_levels_is_refused() -> None:
    levels = tuple(name for name in SOLUTION.certificate.levels if name != "fit")
    proof = replace(SOLUTION.certificate, levels=levels)
    with pytest.raises(NotProven, match="levels are not those of the instance"):
        certify(INSTANCE, replace(SOLUTION, certificate=proof))


def test_lots_that_tie_are_drawn_again_and_one_draw_alone_proves_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Both the solver and the checker are made to see the same lot everywhere at salt 0."""
    import pairing.certificate as checker
    import pairing.levels as lots

    drawn, seen = lots.lots, checker._lots
    monkeypatch.setattr(lots, "lots", lambda i, salt, *rest: drawn(i, salt, *rest) * (salt != "0"))
    monkeypatch.setattr(checker, "_lots", lambda i, salt, pairs: seen(i, salt, pairs) * (salt != "0"))
    instance = Instance.from_arrays(fit=np.full((3, 3), 5), capacity=[1, 1, 1])
    solution = solve(instance)
    assert solution.certificate.levels[-2:] == ("order/0", "order/1")
    prices = {mentor: row[:-1] for mentor, row in solution.certificate.prices.items()}
    with pytest.raises(NotProven, match="the order is not decided"):
        certify(
            instance, replace(solution, certificate=Certificate(solution.certificate.levels[:-1], prices))
        )


def test_the_documented_test_vectors_of_the_lot_hold_for_the_solver_and_in_plain_integers() -> None:
    from pairing.levels import id_hashes, lots

    guide = Path(__file__).resolve().parents[2] / "docs" / "pairing.md"
    row = r"^\| (\d) \| (\S+) \| (\S+) \| (\w{16}) \| (\w{16}) \| (\d+) \|$"
    vectors = re.findall(row, guide.read_text(encoding="utf-8"), re.MULTILINE)
    assert len(vectors) == 4
    for salt, mentee, mentor, one, other, number in vectors:
        assert int(id_hashes([mentee], salt, "mentee")[0]) == hashed(salt, "mentee", mentee) == int(one, 16)
        assert int(id_hashes([mentor], salt, "mentor")[0]) == hashed(salt, "mentor", mentor) == int(other, 16)
        pair = Instance.from_arrays(fit=[[1]], capacity=[1], mentees=[mentee], mentors=[mentor])
        nought = np.zeros(1, np.int64)
        assert int(lots(pair, salt, nought, nought)[0]) == lot(salt, mentee, mentor) == int(number)


def test_the_checker_imports_nothing_of_the_solver() -> None:
    import ast

    import pairing.certificate

    tree = ast.parse(Path(pairing.certificate.__file__).read_text())
    modules = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {name for name in modules if name and name.startswith("pairing")} == {
        "pairing.instance",
        "pairing.solution",
    }
