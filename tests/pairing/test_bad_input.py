"""Whatever cannot be a matching problem is refused in one sentence that says where."""

import json
from typing import Any

import numpy as np
import pytest
from scipy import sparse

from pairing import Instance, InvalidInstance, InvalidSolution, Solution, solve

GOOD: dict[str, Any] = {
    "format": "pairing-instance/1",
    "mentees": ["e1", "e2"],
    "mentors": [{"id": "m1", "capacity": 1}, {"id": "m2", "capacity": 2}],
    "pairs": [["e1", "m1", 8450], ["e2", "m1", 0], ["e2", "m2", 100]],
    "pinned": [["e1", "m1"]],
    "bands": [4000, 6000, 8000],
    "levels": ["matched", "bands", "fit", "load", "order"],
}


def test_the_good_file_reads_back_the_same() -> None:
    instance = Instance.from_json(json.dumps(GOOD))
    assert json.loads(instance.to_json()) == GOOD
    assert Instance.from_json(instance.to_json()).hash() == instance.hash()


def test_pins_bands_and_levels_may_be_left_out() -> None:
    short = {key: GOOD[key] for key in ("format", "mentees", "mentors", "pairs")}
    assert json.loads(Instance.from_json(json.dumps(short)).to_json()) == {**GOOD, "pinned": []}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"format": "pairing-instance/2"}, "does not say that its format is 'pairing-instance/1'"),
        ({"colour": 1}, "unknown key 'colour'"),
        ({"mentees": None}, "no list 'mentees'"),
        ({"mentees": ["e1", "e1"]}, "'e1' is listed twice in mentees"),
        ({"mentees": ["e1", "e2", 3]}, r"mentees\[2\] is not a text"),
        ({"mentees": ["e1", "e2", ""]}, r"mentees\[2\] is not a text"),
        ({"mentees": ["e1", "e2", "\ud800"]}, r"mentees\[2\] is not valid Unicode"),
        ({"mentors": [{"id": "m1"}]}, r"mentors\[0\] is not an object with an id and a capacity"),
        ({"mentors": ["m1"]}, r"mentors\[0\] is not an object"),
        ({"mentors": [{"id": "m1", "capacity": -1}]}, r"mentors\[0\].capacity is -1"),
        ({"mentors": [{"id": "m1", "capacity": 1.0}]}, r"mentors\[0\].capacity is 1.0"),
        ({"mentors": [{"id": "m1", "capacity": True}]}, r"mentors\[0\].capacity is True"),
        ({"mentors": [{"id": "m1", "capacity": 2**41}]}, r"mentors\[0\].capacity is 2199023255552"),
        ({"mentors": [{"id": "m1", "capacity": 1}] * 2}, "'m1' is listed twice in mentors"),
        ({"pairs": {}}, "no list 'pairs'"),
        ({"pairs": [["e1", "m1"]]}, r"pairs\[0\] is not a mentee, a mentor and a fit"),
        ({"pairs": [["e1", 1, 1]]}, r"pairs\[0\] is not a mentee"),
        ({"pairs": [["e1", "m1", 1], ["e9", "m1", 1]]}, r"pairs\[1\] names somebody who is not listed"),
        ({"pairs": [["e1", "m1", 1], ["e1", "m9", 1]]}, r"pairs\[1\] names somebody who is not listed"),
        ({"pairs": [["e1", "m1", 1], ["e1", "m1", 2]]}, "'e1', 'm1' is listed twice"),
        ({"pairs": [["e1", "m1", -1]]}, r"fit of pairs\[0\] is -1"),
        ({"pairs": [["e1", "m1", 1.5]]}, r"fit of pairs\[0\] is 1.5"),
        ({"pairs": [["e1", "m1", 2**40 + 1]]}, r"fit of pairs\[0\] is 1099511627777"),
        ({"pairs": [["e1", "m1", 10**400]]}, r"fit of pairs\[0\] is 1000"),
        ({"pairs": [["e1", "m1", float("nan")]]}, r"fit of pairs\[0\] is nan"),
        ({"pinned": [["e1", "m2"]]}, r"pinned\[0\] is not among the listed pairs"),
        ({"pinned": [["e1", "m9"]]}, r"pinned\[0\] names somebody"),
        ({"pinned": [["e1"]]}, r"pinned\[0\] is not a pair of ids"),
        ({"pinned": ["e1"]}, r"pinned\[0\] is not a pair of ids"),
        ({"pinned": [["e1", "m1"], ["e1", "m1"]]}, "A mentee is pinned twice"),
        ({"pinned": [["e2", "m1"], ["e2", "m2"]]}, "A mentee is pinned twice"),
        ({"pinned": [["e1", "m1"], ["e2", "m1"]]}, "More mentees are pinned to 'm1' than there are places"),
        ({"bands": [6000, 4000]}, "not in ascending order"),
        ({"bands": [4000, 4000]}, "not in ascending order"),
        ({"bands": [-1]}, r"bands\[0\] is -1"),
        ({"bands": [1.5]}, r"bands\[0\] is 1.5"),
        ({"bands": 5}, "no list 'bands'"),
        ({"levels": ["bands", "fit"]}, "levels are not 'matched' and any of"),
        ({"levels": ["fit", "matched"]}, "levels are not 'matched' and any of"),
        ({"levels": ["matched", "matched"]}, "levels are not 'matched' and any of"),
        ({"levels": ["matched", "beauty"]}, "levels are not 'matched' and any of"),
        ({"levels": [["matched"]]}, "levels are not 'matched' and any of"),
        ({"levels": []}, "levels are not 'matched' and any of"),
    ],
)
def test_a_malformed_file_is_refused_with_the_place(change: dict[str, Any], message: str) -> None:
    with pytest.raises(InvalidInstance, match=message) as caught:
        Instance.from_json(json.dumps(GOOD | change))
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (b"", "not JSON"),
        (b"[]", "format"),
        (b"\xff\xfe\xfa", "not UTF-8"),
        (b'{"format": "\x80"}', "not UTF-8: byte 12"),
        (b"[" * 100_000, "not JSON"),
        (b'{"format": "pairing-instance/1"', "not JSON"),
    ],
)
def test_what_is_no_json_text_is_refused(text: bytes, message: str) -> None:
    with pytest.raises(InvalidInstance, match=message):
        Instance.from_json(text)
    with pytest.raises(InvalidSolution, match=message):
        Solution.from_json(text)


