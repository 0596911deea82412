"""Why a pair is excluded, in words about the other person, or about a number of others."""

from typing import Any

from django.utils.translation import ngettext_lazy

EXCLUSIONS: dict[str, Any] = {
    "same_person": ngettext_lazy("is the same person", "are the same person", "count"),
    "same_library": ngettext_lazy("works in the same library", "work in the same library", "count"),
    "same_board": ngettext_lazy("works for the same board", "work for the same board", "count"),
    "reporting_line": ngettext_lazy(
        "stands in a reporting line with them", "stand in a reporting line with them", "count"
    ),
    "please_not": ngettext_lazy("was named as “please not”", "were named as “please not”", "count"),
    "no_common_means": ngettext_lazy(
        "has no way to meet in common", "have no way to meet in common", "count"
    ),
    "too_far": ngettext_lazy(
        "could meet only in person and is too far for both",
        "could meet only in person and are too far for both",
        "count",
    ),
    "no_common_commitment": ngettext_lazy(
        "has no time commitment in common", "have no time commitment in common", "count"
    ),
    "no_common_area": ngettext_lazy("has no area in common", "have no area in common", "count"),
    "not_again": ngettext_lazy(
        "is or was paired with them in this round, or is marked “not again”",
        "are or were paired in this round, or are marked “not again”",
        "count",
    ),
    "mentor_paused": ngettext_lazy("takes nobody at the moment", "take nobody at the moment", "count"),
    "mentor_full": ngettext_lazy("has no free place", "have no free place", "count"),
    "forbidden": ngettext_lazy(
        "was forbidden by the coordinator", "were forbidden by the coordinator", "count"
    ),
    "both_directions": ngettext_lazy(
        "would be mentor and mentee of the same person", "would mentor each other both ways", "count"
    ),
}


# Rules of the program, which a coordinator may set aside for one pair; all others are people's own word.
OF_THE_PROGRAM = {"same_library", "same_board", "no_common_area"}


def exclusion(code: str, count: int = 2) -> str:
    """Return why `count` people are excluded; what two people are to each other is said of both."""
    return str(EXCLUSIONS[code] % {"count": count})
