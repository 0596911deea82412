"""Filters, orders, the map, the comparison and the news of a round."""

import pytest
from django.test import Client
from django.urls import reverse

from lodestar.matchmaking import actions
from lodestar.matchmaking.models import Match, MatchingRound
from lodestar.matchmaking.queries import looking
from lodestar.people.models import Person
from tests.factories import NOW
from tests.matchmaking.conftest import run, send
from tests.matchmaking.test_pages import desk
from tests.matchmaking.test_workbench import pairs, swap, two

__all__ = ["desk", "two"]
pytestmark = pytest.mark.django_db


def rows(desk: Client, round: MatchingRound, **query: str) -> list[str]:
    page = desk.get(reverse("matchmaking:round", args=[round.public_id]), query)
    return [row.mentee.name for row in page.context["rows"]]


def test_the_pairs_are_found_by_a_part_of_either_name_or_place(desk: Client, two: MatchingRound) -> None:
    assert rows(desk, two) == ["Mentee Élise", "Mentee Otis"]
    assert rows(desk, two, text="elise") == ["Mentee Élise"]
    assert rows(desk, two, text="library elise") == ["Mentee Élise"]
    assert rows(desk, two, text="zzz") == []


def test_the_pairs_stand_in_the_asked_order_and_kind(
    desk: Client, two: MatchingRound, coordinator: Person
) -> None:
    weakest, strongest = two.matches.order_by("fit", "id")
    two.matches.filter(pk=weakest.pk).update(fit=100)
    two.matches.filter(pk=strongest.pk).update(fit=9000)
    names = [match.mentee_role.application.person.name for match in (weakest, strongest)]
    assert rows(desk, two, order="fit") == names
    assert rows(desk, two, only="weak") == names[:1]
    assert rows(desk, two, only="pinned") == []
    swap(two, coordinator)
    assert len(rows(desk, two, only="pinned")) == 1


def test_the_board_counts_where_the_offers_stand_and_opens_them(
    desk: Client, two: MatchingRound, coordinator: Person
) -> None:
    def board() -> dict[str, int]:
        page = desk.get(reverse("matchmaking:round", args=[two.public_id]))
        return {stage.url: stage.count for stage in page.context["board"]}

    assert board() == {}
    sent = send(two.matches.all()[0], coordinator)
    assert board() == {"?only=open": 1, "?only=asked": 1, "": 0}
    Match.objects.filter(pk=sent.pk).update(is_late=True)
    assert board()["?only=late"] == 1
    assert rows(desk, two, only="late") == [sent.mentee_role.application.person.name]
    assert rows(desk, two, only="open") != rows(desk, two, only="late")


def test_where_ones_own_offer_stands_is_not_told_by_counts_or_filters(
    desk: Client, two: MatchingRound, coordinator: Person
) -> None:
    sent = send(two.matches.all()[0], coordinator)
    sent.mentee_role.application.person.__class__.objects.filter(
        pk=sent.mentee_role.application.person_id
    ).update(is_coordinator=True)
    desk.force_login(sent.mentee_role.application.person)
    page = desk.get(reverse("matchmaking:round", args=[two.public_id]))
    assert page.context["board"] == []
    assert rows(desk, two, only="asked") == []


@pytest.mark.parametrize("query", [{"only": "owner"}, {"order": "-password"}, {"text": "x" * 200}])
def test_an_unknown_filter_shows_all(desk: Client, two: MatchingRound, query: dict[str, str]) -> None:
    assert len(rows(desk, two, **query)) == 2


def test_a_long_list_comes_in_pages_and_opens_where_a_mentee_stands(
    desk: Client, two: MatchingRound, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(looking, "PER_PAGE", 1)
    otis = Person.objects.get(name="Mentee Otis").public_id
    assert rows(desk, two) == ["Mentee Élise"]
    assert rows(desk, two, page="2") == rows(desk, two, mentee=otis) == ["Mentee Otis"]
    assert rows(desk, two, mentee="p-nobody", text="otis") == ["Mentee Otis"]
    assert rows(desk, two, page="x", mentee=otis) == ["Mentee Élise"]
    page = desk.get(reverse("matchmaking:round", args=[two.public_id]), {"text": "mentee"})
    assert "Page 1 of 2" in page.content.decode()
    assert page.context["page"].mentees == 2


def test_the_map_joins_the_towns_of_each_pair(desk: Client, two: MatchingRound) -> None:
    page = desk.get(reverse("matchmaking:round", args=[two.public_id]))
    assert len(page.context["map"].lines) == 2
    assert page.content.decode().count("<line ") == 2


def test_two_rounds_stand_side_by_side_with_the_differences_first(
    desk: Client, two: MatchingRound, coordinator: Person
) -> None:
    second = run(two.cycle, coordinator)
    swap(second, coordinator)
    page = desk.get(reverse("matchmaking:compare", args=[two.public_id, second.public_id]))
    found = {row.mentee.name: (row.one.mentor.name, row.other.mentor.name) for row in page.context["rows"]}
    assert found == {name: (pairs(two)[name], pairs(second)[name]) for name in pairs(two)}
    assert page.content.decode().count("another mentor") == 2
    same = desk.get(reverse("matchmaking:compare", args=[two.public_id, two.public_id]))
    assert "another mentor" not in same.content.decode()


def test_a_page_that_stays_open_hears_of_somebody_elses_decision(
    desk: Client, two: MatchingRound, coordinator: Person
) -> None:
    url = reverse("matchmaking:news", args=[two.public_id])
    assert desk.get(url, {"version": "0"}).status_code == 204
    swap(two, coordinator)
    actions.undo_step(round=two, version=1, by=coordinator, at=NOW)
    answer = desk.get(url, {"version": "0"})
    assert "Coordinator Corrine decided something" in answer.content.decode()
    assert desk.get(url, {"version": "2"}).status_code == 204
