from itertools import pairwise

from lodestar.ui.maps import LABEL_HEIGHT, Spot, draw


def test_north_is_up_and_east_is_right_in_true_proportion() -> None:
    map = draw([Spot("North-west", 55.0, -113.0), Spot("South-east", 53.0, -111.0)])
    north, south = map.dots
    assert (north.spot.label, north.x, north.y) == ("North-west", 20, 20)
    assert (south.x, south.y) == (300.0, map.height - 20)
    assert 1.6 < (south.y - north.y) / (south.x - north.x) < 1.8  # a degree of longitude is shorter here


def test_labels_of_near_towns_do_not_lie_on_each_other() -> None:
    near = [Spot(name, 54.0 + place / 1000, -112.0, "mentor") for place, name in enumerate("ABC")]
    heights = sorted(dot.label_y for dot in draw([*near, Spot("Far", 56.0, -110.0)]).dots if dot.spot.kind)
    assert all(lower - upper >= LABEL_HEIGHT for upper, lower in pairwise(heights))


def test_lines_join_only_spots_that_are_there() -> None:
    map = draw([Spot("A", 54.0, -112.0), Spot("B", 55.0, -111.0)], [("A", "B"), ("A", "Nowhere")])
    assert [(one.spot.label, other.spot.label) for one, other in map.lines] == [("A", "B")]


def test_no_spot_and_one_spot_are_maps_too() -> None:
    assert draw([]).dots == []
    assert len(draw([Spot("A", 54.0, -112.0)]).dots) == 1
