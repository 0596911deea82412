"""Dates as people write them: 14 September 2026."""

from datetime import date, datetime

from django.utils import dateformat, timezone


def written_date(day: date | datetime) -> str:
    """14 September 2026; the day of a moment is its day in the site's own time zone."""
    return dateformat.format(_local(day), "j F Y")


def written_moment(moment: datetime) -> str:
    """14 September 2026, 10:42, in the site's own time zone."""
    return dateformat.format(_local(moment), "j F Y, H:i")


def _local(day: date | datetime) -> date | datetime:
    if isinstance(day, datetime) and timezone.is_aware(day):
        return timezone.localtime(day, timezone.get_default_timezone())
    return day
