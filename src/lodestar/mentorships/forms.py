from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lodestar.folders.forms import AssignedField
from lodestar.history.forms import SaidForm
from lodestar.history.models import Channel
from lodestar.mentorships.models import Mentorship
from lodestar.ui.forms import DateInput


class ListForm(forms.Form):
    """Which mentorships the list shows."""

    hide_optional = True
    state = forms.ChoiceField(
        label=_("Show"),
        choices=[("", _("all mentorships")), ("active", _("active")), ("ended", _("ended"))],
        required=False,
    )
    assigned = AssignedField()


class TalkedForm(forms.Form):
    """The day of the first talk."""

    on = forms.DateField(label=_("On which day did you first talk?"), widget=DateInput)

    def __init__(self, data: Any = None, *, today: date) -> None:
        super().__init__(data, initial={"on": today})


class RecordTalkedForm(SaidForm):
    """The same, told to the coordinator."""

    on = forms.DateField(label=_("On which day did the two first talk?"), widget=DateInput)
    field_order = ("on", "channel", "said_on")

    def __init__(self, data: Any = None, *, today: date) -> None:
        super().__init__(data, today=today, initial={"on": today})


class TextForm(forms.Form):
    """A message or its answer."""

    text = forms.CharField(label=_("Your message"), max_length=4000, widget=forms.Textarea({"rows": 5}))


class EndForm(forms.Form):
    """Why it ends, and what the one who ends it wishes next. For the coordinator's eyes only."""

    reason = forms.ChoiceField(
        label=_("Why does it end?"),
        help_text=_("The nearest one of the list is enough; nobody asks for more."),
        choices=[("", _("Please choose")), *Mentorship.EndReason.choices],
    )
    wants_new_match = forms.ChoiceField(
        label=_("Would you like a new match?"),
        choices=[("yes", _("Yes, please")), ("no", _("No, thank you"))],
        widget=forms.RadioSelect,
        required=False,
    )

    def clean_wants_new_match(self) -> bool | None:
        return {"yes": True, "no": False}.get(self.cleaned_data["wants_new_match"])


class RecordEndForm(SaidForm, EndForm):
    """The same, recorded by the coordinator: for one of the two who said so, or of their own accord."""

    asked_by = forms.ChoiceField(
        label=_("Who asked for it?"),
        choices=[("mentor", _("The mentor")), ("mentee", _("The mentee")), ("", _("Neither: I end it"))],
        required=False,
    )
    field_order = ("reason", "wants_new_match", "asked_by", "channel", "said_on")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["wants_new_match"].label = _("Do they wish a new match?")
        for name in ("channel", "said_on"):
            self.fields[name].required = False

    def clean(self) -> dict[str, Any]:
        """Only what somebody said has a way and a day on which it was said."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not cleaned.get("asked_by"):
            return cleaned | {"channel": Channel.WEB.value, "said_on": None}
        for name in ("channel", "said_on"):
            if not cleaned.get(name) and name not in self.errors:
                self.add_error(name, _("You were told: please say how, and on which day."))
        return cleaned


class RecordWishForm(SaidForm):
    """Whether one of the two wishes a new match, told to the coordinator after the end."""

    who = forms.ChoiceField(
        label=_("Who told you?"),
        choices=[("mentor", _("The mentor")), ("mentee", _("The mentee"))],
        widget=forms.RadioSelect,
    )
    wished = forms.ChoiceField(
        label=_("Do they wish a new match?"),
        choices=[("yes", _("Yes, please")), ("no", _("No, thank you"))],
        widget=forms.RadioSelect,
    )
    field_order = ("who", "wished", "channel", "said_on")

    def clean_wished(self) -> bool:
        return bool(self.cleaned_data["wished"] == "yes")
