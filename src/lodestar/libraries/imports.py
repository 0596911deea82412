import csv
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from lodestar.libraries.actions import add_board, add_library
from lodestar.libraries.models import Board, Library


def load_libraries(path: Path, *, at: datetime) -> int:
    """Add every library of the list that was not loaded before; return how many."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    known = {name for names in Library.objects.values_list("listed_as", "name") for name in names}
    missing = [row for row in rows if row["name"] not in known]
    for row in missing:
        add_library(
            name=row["name"],
            town=row["town"],
            board=_board(row["board"], at=at),
            latitude=Decimal(row["latitude"]),
            longitude=Decimal(row["longitude"]),
            location_kind=row["location_kind"],
            coordinate_source=row["coordinate_source"],
            listed_as=row["name"],
            by=None,
            at=at,
        )
    return len(missing)


def _board(name: str, *, at: datetime) -> Board | None:
    if not name:
        return None
    return Board.objects.filter(name=name).first() or add_board(name=name, by=None, at=at)
