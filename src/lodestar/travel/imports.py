import csv
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from lodestar.travel.actions import add_rate
from lodestar.travel.models import MileageRate


def load_rates(path: Path, *, at: datetime) -> int:
    """Add every rate of the list that is missing; return how many."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    known = set(MileageRate.objects.values_list("effective_from", flat=True))
    missing = [row for row in rows if date.fromisoformat(row["effective_from"]) not in known]
    for row in missing:
        add_rate(
            effective_from=date.fromisoformat(row["effective_from"]),
            first_5000_km=Decimal(row["first_5000_km"]),
            after_5000_km=Decimal(row["after_5000_km"]),
            source=row["source"],
            by=None,
            at=at,
        )
    return len(missing)
