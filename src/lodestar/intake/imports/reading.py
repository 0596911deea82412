"""From the bytes of a file to named cells, row by row."""

import csv
import io
import unicodedata
from collections.abc import Iterator

from django.utils.translation import gettext as _

from lodestar.refusal import Refused

COLUMNS = [
    "Name",
    "Email",
    "Phone",
    "Date (MM/DD/YY)",
    "Mentor",
    "Mentee",
    "Library",
    "Position",
    "Years in role",
    "Library staff",
    "Library Location",
    "Areas offered",
    "Areas sought",
    "Other areas",
    "Other requests or information",
    "Project-based",
    "On-going",
    "Mentees at once",
]
NEEDED = COLUMNS[:7]
LARGEST = 5_000_000


def read_rows(content: bytes) -> Iterator[tuple[int, dict[str, str]]]:
    """Give each row with its number in a spreadsheet, where a cell may hold several lines.

    Commas, semicolons and tabs are told apart by the first line.
    """
    text = read_text(content)
    first_line = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first_line.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        header = [cell.strip() for cell in next(reader, [])]
        check_header(header)
        for number, cells in enumerate(reader, 2):
            if any(cell.strip() for cell in cells):
                yield number, named_cells(header, cells, number)
    except csv.Error as error:
        text = _("Line %(line)d is no proper CSV: %(error)s.") % {"line": reader.line_num, "error": error}
        raise Refused("no_csv", text) from error


def read_text(content: bytes) -> str:
    if len(content) > LARGEST:
        raise Refused("too_large", _("The file is larger than 5 MB."))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        text = _("Line %(line)d is not UTF-8. Save the file as “CSV UTF-8” and try again.") % {"line": line}
        raise Refused("not_utf8", text) from error
    if "\0" in text:
        raise Refused("nul", _("The file holds NUL characters: it is no text file."))
    return text


def check_header(header: list[str]) -> None:
    if not any(header):
        raise Refused("empty", _("The file is empty."))
    missing = [column for column in NEEDED if column not in header]
    unknown = [column for column in header if column not in COLUMNS]
    twice = [column for column in COLUMNS if header.count(column) > 1]
    for text, columns in [
        (_("These columns are missing: %(columns)s."), missing),
        (_("These columns are not known: %(columns)s."), unknown),
        (_("These columns are there twice: %(columns)s."), twice),
    ]:
        if columns:
            raise Refused("columns", text % {"columns": ", ".join(columns)})


def named_cells(header: list[str], cells: list[str], row: int) -> dict[str, str]:
    if len(cells) != len(header):
        numbers = {"row": row, "found": len(cells), "wanted": len(header)}
        text = _("Row %(row)d has %(found)d cells, the first row has %(wanted)d.") % numbers
        raise Refused("ragged", text)
    return dict.fromkeys(COLUMNS, "") | {
        name: unicodedata.normalize("NFC", cell).strip() for name, cell in zip(header, cells, strict=True)
    }
