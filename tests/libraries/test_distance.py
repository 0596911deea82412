from decimal import Decimal
from math import acos, cos, radians, sin

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lodestar.libraries.distance import estimated_km, straight_line_km
from lodestar.libraries.models import KnownDistance, Library
from lodestar.libraries.queries import driving_distances, driving_km
from tests.factories import make_library

ATHABASCA = Library(latitude=Decimal("54.7169"), longitude=Decimal("-113.2854"))
BOYLE = Library(latitude=Decimal("54.5872"), longitude=Decimal("-112.8033"))
ST_PAUL = Library(latitude=Decimal("53.9835"), longitude=Decimal("-111.2851"))
REPULSE = Library(latitude=Decimal("0"), longitude=Decimal("179.5"))
BEYOND_THE_DATE_LINE = Library(latitude=Decimal("0"), longitude=Decimal("-179.5"))


def by_law_of_cosines(one: Library, other: Library) -> float:
    a, b = radians(one.latitude), radians(other.latitude)
    east = radians(other.longitude - one.longitude)
    return 6371.0088 * acos(sin(a) * sin(b) + cos(a) * cos(b) * cos(east))


@pytest.mark.parametrize(
    ("one", "other"), [(ATHABASCA, BOYLE), (ATHABASCA, ST_PAUL), (REPULSE, BEYOND_THE_DATE_LINE)]
)
def test_the_straight_line_agrees_with_another_formula(one: Library, other: Library) -> None:
    assert straight_line_km(one, other) == pytest.approx(by_law_of_cosines(one, other), abs=0.001)


def test_athabasca_to_boyle_is_34_km_straight_and_45_by_road() -> None:
    assert round(straight_line_km(ATHABASCA, BOYLE)) == 34
    assert estimated_km(ATHABASCA, BOYLE) == 45


def test_the_estimate_is_the_same_both_ways_and_nothing_at_home() -> None:
    assert estimated_km(ATHABASCA, ST_PAUL) == estimated_km(ST_PAUL, ATHABASCA)
    assert estimated_km(ATHABASCA, ATHABASCA) == 0


@pytest.mark.django_db
def test_a_known_figure_goes_before_the_estimate_both_ways() -> None:
    one, other = make_library(), make_library(longitude=Decimal(-111))
    assert driving_km(one, other) == 85
    KnownDistance.objects.create(one=one, other=other, km=97)
    assert (driving_km(one, other), driving_km(other, one)) == (97, 97)


@pytest.mark.django_db
def test_a_known_distance_of_nought_is_known() -> None:
    one, other = make_library(), make_library(longitude=Decimal(-111))
    KnownDistance.objects.create(one=one, other=other, km=0)
    assert driving_km(one, other) == 0


@pytest.mark.django_db
def test_all_distances_between_46_libraries_take_one_query() -> None:
    libraries = [
        make_library(latitude=Decimal(53) + Decimal(n) / 50, longitude=Decimal(-112)) for n in range(46)
    ]
    with CaptureQueriesContext(connection) as queries:
        table = driving_distances(libraries)
    assert len(queries) == 1
    assert len(table) == 46 * 46
    assert all(table[a.pk, b.pk] == table[b.pk, a.pk] for a in libraries for b in libraries)