def test_a_file_of_a_million_rows_cut_in_the_middle_is_refused() -> None:
    rows = ",".join(f'["e{k}","m1",{k}]' for k in range(1_000_000))
    text = f'{{"format":"pairing-instance/1","mentees":[],"mentors":[],"pairs":[{rows}]}}'
    with pytest.raises(InvalidInstance, match="not JSON: Unterminated string starting at: line 1 column 1"):
        Instance.from_json(text[: len(text) // 2])


SQUARE = np.array([[1, 2], [3, 4]])


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"fit": SQUARE.astype(float)}, "The fit array holds float64, not integers"),
        ({"fit": np.array([[np.nan]]), "capacity": [1]}, "holds float64"),
        ({"fit": SQUARE.astype(bool)}, "holds bool"),
        ({"fit": [["a"]]}, "not integers"),
        ({"fit": sparse.csr_array(SQUARE.astype(float))}, "holds float64"),
        ({"fit": [1, 2]}, "has 1 dimensions, not 2"),
        ({"fit": -SQUARE}, r"fit\[0\] is -1"),
        ({"fit": SQUARE + 2**40}, r"fit\[0\] is 1099511627777"),
        ({"fit": SQUARE.astype(np.uint64) + np.uint64(2**63)}, "above 2\\*\\*40"),
        ({"capacity": [1]}, "There are 2 mentors and the capacity array has shape"),
        ({"capacity": [[1, 1]]}, "capacity array has shape"),
        ({"capacity": [1.0, 2.0]}, "The capacity array holds float64"),
        ({"capacity": [1, -2]}, r"capacity\[1\] is -2"),
        ({"acceptable": np.ones((2, 3), bool)}, "not a bool array of the shape of fit"),
        ({"acceptable": np.ones((2, 2), int)}, "not a bool array of the shape of fit"),
        ({"fit": sparse.csr_array(SQUARE), "acceptable": np.ones((2, 2), bool)}, "already says which pairs"),
        ({"mentees": ["a"]}, "The fit array is 2 x 2, the ids are 1 x 2"),
        ({"mentors": ["a", "b", "c"]}, "the ids are 2 x 3"),
        ({"mentors": ["a", "a"]}, "'a' is listed twice in mentors"),
        ({"pinned": [("e0", "m7")]}, r"pinned\[0\] names somebody"),
        ({"pinned": [("e0", 1)]}, r"pinned\[0\] is not a pair of ids"),
        ({"bands": [2**40 + 1]}, r"bands\[0\]"),
        ({"levels": ("matched", "order", "fit")}, "levels"),
    ],
)
def test_arrays_of_the_wrong_kind_or_shape_are_refused(given: dict[str, Any], message: str) -> None:
    with pytest.raises(InvalidInstance, match=message):
        Instance.from_arrays(**{"fit": SQUARE, "capacity": [1, 1], **given})


