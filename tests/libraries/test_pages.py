from io import StringIO
from urllib.parse import quote

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from lodestar.history.models import Entry
from lodestar.libraries.actions import change_library
from lodestar.libraries.models import Board, KnownDistance, Library
from lodestar.libraries.queries import driving_km
from lodestar.people.models import Person
from tests.factories import NOW, make_library

pytestmark = pytest.mark.django_db
ANSWERS = {
    "name": "Boyle Public Library",
    "town": "Boyle",
    "board": "",
    "latitude": "54.5872",
    "longitude": "-112.8033",
    "location_kind": "in_school",
    "is_member": "on",
}
LIST_QUERIES = 4
LIBRARY_QUERIES = 8


@pytest.fixture
def desk(client: Client, coordinator: Person) -> Client:
    """The coordinator's browser."""
    client.force_login(coordinator)
    return client


def names_on(client: Client, text: str) -> list[str]:
    page = client.get(reverse("libraries:list"), {"q": text})
    return [library.name for library in page.context["libraries"]]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_takes_the_same_queries_however_many_there_are(
    desk: Client, django_assert_num_queries: DjangoAssertNumQueries, rows: int
) -> None:
    for number in range(rows):
        make_library(board=Board.objects.create(name=f"Board {number}"))
    with django_assert_num_queries(LIST_QUERIES):
        page = desk.get(reverse("libraries:list")).content.decode()
    assert page.count('<th scope="row">') == rows


@pytest.mark.parametrize("rows", [1, 3])
def test_one_library_takes_the_same_queries_however_many_others_there_are(
    desk: Client, django_assert_num_queries: DjangoAssertNumQueries, rows: int
) -> None:
    library = make_library()
    for _row in range(rows):
        make_library()
    with django_assert_num_queries(LIBRARY_QUERIES):
        page = desk.get(reverse("libraries:library", args=[library.public_id])).content.decode()
    assert page.count('<th scope="row">') == rows


def test_the_list_of_46_is_small_and_credits_geonames(desk: Client) -> None:
    call_command("load_nlls", stdout=StringIO())
    page = desk.get(reverse("libraries:list")).content
    assert page.count(b'<th scope="row">') == 46
    assert b"https://www.geonames.org/" in page
    assert b"https://creativecommons.org/licenses/by/4.0/" in page
    assert len(page) < 60_000


def test_libraries_are_found_by_name_or_town_whatever_accents_and_capitals(desk: Client) -> None:
    make_library("Bibliothèque de Plamondon", town="Plamondon")
    make_library("Stuart MacPherson Public Library", town="Lac La Biche")
    assert names_on(desk, "BIBLIOTHEQUE") == ["Bibliothèque de Plamondon"]
    assert names_on(desk, "macphérson") == ["Stuart MacPherson Public Library"]


@pytest.mark.parametrize("text", ["x" * 10_000, "%", "_", "'; drop table", "9" * 30, "\ud800"])
def test_any_search_is_answered(desk: Client, text: str) -> None:
    make_library()
    query = "q=" + quote(text.encode(errors="surrogatepass"))
    assert desk.get(reverse("libraries:list") + "?" + query).status_code == 200


