"""The matching as a file and on paper."""

import csv
from io import BytesIO, StringIO

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from lodestar.matchmaking import exports
from lodestar.matchmaking.models import Match, MatchingRound
from lodestar.people.models import Person
from tests import factories
from tests.matchmaking.conftest import run
from tests.matchmaking.test_pages import desk

__all__ = ["desk"]
pytestmark = pytest.mark.django_db


def export(desk: Client, round: MatchingRound, kind: str) -> bytes:
    answer = desk.get(reverse("matchmaking:export", args=[round.public_id, kind]))
    assert f'filename="round-{round.number}-' in answer["Content-Disposition"]
    content: bytes = answer.content
    return content


def test_csv_and_xlsx_hold_the_same_rows(desk: Client, proposed: Match) -> None:
    factories.make_application(mentee=["makerspaces"])
    round = run(proposed.round.cycle)
    rows = list(csv.reader(StringIO(export(desk, round, "csv").decode("utf-8-sig"))))
    sheet = load_workbook(BytesIO(export(desk, round, "xlsx"))).active
    assert sheet is not None
    cells = [["" if cell is None else str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
    assert rows == cells
    assert [row[0] for row in rows][:2] == ["Mentee", "Mentee Élise"]
    assert rows[1][2] == "Mentor Maskwa"
    assert "no area in common" in rows[2][8]


@pytest.mark.parametrize("name", ["=1+1", "+1", "-5", "@SUM(A1)", "＝1+1"])
def test_a_name_is_never_a_formula(desk: Client, proposed: Match, mentee: Person, name: str) -> None:
    Person.objects.filter(pk=mentee.pk).update(name=name)
    rows = list(csv.reader(StringIO(export(desk, proposed.round, "csv").decode("utf-8-sig"))))
    assert rows[1][0] == f"'{name}"
    sheet = load_workbook(BytesIO(export(desk, proposed.round, "xlsx"))).active
    assert sheet is not None
    assert (sheet["A2"].value, sheet["A2"].data_type) == (f"'{name}", "s")


def test_a_name_that_begins_otherwise_stays_as_it_is() -> None:
    assert exports.text("Ardith ᓀᐦᐃᔭᐤ") == "Ardith ᓀᐦᐃᔭᐤ"


def test_the_sheet_shows_pairs_and_who_is_left(desk: Client, proposed: Match) -> None:
    factories.make_application(factories.make_person("Left Lee"), mentee=["makerspaces"])
    page = desk.get(reverse("matchmaking:sheet", args=[run(proposed.round.cycle).public_id])).content.decode()
    assert "Mentor Maskwa" in page
    assert "Left Lee" in page
    assert "Confidential" in page


def test_a_round_without_an_answer_has_nothing_to_take(desk: Client, cycle: object) -> None:
    round = factories.make_round(state=MatchingRound.State.QUEUED)
    for url in (
        reverse("matchmaking:export", args=[round.public_id, "csv"]),
        reverse("matchmaking:sheet", args=[round.public_id]),
    ):
        assert desk.get(url).status_code == 404
