import re
from collections.abc import Mapping
from datetime import datetime
from itertools import pairwise
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lodestar.programs.models import CYCLE_DATES, Area, AreaGroup, Cycle, Program, ProgramText, Terms
from lodestar.ui.forms import DateInput, SeenForm, check_telephone

LONG_TEXT = 10_000


class DatesForm(forms.ModelForm):
    """The dates of a cycle, each on or after the one before."""

    class Meta:
        model = Cycle
        fields: tuple[str, ...] = CYCLE_DATES
        widgets = dict.fromkeys(CYCLE_DATES, DateInput)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for earlier, later in pairwise(CYCLE_DATES):
            first, second = cleaned.get(earlier), cleaned.get(later)
            if first and second and second < first:
                label = self.fields[earlier].label
                self.add_error(
                    later, _("This comes before “%(date)s”. Please choose a later day.") % {"date": label}
                )
        return cleaned


class CycleForm(DatesForm):
    class Meta(DatesForm.Meta):
        fields = ("name", *CYCLE_DATES)
        help_texts = {"name": _("For example 2026-2027.")}


class ProgramForm(SeenForm, forms.ModelForm):
    """The settings of the program, each with a sentence."""

    class Meta:
        model = Program
        fields = (
            "name",
            "system_name",
            "system_short_name",
            "contact_name",
            "contact_phone",
            "contact_email",
            "newer_years",
            "mentees_at_once",
            "answer_days",
            "reminder_days",
            "holiday_from",
            "holiday_to",
            "first_contact_days",
            "considerations_one_by_one",
            "offers_in_waves",
            "monday_mail",
        )
        help_texts = {
            "system_short_name": _("As people say it, for example NLLS."),
            "contact_name": _("Stands at the foot of every page and in every mail."),
            "newer_years": _("Such a mentee sees the recommendation of a job shadow in person."),
            "mentees_at_once": _("Counts for mentors who do not say how many they take."),
            "answer_days": _("An offer lapses at the end of the last day. Nothing is lost by it."),
            "reminder_days": _("Who has not answered by then gets one reminder."),
            "holiday_from": _("Month and day, for example 12-20."),
            "holiday_to": _("Month and day, for example 01-03."),
            "first_contact_days": _("After that both are asked whether they have talked."),
            "considerations_one_by_one": _("Otherwise one tick is for all seven together."),
            "offers_in_waves": _(
                "After the first yes the other person is asked only when you send the next wave."
            ),
            "monday_mail": _("Only when something needs them: counts and one link, no names."),
        }

    LIMITS: Mapping[str, tuple[int, int]] = {
        "newer_years": (0, 50),
        "mentees_at_once": (1, 20),
        "answer_days": (1, 60),
        "reminder_days": (1, 59),
        "first_contact_days": (1, 90),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["contact_phone"].validators.append(check_telephone)
        for name, (least, most) in self.LIMITS.items():
            label, help_text = self.fields[name].label, self.fields[name].help_text
            self.fields[name] = forms.IntegerField(
                label=label, help_text=help_text, min_value=least, max_value=most
            )

    def clean_holiday_from(self) -> str:
        return month_and_day(self.cleaned_data["holiday_from"])

    def clean_holiday_to(self) -> str:
        return month_and_day(self.cleaned_data["holiday_to"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        answer, reminder = cleaned.get("answer_days"), cleaned.get("reminder_days")
        if answer and reminder and reminder >= answer:
            self.add_error("reminder_days", _("A reminder comes before the last day to answer."))
        return cleaned


def month_and_day(text: str) -> str:
    """Return MM-DD, or say what is wrong. A leap year, so that 02-29 is a day."""
    try:
        return datetime.strptime(f"2024-{text}", "%Y-%m-%d").strftime("%m-%d")  # noqa: DTZ007
    except ValueError:
        raise forms.ValidationError(_("Write month and day as two numbers, for example 12-20.")) from None


class TextForm(SeenForm):
    heading = forms.CharField(label=_("Heading"), max_length=120)
    body = forms.CharField(
        label=_("Text"),
        max_length=LONG_TEXT,
        widget=forms.Textarea,
        help_text=_("An empty line begins a new paragraph."),
    )

    def __init__(self, data: Any = None, *, text: ProgramText) -> None:
        super().__init__(data, initial={"heading": text.heading, "body": text.text})


class TermsForm(SeenForm):
    heading = forms.CharField(label=_("Heading"), max_length=120)
    intro = forms.CharField(label=_("Beginning"), max_length=LONG_TEXT, widget=forms.Textarea, required=False)
    points = forms.CharField(
        label=_("Points"),
        max_length=2 * LONG_TEXT,
        widget=forms.Textarea,
        help_text=_("Each point: its heading on one line, its text below it, then an empty line."),
    )

    def __init__(self, data: Any = None, *, terms: Terms) -> None:
        points = "\n\n".join(f"{item['heading']}\n{item['text']}" for item in terms.items)
        values = {"heading": terms.heading, "intro": terms.intro, "points": points}
        super().__init__(data, initial=values)

    def clean_points(self) -> list[dict[str, str]]:
        lines = self.cleaned_data["points"].replace("\r\n", "\n").strip()
        parts = [part.partition("\n") for part in re.split(r"\n\s*\n", lines)]
        for number, (heading, _line, text) in enumerate(parts, start=1):
            if not text.strip():
                raise forms.ValidationError(
                    _("Point %(number)s, “%(heading)s”, has a heading but no text below it."),
                    params={"number": number, "heading": heading[:60]},
                )
        return [{"heading": heading.strip(), "text": text.strip()} for heading, _line, text in parts]


class LabelForm(forms.Form):
    label = forms.CharField(label=_("Name"), max_length=80)


class AreaForm(LabelForm):
    """A new area, in one of the groups."""

    group = forms.ModelChoiceField(label=_("Group"), queryset=AreaGroup.objects.all(), to_field_name="key")
    field_order = ["group", "label"]

    def clean(self) -> dict[str, Any]:
        group, label = self.cleaned_data.get("group"), self.cleaned_data.get("label")
        if group and label and Area.objects.filter(group=group, label=label).exists():
            self.add_error("label", _("This group has an area of this name already."))
        return self.cleaned_data
