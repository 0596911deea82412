"""What a view or a context processor hands to the components of more than one value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class NavigationItem:
    """One entry of the masthead; `current` marks the page or section the person is in."""

    label: StrOrPromise
    url: str
    current: bool = False


@dataclass(frozen=True)
class Stage:
    """One step of a way, or one count of a cohort (when `count` is given)."""

    label: StrOrPromise
    note: StrOrPromise = ""
    state: Literal["", "done", "here"] = ""
    url: str = ""
    count: int | None = None
