from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lodestar.folders.forms import AssignedField
from lodestar.history.forms import SaidForm
from lodestar.history.models import Channel
from lodestar.intake.forms.fields import LongTextField, TextField
from lodestar.intake.models import ApplicationRole
from lodestar.intake.queries import Catalogue
from lodestar.people.models import Person


class FilterForm(forms.Form):
    """What the list of applications shows."""

    hide_optional = True

    text = TextField(label=_("Name, address or library"), max_length=80, required=False)
    cycle = forms.ChoiceField(label=_("Cycle"), required=False)
    role = forms.ChoiceField(label=_("Role"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False)
    library = forms.ChoiceField(label=_("Library"), required=False)
    area = forms.ChoiceField(label=_("Area"), required=False)
    source = forms.ChoiceField(label=_("Came"), required=False)
    assigned = AssignedField()
    talk_first = forms.BooleanField(label=_("Talk first"), required=False)

    def __init__(
        self, *args: Any, catalogue: Catalogue, cycles: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        states = [
            choice for choice in ApplicationRole.State.choices if choice[0] != ApplicationRole.State.DRAFT
        ]
        areas = [
            (group.label, [(area.key, area.label) for area in group.areas.all()])
            for group in catalogue.groups
        ]
        self.offer("cycle", cycles)
        self.offer("role", ApplicationRole.Role.choices)
        self.offer("state", states)
        self.offer("library", list(catalogue.libraries))
        self.offer("area", areas)
        self.offer("source", [choice for choice in Channel.choices if choice[0] != Channel.PROGRAM])

    def offer(self, name: str, choices: list[Any]) -> None:
        self.fields[name].choices = [("", _("All")), *choices]  # type: ignore[attr-defined]


class DeclineForm(forms.Form):
    reason = LongTextField(
        label=_("Reason"),
        help_text=_("The applicant reads this on their page, so write it to them."),
        max_length=2000,
    )


class AskForm(forms.Form):
    text = LongTextField(
        label=_("Your question"), help_text=_("The applicant answers on their page."), max_length=2000
    )


class AnswerForm(forms.Form):
    answer = LongTextField(label=_("Your answer"), max_length=4000)


class RecordAnswerForm(SaidForm, AnswerForm):
    field_order = ("answer", "channel", "said_on")


class TalkedForm(SaidForm):
    any_mentor = forms.BooleanField(label=_("Any partner will do"), required=False)


class LinkForm(forms.Form):
    person = forms.ModelChoiceField(
        label=_("Who is meant?"), queryset=Person.objects.none(), to_field_name="public_id", empty_label=None
    )

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people  # type: ignore[attr-defined]
