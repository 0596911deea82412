from datetime import datetime
from decimal import Decimal

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from lodestar.folding import fold
from lodestar.history.actions import record
from lodestar.history.models import Channel
from lodestar.libraries.models import Board, KnownDistance, Library
from lodestar.refusal import Refused


def add_library(
    *,
    name: str,
    town: str,
    latitude: Decimal,
    longitude: Decimal,
    board: Board | None = None,
    location_kind: str = "",
    is_member: bool = True,
    listed_as: str | None = None,
    coordinate_source: str = "",
    by: AbstractBaseUser | None,
    at: datetime,
) -> Library:
    """Add a library. With `listed_as` it comes from a list, and history says so."""
    library = Library(
        name=name,
        folded_name=fold(f"{name} {town}"),
        town=town,
        board=board,
        latitude=latitude,
        longitude=longitude,
        location_kind=location_kind,
        is_member=is_member,
        listed_as=listed_as,
        coordinate_source=coordinate_source,
    )
    try:
        with transaction.atomic():
            library.save(force_insert=True)
            channel = Channel.FILE if listed_as else Channel.WEB
            record(gettext_noop("added the library"), library, by=by, at=at, channel=channel)
    except IntegrityError:
        raise _name_taken() from None
    return library


def change_library(
    *,
    library: Library,
    name: str,
    town: str,
    latitude: Decimal,
    longitude: Decimal,
    board: Board | None,
    location_kind: str,
    is_member: bool,
    by: AbstractBaseUser,
    at: datetime,
) -> Library:
    """Write a library's facts. A library that left stays, no longer a member: old applications name it."""
    values = {
        "name": name,
        "town": town,
        "latitude": latitude,
        "longitude": longitude,
        "board": board,
        "location_kind": location_kind,
        "is_member": is_member,
    }
    changed = {field: value for field, value in values.items() if getattr(library, field) != value}
    if not changed:
        return library
    written = changed | {"folded_name": fold(f"{name} {town}")}
    if changed.keys() & {"latitude", "longitude"}:
        written["coordinate_source"] = ""
    for field, value in written.items():
        setattr(library, field, value)
    try:
        with transaction.atomic():
            library.save(update_fields=list(written))
            record(gettext_noop("changed the library"), library, by=by, at=at, fields=list(changed))
    except IntegrityError:
        raise _name_taken() from None
    return library


def add_board(*, name: str, by: AbstractBaseUser | None, at: datetime) -> Board:
    """Add a library board."""
    try:
        with transaction.atomic():
            board = Board.objects.create(name=name)
            record(gettext_noop("added the board"), board, by=by, at=at)
    except IntegrityError:
        raise _name_taken() from None
    return board


def rename_board(*, board: Board, name: str, by: AbstractBaseUser, at: datetime) -> Board:
    """Give a board another name."""
    before, board.name = board.name, name
    try:
        with transaction.atomic():
            board.save(update_fields=["name"])
            record(gettext_noop("renamed the board"), board, by=by, at=at, before=before)
    except IntegrityError:
        raise _name_taken() from None
    return board


@transaction.atomic
def set_distance(*, one: Library, other: Library, km: int | None, by: AbstractBaseUser, at: datetime) -> None:
    """Keep the driving distance between two libraries; None goes back to the estimate."""
    if one == other:
        raise Refused("same_library", _("Choose two different libraries."))
    first, second = sorted([one, other], key=lambda library: library.pk)
    if km is None:
        KnownDistance.objects.filter(one=first, other=second).delete()
    else:
        KnownDistance.objects.update_or_create(one=first, other=second, defaults={"km": km})
    record(gettext_noop("set a driving distance"), one, by=by, at=at, to=other.public_id, km=km)


def _name_taken() -> Refused:
    return Refused("name_taken", _("There is already one of this name."))