@pytest.mark.parametrize("kind", [sparse.csr_array, sparse.coo_array, sparse.csc_array, sparse.lil_array])
def test_every_sparse_kind_gives_the_pairs_that_it_stores(kind: Any) -> None:
    table = np.array([[0, 5, 0], [7, 0, 9]])
    instance = Instance.from_arrays(fit=kind(table), capacity=[1, 1, 1])
    assert instance.pairs(np.arange(3)) == (("e0", "m1"), ("e1", "m0"), ("e1", "m2"))
    assert instance.fit.tolist() == [5, 7, 9]


def test_a_stored_zero_is_acceptable_and_a_pair_stored_twice_is_refused() -> None:
    zero = sparse.coo_array(([0], ([0], [1])), shape=(1, 2))
    assert solve(Instance.from_arrays(fit=zero, capacity=[1, 1])).matches == (("e0", "m1"),)
    twice = sparse.coo_array(([1, 2], ([0, 0], [1, 1])), shape=(1, 2))
    with pytest.raises(InvalidInstance, match="The pair 0, 1 is listed twice"):
        Instance.from_arrays(fit=twice, capacity=[1, 1])


def test_the_callers_arrays_stay_writeable_and_unchanged() -> None:
    fit, capacity = np.array([[3, 1]]), np.array([1, 1])
    matrix = sparse.csr_array(fit)
    Instance.from_arrays(fit=fit, capacity=capacity)
    Instance.from_arrays(fit=matrix, capacity=capacity)
    fit[0, 0], capacity[0], matrix.data[0] = 9, 9, 9


def test_sums_beyond_all_integers_are_refused_before_solving() -> None:
    n = 2**21
    instance = Instance(
        mentees=("e",) * n,
        mentors=("m",),
        capacity=np.array([1]),
        start=np.append(0, np.ones(n, np.int64)),
        mentor=np.array([0]),
        fit=np.array([2**40]),
        pinned=np.empty(0, np.int64),
    )
    with pytest.raises(InvalidInstance, match="too large for exact sums"):
        solve(instance)


SOLVED = json.loads(solve(Instance.from_json(json.dumps(GOOD))).to_json())


def test_a_solution_reads_back_the_same_and_may_carry_further_keys() -> None:
    solution = Solution.from_json(json.dumps(SOLVED | {"note": "from the round in May"}))
    assert json.loads(solution.to_json()) == SOLVED


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"format": "?"}, "format"),
        ({"matches": None}, "'matches'"),
        ({"matches": ["e1"]}, r"matches\[0\] is not a pair"),
        ({"matches": [["e1", 2]]}, r"matches\[0\] holds something that is not a text"),
        ({"unmatched": [1]}, "unmatched holds something"),
        ({"values": []}, "'values'"),
        ({"values": {"fit": 1.5}}, "fit are not whole numbers"),
        ({"values": {"bands": [True]}}, "The values of 'bands' are not whole numbers"),
        ({"certificate": 1}, "'certificate'"),
        ({"certificate": {"levels": []}}, "'prices'"),
        ({"certificate": {"levels": [], "prices": {"m1": 3}}}, "The prices of 'm1'"),
        ({"certificate": {"levels": [], "prices": {"m1": [1.5]}}}, "The prices of 'm1'"),
    ],
)
def test_a_malformed_solution_is_refused(change: dict[str, Any], message: str) -> None:
    with pytest.raises(InvalidSolution, match=message):
        Solution.from_json(json.dumps(SOLVED | change))
