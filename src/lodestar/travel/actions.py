from datetime import date, datetime
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from lodestar.history.actions import record
from lodestar.people.models import Person
from lodestar.programs.models import Program
from lodestar.refusal import Refused
from lodestar.travel.models import MileageRate


def add_rate(
    *,
    effective_from: date,
    first_5000_km: Decimal,
    after_5000_km: Decimal,
    source: str,
    by: Person | None,
    at: datetime,
) -> MileageRate:
    """Add the allowance in force from a date on. A rate never changes: claims have been paid by it."""
    rate = MileageRate(
        effective_from=effective_from,
        first_5000_km=first_5000_km,
        after_5000_km=after_5000_km,
        source=source,
    )
    try:
        with transaction.atomic():
            rate.save(force_insert=True)
            record(
                gettext_noop("added a mileage rate"),
                Program.objects.current(),
                by=by,
                at=at,
                effective_from=effective_from.isoformat(),
                first_5000_km=str(first_5000_km),
            )
    except IntegrityError:
        raise Refused("rate_exists", _("There is already a rate from that date on.")) from None
    return rate
