import pytest

from bench.figures import percentile, ratio, table


def test_the_99th_percentile_of_a_hundred_values_is_the_99th() -> None:
    assert percentile([float(value) for value in range(100, 0, -1)], 0.99) == 99.0


def test_the_99th_percentile_of_few_values_is_the_largest() -> None:
    assert percentile([3.0, 1.0, 2.0], 0.99) == 3.0


def test_a_percentile_of_one_value_is_that_value() -> None:
    assert percentile([7.0], 0.5) == 7.0


@pytest.mark.parametrize(("share", "expected"), [(0.25, 1.0), (0.5, 2.0), (0.51, 3.0), (1.0, 4.0)])
def test_a_percentile_is_the_smallest_value_that_covers_the_share(share: float, expected: float) -> None:
    assert percentile([4.0, 2.0, 3.0, 1.0], share) == expected


def test_a_ratio_compares_each_round_with_the_one_beside_it() -> None:
    assert ratio([10.0, 1.0, 20.0], [20.0, 2.0, 20.0]) == 0.5


def test_a_ratio_of_unequal_rounds_is_refused() -> None:
    with pytest.raises(ValueError, match="longer"):
        ratio([1.0], [1.0, 2.0])


def test_a_table_aligns_its_columns() -> None:
    assert table(["page", "ms"], [["home", "10.5"], ["the list", "7"]]) == (
        "page        ms\n--------  ----\nhome      10.5\nthe list     7"
    )
