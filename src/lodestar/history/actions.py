from datetime import date, datetime
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser

from lodestar.history.models import Channel, Entry
from lodestar.history.queries import Named, kind_of


def record(
    act: str,
    thing: Named,
    *,
    by: AbstractBaseUser | None,
    at: datetime,
    reason: str = "",
    channel: str = Channel.WEB,
    said_on: date | None = None,
    **details: Any,
) -> Entry:
    """Write one act on `thing` into history. `by` is None when the program itself acted."""
    return Entry.objects.create(
        at=at,
        actor_id=by.pk if by else None,
        channel=channel if by else Channel.PROGRAM,
        said_on=said_on,
        act=act,
        kind=kind_of(thing),
        thing=thing.public_id,
        reason=reason,
        details=details,
    )
