"""A round's matching as a table to take elsewhere: CSV or XLSX, the same rows."""

import csv
from collections.abc import Iterator
from io import BytesIO, StringIO

from django.utils.translation import gettext as _
from openpyxl import Workbook

from lodestar.matchmaking.queries.round_page import LeftRow, PairRow, RoundPage
from lodestar.people.models import Person

Cell = str | int | None
STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")  # also in full width


def table(page: RoundPage, reader: Person) -> Iterator[list[Cell]]:
    """Yield the heads, one row for each pair, and one for each mentee left out with the reason.

    Where the reader's own pair stands is left out: only another coordinator knows it.
    """
    yield [
        _("Mentee"), _("Mentee's library"), _("Mentor"), _("Mentor's library"), _("Fit (0 to 100)"),
        _("Band"), _("Shared areas"), _("Drive, about (km)"), _("To mind"), _("Where it stands"),
    ]  # fmt: skip
    yield from (pair_cells(row, reader) for row in page.pairs)
    yield from (left_cells(row) for row in page.mentees_left)


def pair_cells(row: PairRow, reader: Person) -> list[Cell]:
    match, fit = row.match, row.fit
    standing = "" if reader in (row.mentor, row.mentee) else match.get_state_display()
    return [
        text(row.mentee), text(row.mentee_place), text(row.mentor), text(row.mentor_place),
        fit.points, text(fit.word), text("; ".join(match.shared_areas)), match.distance_km,
        text("; ".join(map(str, fit.cautions))), text(standing),
    ]  # fmt: skip


def left_cells(row: LeftRow) -> list[Cell]:
    return [
        text(row.person),
        text(row.place),
        None,
        None,
        None,
        None,
        None,
        None,
        text(row.why),
        text(_("no mentor")),
    ]


def text(value: object) -> str:
    """Return the words of a cell, with a mark before what a spreadsheet would take for a formula."""
    words = str(value)
    return f"'{words}" if words.startswith(STARTS_A_FORMULA) else words


def as_csv(page: RoundPage, reader: Person) -> bytes:
    """In UTF-8 with a mark at the start, so that a spreadsheet reads every name right."""
    written = StringIO()
    csv.writer(written).writerows(table(page, reader))
    return written.getvalue().encode("utf-8-sig")


def as_xlsx(page: RoundPage, reader: Person) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("Round %(number)d") % {"number": page.round.number})
    for row in table(page, reader):
        sheet.append(row)
    written = BytesIO()
    book.save(written)
    return written.getvalue()