def test_a_library_is_added_and_found_by_its_town(desk: Client, coordinator: Person) -> None:
    desk.post(reverse("libraries:new"), ANSWERS | {"town": "Élan"})
    library = Library.objects.get()
    assert (library.name, library.location_kind) == ("Boyle Public Library", "in_school")
    assert names_on(desk, "elan") == ["Boyle Public Library"]
    entry = Entry.objects.get(thing=library.public_id)
    assert (entry.actor, entry.channel) == (coordinator, "web")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("latitude", "999"),
        ("longitude", "-200"),
        ("latitude", "NaN"),
        ("latitude", "north"),
        ("latitude", "54.587212345"),
        ("name", ""),
        ("town", "x" * 100_000),
        ("board", "9" * 30),
        ("location_kind", "castle"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(desk: Client, field: str, value: str) -> None:
    page = desk.post(reverse("libraries:new"), ANSWERS | {field: value})
    assert list(page.context["form"].errors) == [field]
    assert not Library.objects.exists()


def test_two_libraries_cannot_share_a_name(desk: Client) -> None:
    make_library("Boyle Public Library")
    page = desk.post(reverse("libraries:new"), ANSWERS)
    assert list(page.context["form"].errors) == ["name"]


def test_a_library_that_left_stays_and_goes_last_in_no_list_of_distances(desk: Client) -> None:
    library, other = make_library("Boyle Public Library"), make_library()
    answers = {name: value for name, value in ANSWERS.items() if name != "is_member"}
    desk.post(reverse("libraries:edit", args=[library.public_id]), answers)
    library.refresh_from_db()
    assert not library.is_member
    assert desk.get(reverse("libraries:library", args=[other.public_id])).context["ways"] == []
    assert "is_member" in Entry.objects.get(thing=library.public_id).details["fields"]


def test_two_people_who_change_one_library_are_told_and_lose_nothing(desk: Client) -> None:
    library = make_library("Boyle Public Library", town="Boyle")
    url = reverse("libraries:edit", args=[library.public_id])
    seen = desk.get(url).context["form"].initial["seen"]
    Library.objects.update(town="Athabasca")
    page = desk.post(url, ANSWERS | {"seen": seen})
    assert "Somebody changed this since you opened it." in page.content.decode()
    library.refresh_from_db()
    assert (library.town, library.location_kind) == ("Athabasca", "")
    desk.post(url, ANSWERS | {"seen": page.context["form"]["seen"].value()})
    library.refresh_from_db()
    assert (library.town, library.location_kind) == ("Boyle", "in_school")


def test_only_what_is_new_of_a_library_is_written_and_nothing_new_is_no_act(coordinator: Person) -> None:
    library = make_library("Boyle Public Library", town="Boyle")
    facts = {name: getattr(library, name) for name in ANSWERS}
    change_library(library=library, **facts, by=coordinator, at=NOW)
    assert not Entry.objects.exists()
    Library.objects.update(town="Athabasca")
    change_library(library=library, **facts | {"location_kind": "in_school"}, by=coordinator, at=NOW)
    library.refresh_from_db()
    assert (library.town, library.location_kind) == ("Athabasca", "in_school")


def test_coordinates_typed_by_hand_lose_the_credit_of_the_list(desk: Client) -> None:
    library = make_library("Boyle Public Library", coordinate_source="GeoNames")
    desk.post(reverse("libraries:edit", args=[library.public_id]), ANSWERS)
    library.refresh_from_db()
    assert library.coordinate_source == ""


def test_a_board_is_added_renamed_and_never_twice(desk: Client) -> None:
    desk.post(reverse("libraries:boards"), {"name": "Thorhild County"})
    page = desk.post(reverse("libraries:boards"), {"name": "Thorhild County"})
    assert list(page.context["form"].errors) == ["name"]
    board = Board.objects.get()
    desk.post(reverse("libraries:board", args=[board.public_id]), {"name": "County of Thorhild"})
    assert Board.objects.get().name == "County of Thorhild"
    assert Entry.objects.filter(thing=board.public_id).count() == 2


@pytest.mark.parametrize("rows", [1, 3])
def test_the_boards_take_the_same_queries_however_many_there_are(
    desk: Client, django_assert_num_queries: DjangoAssertNumQueries, rows: int
) -> None:
    for number in range(rows):
        make_library(board=Board.objects.create(name=f"Board {number}"))
    with django_assert_num_queries(LIST_QUERIES):
        assert len(desk.get(reverse("libraries:boards")).context["boards"]) == rows


def test_a_known_distance_is_kept_once_from_either_side_and_taken_back(desk: Client) -> None:
    one, other = make_library(), make_library()
    desk.post(reverse("libraries:distance", args=[other.public_id, one.public_id]), {"km": "97"})
    assert driving_km(one, other) == 97
    desk.post(reverse("libraries:distance", args=[one.public_id, other.public_id]), {"km": "98"})
    assert KnownDistance.objects.get().km == 98
    desk.post(reverse("libraries:distance", args=[one.public_id, other.public_id]), {"km": ""})
    assert not KnownDistance.objects.exists()


@pytest.mark.parametrize("km", ["-1", "3001", "far", "1.5", str(2**63)])
def test_a_distance_that_makes_no_sense_is_refused(desk: Client, km: str) -> None:
    one, other = make_library(), make_library()
    page = desk.post(reverse("libraries:distance", args=[one.public_id, other.public_id]), {"km": km})
    assert list(page.context["form"].errors) == ["km"]
    assert not KnownDistance.objects.exists()


def test_a_library_is_at_no_distance_from_itself(desk: Client) -> None:
    one = make_library()
    page = desk.post(reverse("libraries:distance", args=[one.public_id, one.public_id]), {"km": "5"})
    assert "Choose two different libraries." in page.content.decode()


def test_an_unknown_library_is_not_found(desk: Client) -> None:
    assert desk.get("/libraries/l-nowhere1/").status_code == 404
    assert desk.get("/libraries/%00/").status_code == 400


def test_a_stranger_sees_and_changes_nothing(client: Client, stranger: Person) -> None:
    library = make_library("Boyle Public Library")
    client.force_login(stranger)
    for name in ("list", "new", "boards"):
        assert client.get(reverse(f"libraries:{name}")).status_code == 403
    answers = ANSWERS | {"name": "Mine now"}
    assert client.post(reverse("libraries:edit", args=[library.public_id]), answers).status_code == 403
    assert Library.objects.get().name == "Boyle Public Library"
