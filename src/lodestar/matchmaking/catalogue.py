"""The words of matching: parts of the fit, bands, cautions, and the sentence for each reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from lodestar.matchmaking.exclusions import exclusion

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

PERCENT = 100  # a fit counts in hundredths of a point

PARTS: dict[str, StrOrPromise] = {
    "areas": gettext_lazy("Areas of expertise"),
    "waited": gettext_lazy("Waited since an earlier cycle"),
    "similar_library": gettext_lazy("Similar library"),
    "experience": gettext_lazy("Mentor's experience"),
    "commitment": gettext_lazy("Time commitment"),
    "distance": gettext_lazy("Distance when meeting in person"),
    "means": gettext_lazy("Ways to meet"),
}

PART_HELP: dict[str, StrOrPromise] = {
    "areas": gettext_lazy("How much of what the mentee seeks the mentor offers."),
    "waited": gettext_lazy("The mentee was in an earlier cycle's pool and had no mentor."),
    "similar_library": gettext_lazy("A library of about the same staff, in the same kind of place."),
    "experience": gettext_lazy("The mentor's years in role over the mentee's, up to ten."),
    "commitment": gettext_lazy("Both are open to the same kinds of relationship."),
    "distance": gettext_lazy("The drive, when the two may meet in person."),
    "means": gettext_lazy("How many ways to meet they have in common."),
}

# The hard rules that a program may switch off.
RULES: dict[str, StrOrPromise] = {
    "exclude_same_library": gettext_lazy("Never two people of one library"),
    "exclude_same_board": gettext_lazy("Never two people of one board"),
    "require_shared_area": gettext_lazy("Never two people without an area of expertise in common"),
    "exclude_both_directions": gettext_lazy("Never the same two people both ways round"),
}

PRESETS: dict[str, tuple[StrOrPromise, dict[str, int]]] = {
    "balanced": (
        gettext_lazy("balanced"),
        {"areas": 50, "waited": 10, "similar_library": 10, "experience": 10, "commitment": 5, "distance": 10,
         "means": 5},
    ),
    "near": (
        gettext_lazy("close to home"),
        {"areas": 35, "waited": 10, "similar_library": 5, "experience": 5, "commitment": 5, "distance": 35,
         "means": 5},
    ),
    "expertise": (
        gettext_lazy("expertise first"),
        {"areas": 75, "waited": 5, "similar_library": 5, "experience": 10, "commitment": 0, "distance": 5,
         "means": 0},
    ),
}  # fmt: skip

# Lowest value of the part for which the words hold, best first.
PART_WORDS: dict[str, tuple[tuple[int, StrOrPromise], ...]] = {
    "areas": (
        (100, gettext_lazy("everything sought is offered")),
        (60, gettext_lazy("most of what is sought is offered")),
        (1, gettext_lazy("some of what is sought is offered")),
        (0, gettext_lazy("nothing sought is offered")),
    ),
    "waited": (
        (1, gettext_lazy("waited in an earlier cycle")),
        (0, gettext_lazy("has not waited before")),
    ),
    "similar_library": (
        (100, gettext_lazy("a similar library")),
        (50, gettext_lazy("a partly similar library")),
        (0, gettext_lazy("a different library")),
    ),
    "experience": (
        (100, gettext_lazy("ten years ahead or more, or not said")),
        (30, gettext_lazy("some years ahead")),
        (10, gettext_lazy("a little ahead")),
        (0, gettext_lazy("not longer in role")),
    ),
    "commitment": (
        (100, gettext_lazy("open to both kinds of relationship")),
        (1, gettext_lazy("one kind of relationship in common")),
        (0, gettext_lazy("no kind of relationship in common")),
    ),
    "distance": (
        (100, gettext_lazy("next door, or no drive needed")),
        (60, gettext_lazy("a short drive")),
        (25, gettext_lazy("a long drive")),
        (0, gettext_lazy("a very long drive")),
    ),
    "means": (
        (100, gettext_lazy("every way to meet in common")),
        (50, gettext_lazy("several ways to meet in common")),
        (1, gettext_lazy("one way to meet in common")),
        (0, gettext_lazy("no way to meet in common")),
    ),
}

BANDS: tuple[tuple[str, StrOrPromise], ...] = (
    ("strong", gettext_lazy("Strong")),
    ("good", gettext_lazy("Good")),
    ("fair", gettext_lazy("Fair")),
    ("weak", gettext_lazy("Weak")),
)

CAUTIONS: dict[str, StrOrPromise] = {
    "mentee_not_agreed": gettext_lazy("the mentee has not agreed yet to be named"),
    "mentor_not_agreed": gettext_lazy("the mentor agrees to the terms at the first sign-in"),
    "pinned_as_exception": gettext_lazy("pinned although a rule of the program keeps them apart"),
    "board_not_known": gettext_lazy("board not known"),
    "distance_not_known": gettext_lazy("distance not known"),
    "name_not_linked_mentee": gettext_lazy("the mentee gave a name that is not linked yet"),
    "name_not_linked_mentor": gettext_lazy("the mentor gave a name that is not linked yet"),
    "did_not_go_ahead": gettext_lazy("was proposed before and did not go ahead"),
    "very_near": gettext_lazy("very near each other"),
    "newer_not_in_person": gettext_lazy("a newer mentee, and no meeting in person"),
    "left_out_before": gettext_lazy("the mentee was left out in an earlier cycle"),
    "free_text": gettext_lazy("one of them wrote a request: please read it"),
    "years_not_said": gettext_lazy("years in role not said"),
    "means_not_said": gettext_lazy("ways to meet not said"),
    "commitment_not_said": gettext_lazy("time commitment not said"),
}


def part_words(part: str, value: int) -> StrOrPromise:
    """Return what a part's value means, for example "a short drive"."""
    return next(words for lowest, words in PART_WORDS[part] if value >= lowest)


