from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lodestar.history.models import Channel
from lodestar.outbox.models import Mail
from lodestar.ui.forms import DateInput


class ShownForm(forms.Form):
    """Which mails the list shows."""

    hide_optional = True
    state = forms.ChoiceField(
        label=_("Show"), choices=[("", _("all mails")), *Mail.State.choices], required=False
    )


class ToldForm(forms.Form):
    """How and when a person heard what a mail says."""

    channel = forms.ChoiceField(
        label=_("How did you tell it?"),
        choices=[(channel, channel.label) for channel in (Channel.PHONE, Channel.PAPER, Channel.IN_PERSON)],
    )
    said_on = forms.DateField(label=_("On which day?"), widget=DateInput)

    def __init__(self, data: Any = None, *, today: date) -> None:
        super().__init__(data, initial={"said_on": today})
        self.today = today

    def clean_said_on(self) -> date:
        day: date = self.cleaned_data["said_on"]
        if day > self.today:
            raise forms.ValidationError(_("This day is still to come. Enter today or an earlier day."))
        return day
