"""The whole form on one page, in the paper form's order, for quick typing by the coordinator."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from lodestar.history.forms import SaidForm
from lodestar.intake.forms.commitment import ImportantPart, MenteeCommitmentPart, MentorCommitmentPart
from lodestar.intake.forms.parts import (
    LibraryPart,
    NamesPart,
    OfferedPart,
    PersonPart,
    PrivacyPart,
    RolesPart,
    SoughtPart,
    WishesPart,
)
from lodestar.people.forms import AddressField


class WholeForm(
    PrivacyPart,
    NamesPart,
    MenteeCommitmentPart,
    MentorCommitmentPart,
    WishesPart,
    ImportantPart,
    SoughtPart,
    OfferedPart,
    LibraryPart,
    RolesPart,
    PersonPart,
):
    """Every field of the paper form in its order and words, with the added ones where they belong."""

    field_order: tuple[str, ...] = (
        "name",
        "date_on_form",
        "phone",
        "roles",
        "library",
        "second_library",
        "other_library",
        "staff_band",
        "location_kind",
        "position",
        "years_in_role",
        "mentor_areas",
        "mentor_other",
        "mentor_unsure",
        "mentor_capacity",
        "mentee_areas",
        "mentee_other",
        "mentee_unsure",
        "first_area",
        "second_area",
        "third_area",
        "requests",
        "mentor_means",
        "mentee_means",
        "max_km",
        "mentor_time",
        "mentee_time",
    )

    def important_choices(self) -> list[Any]:
        return self.catalogue.area_choices()

    def answers(self) -> dict[str, Any]:
        """An area is only important among those sought; answers of a role not ticked are left alone."""
        answers = super().answers()
        sought = answers["mentee_areas"]
        answers["mentee_important"] = [key for key in answers["mentee_important"] if key in sought]
        unticked = tuple(f"{role}_" for role in ("mentor", "mentee") if role not in answers["roles"])
        return {name: value for name, value in answers.items() if not name.startswith(unticked or ("\0",))}


class CorrectForm(SaidForm, WholeForm):
    """Any answer of an application that was sent."""


class EnterForm(SaidForm, WholeForm):
    """An application from paper, the telephone or a talk."""

    email = AddressField(
        label=_("E-mail address"),
        required=False,
        help_text=_("May stay empty when there is a telephone number. One address belongs to one person."),
    )
    field_order = ("channel", "said_on", "name", "date_on_form", "email", *WholeForm.field_order[2:])
