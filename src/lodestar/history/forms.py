from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lodestar.history.models import Channel
from lodestar.ui.forms import DateInput


class SaidForm(forms.Form):
    """How and on which day somebody said what the coordinator now writes down."""

    channel = forms.ChoiceField(
        label=_("How was it said?"),
        choices=[(way.value, way.label) for way in (Channel.PHONE, Channel.PAPER, Channel.IN_PERSON)],
        widget=forms.RadioSelect,
    )
    said_on = forms.DateField(label=_("On which day?"), widget=DateInput)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.initial = {"said_on": today, **self.initial}

    def clean_said_on(self) -> date | None:
        day: date | None = self.cleaned_data["said_on"]
        if day and day > self.today:
            raise forms.ValidationError(_("This day is still to come. Enter today or an earlier day."))
        return day