def band_of(fit: int, edges: list[int]) -> tuple[str, StrOrPromise]:
    """Return the tone and the word of a fit; a fit equal to an edge belongs to the better band."""
    above = sum(fit >= edge for edge in edges)
    return BANDS[min(len(edges) - above, len(BANDS) - 1)]


def reason_sentence(code: str, details: Mapping[str, Any]) -> str:
    """Return why a person was left without a match, in one sentence."""
    return REASONS[code](details) if code in REASONS else _("No reason was kept.")


def _nobody_acceptable(details: Mapping[str, Any]) -> str:
    counts: Mapping[str, int] = details.get("excluded", {})
    listed = "; ".join(f"{number} {exclusion(code, number)}" for code, number in counts.items())
    if details.get("role") == "mentor":
        return _("None of the mentees can be suggested: %(reasons)s.") % {"reasons": listed}
    return _("None of the mentors can be suggested: %(reasons)s.") % {"reasons": listed}


def _all_taken(details: Mapping[str, Any]) -> str:
    if not details["places"]:
        return _("Every suitable mentor's place is taken, or kept for somebody else by a pin.")
    return ngettext(
        "Every suitable mentor is taken: %(mentees)d mentees need the same mentors, who have one place "
        "between them.",
        "Every suitable mentor is taken: %(mentees)d mentees need the same mentors, who have "
        "%(places)d places between them.",
        details["places"],
    ) % {"mentees": details["mentees"], "places": details["places"]}


def _not_needed(details: Mapping[str, Any]) -> str:
    return ngettext(
        "One mentee could be suggested, and has another mentor in the best matching.",
        "%(number)d mentees could be suggested, and each has another mentor in the best matching.",
        details["acceptable"],
    ) % {"number": details["acceptable"]}


REASONS = {
    "talk_first": lambda details: _("Has named no area yet: please talk first."),
    "no_mentors": lambda details: _("There is no mentor in this round."),
    "no_mentees": lambda details: _("There is no mentee in this round."),
    "nobody_acceptable": _nobody_acceptable,
    "all_taken": _all_taken,
    "not_needed": _not_needed,
}


# What lifts a hard rule for one mentee; the others nobody can or should lift.
HELPS: dict[str, StrOrPromise] = {
    "too_far": gettext_lazy("a limit of %(km)s km"),
    "no_common_means": gettext_lazy("another way to meet"),
    "no_common_area": gettext_lazy("one more area, or “any mentor”"),
    "no_common_commitment": gettext_lazy("the other time commitment"),
    "mentor_full": gettext_lazy("one more place"),
    "forbidden": gettext_lazy("lifting your “forbidden”"),
}


def help_sentence(change: Mapping[str, Any]) -> str:
    """Return one smallest change and how many mentors it makes possible."""
    changes = _(" and ").join(str(HELPS[rule]) % {"km": change["km"]} for rule in change["rules"])
    return ngettext(
        "%(changes)s: 1 mentor would be possible",
        "%(changes)s: %(number)d mentors would be possible",
        change["mentors"],
    ) % {"changes": changes, "number": change["mentors"]}


def cost_sentence(costs: Mapping[str, Any]) -> str:
    """Return what forcing a pair would cost the whole: the first level that gets worse, in plain words."""
    if left_out := -costs.get("matched", 0):
        return ngettext(
            "would leave one more mentee without a mentor",
            "would leave %(number)d more mentees without a mentor",
            left_out,
        ) % {"number": left_out}
    if weaker := pairs_in_weaker_bands(costs.get("bands", ())):
        return ngettext(
            "one pair would get a weaker fit", "%(number)d pairs would get a weaker fit", weaker
        ) % {"number": weaker}
    if points := -(costs.get("fit", 0) // PERCENT):
        return ngettext(
            "all fits together would lose one point", "all fits together would lose %(number)d points", points
        ) % {"number": points}
    if costs.get("load", 0):
        return _("the mentees would be shared less evenly")
    return _("costs the others nothing")


def pairs_in_weaker_bands(change: Sequence[int]) -> int:
    """How many pairs cross a band's edge downwards, from the change of the counts, the worst band first."""
    return max(accumulate(change), default=0)
