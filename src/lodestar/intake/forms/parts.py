"""The application form in parts, with the paper form's words. A step shows one, the whole page all."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lodestar.intake.forms.base import AnswersForm
from lodestar.intake.forms.fields import LongTextField, NamesField, TextField, one_of, tick, ticks
from lodestar.libraries.models import LocationKind, StaffBand
from lodestar.ui.forms import DateInput, GroupedChoices, check_telephone

EARLIEST = date(2000, 1, 1)
LATEST = date(2100, 1, 1)


class PersonPart(AnswersForm):
    name = TextField(label=_("Name"), max_length=120, required=False)
    date_on_form = forms.DateField(
        label=_("Date"), required=False, widget=DateInput, input_formats=["%Y-%m-%d", "%m/%d/%y", "%m/%d/%Y"]
    )
    phone = TextField(
        label=_("Telephone"),
        max_length=40,
        required=False,
        validators=[check_telephone],
        widget=forms.TextInput(attrs={"type": "tel"}),
    )

    def clean_date_on_form(self) -> date | None:
        day: date | None = self.cleaned_data["date_on_form"]
        if day and not EARLIEST <= day < LATEST:
            raise forms.ValidationError(_("Write the date with its year, for example 2026-09-14."))
        return day


class MailboxPart(AnswersForm):
    mailbox_is_shared = forms.TypedChoiceField(
        label=_("Do others read this mailbox, or would they inherit it?"),
        choices=[("True", _("Yes")), ("False", _("No, it is mine alone"))],
        coerce=lambda value: value == "True",
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
        help_text=_(
            "A code in a shared mailbox opens your page to colleagues. If yes: use another address, sign in"
            " with a passkey, or ask us to do everything by phone and paper."
        ),
    )


class LibraryPart(AnswersForm):
    library = forms.ChoiceField(label=_("Library"), required=False)
    second_library = forms.ChoiceField(label=_("Another library you work at"), required=False)
    other_library = TextField(
        label=_("My library is not in the list"),
        help_text=_("Type its name and town."),
        max_length=120,
        required=False,
    )
    staff_band = one_of(_("Library staff (manager included)"), StaffBand.choices)
    location_kind = one_of(_("Library Location"), LocationKind.choices)
    position = TextField(label=_("Position"), max_length=120, required=False)
    years_in_role = forms.IntegerField(
        label=_("Years in this role"),
        help_text=_("In whole years: 0 in your first year."),
        min_value=0,
        max_value=80,
        required=False,
    )

    def set_choices(self) -> None:
        super().set_choices()
        choices = [("", _("Choose")), *self.catalogue.libraries]
        for name in ("library", "second_library"):
            self.fields[name].choices = choices  # type: ignore[attr-defined]

    def initial_extra(self) -> dict[str, Any]:
        libraries: list[str] = self.answers_before["libraries"]
        named = dict(zip(("library", "second_library"), libraries, strict=False))
        return super().initial_extra() | named

    def answer_names(self) -> list[str]:
        return [*super().answer_names(), "libraries"]

    def answers(self) -> dict[str, Any]:
        chosen = [self.cleaned_data["library"], self.cleaned_data["second_library"]]
        further = self.answers_before["libraries"][2:]
        return super().answers() | {
            "libraries": list(dict.fromkeys(key for key in [*chosen, *further] if key))
        }


class RolesPart(AnswersForm):
    roles = ticks(
        _("Role"),
        [
            ("mentor", _("Mentor: I share what I know with a colleague from another library")),
            ("mentee", _("Mentee: I want to learn from a colleague, new to the job or not")),
        ],
        help_text=_("You may tick both."),
    )


class OfferedPart(AnswersForm):
    mentor_areas = ticks(_("Areas you are confident in sharing with a mentee"), [])
    mentor_other = TextField(
        label=_("Other areas of professional development"),
        help_text=_("Please specify:"),
        max_length=200,
        required=False,
    )
    mentor_unsure = tick(_("I am not sure yet, please talk with me"))
    mentor_capacity = forms.IntegerField(
        label=_("How many mentees at once"), min_value=1, max_value=20, required=False
    )

    def set_choices(self) -> None:
        super().set_choices()
        offer_areas(self, "mentor_areas")


class SoughtPart(AnswersForm):
    mentee_areas = ticks(_("Areas of interest to you in your professional development"), [])
    mentee_other = TextField(
        label=_("Other areas of professional development"),
        help_text=_("Please specify:"),
        max_length=200,
        required=False,
    )
    mentee_unsure = tick(_("I am not sure yet, please talk with me"))

    def set_choices(self) -> None:
        super().set_choices()
        offer_areas(self, "mentee_areas")


class WishesPart(AnswersForm):
    requests = LongTextField(
        label=_("Other requests or information"),
        help_text=_(
            "For example: remote-only meetings, driving distance from a particular location, or objectives."
        ),
        max_length=4000,
        required=False,
    )
    max_km = forms.IntegerField(
        label=_("Farthest drive, one way, in km"), min_value=0, max_value=2000, required=False
    )


class NamesPart(AnswersForm):
    reports_to = NamesField(
        label=_("People I report to, or who report to me"),
        help_text=_("One name on each line. Only the coordinator sees these names."),
    )
    please_not = NamesField(
        label=_("Please not with"),
        help_text=_("One name on each line. Only the coordinator sees these names; you need give no reason."),
    )
    hoped_for = NamesField(
        label=_("Someone I hope to work with"),
        help_text=_("Only the coordinator sees this. We read it, but it is never counted."),
    )


class PrivacyPart(AnswersForm):
    requests_stay_private = tick(
        _("Keep my other requests and objectives between me and the coordinator, also after a match")
    )
    ask_me_first = tick(_("Ask me before you ask anyone about me"))


def offer_areas(form: AnswersForm, name: str) -> None:
    field = form.fields[name]
    field.widget = GroupedChoices()
    field.choices = form.catalogue.area_choices()  # type: ignore[attr-defined]
