"""Typed applications from a file."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from lodestar.history.models import Channel, Entry
from lodestar.intake.imports import read_applications
from lodestar.intake.imports.reading import COLUMNS
from lodestar.intake.models import Application, ApplicationRole
from lodestar.outbox.models import Mail
from lodestar.programs.models import Cycle
from tests import factories

pytestmark = pytest.mark.usefixtures("open_days")

DEMO = Path(__file__).parents[2] / "data" / "demo" / "applications.csv"
ROW = {
    "Name": "Élise ᓀᐦᐃᔭᐤ",
    "Email": "elise@example.org",
    "Date (MM/DD/YY)": "09/05/26",
    "Mentor": "x",
    "Library": "viking municipal library",
    "Areas offered": "Technology; Policy",
    "Mentees at once": "2",
}


def csv_of(*rows: dict[str, str], delimiter: str = ",") -> bytes:
    lines = [COLUMNS, *([row.get(column, "") for column in COLUMNS] for row in rows)]
    quoted = [delimiter.join(f'"{cell}"' for cell in line) for line in lines]
    return "\r\n".join(quoted).encode("utf-8-sig")


def problems_of(cycle: Cycle, *rows: dict[str, str]) -> list[str]:
    return [str(problem) for problem in read_applications(csv_of(*rows), cycle).problems]


@pytest.fixture
def nlls(db: None) -> None:
    call_command("load_nlls", verbosity=0)


@pytest.mark.usefixtures("nlls")
def test_the_demo_file_arrives_whole_as_sent_and_a_second_run_brings_nothing(
    capsys: pytest.CaptureFixture[str],
) -> None:
    rows = len(DEMO.read_text("utf-8-sig").splitlines()) - 1
    call_command("import_applications", str(DEMO))
    assert Application.objects.filter(source=Channel.FILE, agreed_at=None).count() == rows
    assert not ApplicationRole.objects.exclude(state=ApplicationRole.State.SUBMITTED).exists()
    assert not Application.objects.exclude(other_library="").exists()
    assert not Mail.objects.exists()
    call_command("import_applications", str(DEMO))
    assert f"0 new, {rows} already there" in capsys.readouterr().out
    assert Application.objects.count() == rows


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.usefixtures("library")
def test_a_row_becomes_answers_whatever_parts_the_cells(cycle: Cycle, delimiter: str) -> None:
    row = ROW | {"Other requests or information": "One, two; three"}
    plan = read_applications(csv_of(row, delimiter=delimiter), cycle)
    assert plan.problems == []
    answers = plan.new[0].answers
    assert answers["name"] == "Élise ᓀᐦᐃᔭᐤ"
    assert answers["mentor_areas"] == ["group:technology", "policy"]
    assert str(answers["date_on_form"]) == "2026-09-05"
    assert len(answers["libraries"]) == 1
    assert answers["mentor_capacity"] == 2


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"Areas offered": "Policy; Sorcery"}, "row 2, Areas offered: “Sorcery” is no area of the form."),
        ({"Date (MM/DD/YY)": "13/40/26"}, "row 2, Date (MM/DD/YY): “13/40/26” is no date like 09/14/26."),
        ({"Email": "not an address"}, "row 2, Email: “not an address” is no e-mail address."),
        ({"Years in role": "00000099999"}, "row 2, Years in role: Write a number from 0 to 80"),
        ({"Mentees at once": "99"}, "row 2, Mentees at once: Write a number from 1 to 20, not “99”."),
        ({"Mentees at once": "٣"}, "row 2, Mentees at once: Write a number from 1 to 20, not “٣”."),
        ({"Years in role": "9" * 400}, "row 2, Years in role: Write a number from 0 to 80"),
        ({"Library staff": "3"}, "row 2, Library staff: “3” is none of: 1, 2-4, 5-9, 10+."),
        ({"Mentee": "perhaps"}, "row 2, Mentee: Write x or leave it empty, not “perhaps”."),
        ({"Mentor": ""}, "row 2, Mentor: Tick mentor, mentee or both."),
        ({"Email": ""}, "row 2, Email: Give an e-mail address or a telephone number."),
        ({"Library": ""}, "row 2, Library: Choose your library"),
        ({"Areas offered": ""}, "row 2, Areas offered: Tick at least one area"),
        ({"Position": "x" * 100_000}, "row 2, Position: This text is too long."),
    ],
)
@pytest.mark.usefixtures("library")
def test_each_problem_names_its_row_and_column(cycle: Cycle, cells: dict[str, str], expected: str) -> None:
    assert [problem[: len(expected)] for problem in problems_of(cycle, ROW | cells)] == [expected]


@pytest.mark.usefixtures("library")
def test_one_address_in_two_rows_is_named(cycle: Cycle) -> None:
    assert problems_of(cycle, ROW, ROW | {"Email": "ELISE@example.org"}) == [
        "row 3, Email: This address is in row 2 too."
    ]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", "The file is empty."),
        (b"Name,Shoe size\n", "These columns are missing"),
        (csv_of(ROW).replace(b"Position", b"Posture"), "These columns are not known: Posture."),
        (csv_of(ROW) + b"\r\na,b\r\n", "Row 3 has 2 cells"),
        (csv_of(ROW).replace(b"Policy", b"Pol\0icy"), "The file holds NUL"),
        (csv_of(ROW).replace("É".encode(), b"\xc9"), "Line 2 is not UTF-8"),
        (csv_of(ROW).replace("É".encode(), b"\xed\xa0\x80"), "Line 2 is not UTF-8"),
        (csv_of(ROW) + b'\r\n"never closed', "Line 3 is no proper CSV"),
        (b"x" * 5_000_001, "The file is larger"),
    ],
)
def test_a_file_that_cannot_be_read_whole_is_refused_whole(
    cycle: Cycle, content: bytes, expected: str
) -> None:
    plan = read_applications(content, cycle)
    assert [problem.message[: len(expected)] for problem in plan.problems] == [expected]
    assert plan.new == []


@pytest.mark.usefixtures("library")
def test_one_bad_row_keeps_all_rows_out(cycle: Cycle, tmp_path: Path) -> None:
    file = tmp_path / "typed.csv"
    file.write_bytes(csv_of(ROW, ROW | {"Email": "other@example.org", "Areas offered": "Sorcery"}))
    with pytest.raises(CommandError, match="nothing was imported"):
        call_command("import_applications", str(file))
    assert Application.objects.count() == 0


@pytest.mark.usefixtures("library")
def test_a_dry_run_says_what_it_would_do_and_does_nothing(
    cycle: Cycle, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "typed.csv"
    file.write_bytes(csv_of(ROW))
    call_command("import_applications", str(file), "--dry-run", "--cycle", cycle.public_id)
    assert "1 new, 0 already there" in capsys.readouterr().out
    assert Application.objects.count() == 0
    assert Entry.objects.count() == 0


@pytest.mark.usefixtures("library")
def test_an_address_of_somebody_with_another_name_imports_nothing(
    cycle: Cycle, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    factories.make_person("Somebody Else", email="elise@example.org")
    file = tmp_path / "typed.csv"
    file.write_bytes(csv_of(ROW | {"Email": "new@example.org", "Name": "New"}, ROW))
    with pytest.raises(CommandError, match="nothing was imported"):
        call_command("import_applications", str(file), "--dry-run")
    assert "row 3, Email: The address elise@example.org belongs to Somebody Else" in capsys.readouterr().err
    assert Application.objects.count() == 0


@pytest.mark.usefixtures("library")
def test_a_cell_of_several_lines_does_not_shift_the_numbers_of_the_rows(cycle: Cycle) -> None:
    text = {"Other requests or information": "one\ntwo\nthree"}
    other = {"Email": "other@example.org", "Years in role": "many"}
    assert [one[:21] for one in problems_of(cycle, ROW | text, ROW | other)] == ["row 3, Years in role:"]


@pytest.mark.usefixtures("library")
def test_one_address_in_other_letters_is_the_same_address(cycle: Cycle) -> None:
    assert problems_of(cycle, ROW, ROW | {"Email": "ｅlise@example.org"}) == [
        "row 3, Email: This address is in row 2 too."
    ]
