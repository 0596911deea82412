"""The form as steps, one thing per page, and as one page in the paper form's order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy

from lodestar.intake.forms.agree import AgreeForm, CheckForm
from lodestar.intake.forms.base import AnswersForm
from lodestar.intake.forms.commitment import (
    ImportantPart,
    MenteeCommitmentPart,
    MentorCommitmentPart,
)
from lodestar.intake.forms.parts import (
    LibraryPart,
    MailboxPart,
    NamesPart,
    OfferedPart,
    PersonPart,
    RolesPart,
    SoughtPart,
    WishesPart,
)

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class AboutForm(MailboxPart, PersonPart):
    """Who applies, and how to reach them."""

    field_order = ("name", "date_on_form", "phone", "mailbox_is_shared")


class WishesForm(NamesPart, MentorCommitmentPart, MenteeCommitmentPart, WishesPart):
    """Requests, means and time; those of a role only when it is ticked."""

    field_order = (
        "requests",
        "mentor_means",
        "mentee_means",
        "max_km",
        "mentor_time",
        "mentee_time",
    )

    def set_choices(self) -> None:
        super().set_choices()
        for role in {"mentor", "mentee"} - set(self.answers_before["roles"]):
            del self.fields[f"{role}_means"], self.fields[f"{role}_time"]


@dataclass(frozen=True)
class Step:
    """One page of the form."""

    key: str
    title: StrOrPromise
    lead: StrOrPromise
    form: type[AnswersForm]


STEPS = [
    Step("agree", gettext_lazy("Before you apply"), "", AgreeForm),
    Step("about", gettext_lazy("About you"), "", AboutForm),
    Step("roles", gettext_lazy("What would you like to be?"), "", RolesPart),
    Step("library", gettext_lazy("Where you work"), "", LibraryPart),
    Step(
        "offered",
        gettext_lazy("What can you share?"),
        gettext_lazy(
            "Tick a whole group if you can help with it generally, or only the parts you know well."
        ),
        OfferedPart,
    ),
    Step(
        "sought",
        gettext_lazy("What would you like to learn?"),
        gettext_lazy(
            "Tick a whole group if you are interested in it generally, or only the parts you need. On the"
            " next page you can mark up to three as most important."
        ),
        SoughtPart,
    ),
    Step(
        "important",
        gettext_lazy("What matters most?"),
        gettext_lazy("Choose up to three. They count double when we look for a mentor."),
        ImportantPart,
    ),
    Step(
        "wishes",
        gettext_lazy("How it suits you"),
        gettext_lazy("Everything here may stay empty."),
        WishesForm,
    ),
    Step("check", gettext_lazy("Check and send"), "", CheckForm),
]


def steps_for(answers: Mapping[str, Any]) -> list[Step]:
    """The pages that these answers ask for."""
    left_out = set()
    if "mentor" not in answers["roles"]:
        left_out.add("offered")
    if "mentee" not in answers["roles"]:
        left_out.add("sought")
    if "mentee" not in answers["roles"] or len(answers["mentee_areas"]) < 2:
        left_out.add("important")
    return [step for step in STEPS if step.key not in left_out]


def step_of(field: str) -> str:
    """The page on which a field stands; a page's own key names itself."""
    return next((step.key for step in STEPS if step.key == field or field in step.form.base_fields), "about")
