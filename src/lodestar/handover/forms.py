from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lodestar.handover.models import Handover
from lodestar.handover.policy import may_be_on, may_hand_over
from lodestar.people.models import Person
from lodestar.ui.forms import DateInput


class HandoverForm(forms.Form):
    """Who leaves their work to whom, and on which day."""

    leaver = forms.ModelChoiceField(
        label=_("Who leaves?"), queryset=Person.objects.none(), to_field_name="public_id", empty_label=None
    )
    successor = forms.ModelChoiceField(
        label=_("Who takes over?"),
        queryset=Person.objects.none(),
        to_field_name="public_id",
        empty_label=_("Please choose"),
        help_text=_("Another coordinator. Somebody new gets the role first, under “People and roles”."),
    )
    on = forms.DateField(
        label=_("On which day?"),
        widget=DateInput,
        help_text=_("Today, and it happens at once; or a later day, and it happens early that morning."),
    )
    becomes_contact = forms.BooleanField(
        label=_("Put their name, telephone and e-mail address on every page and mail"),
        required=False,
        help_text=_("It is the one setting of whom people are told to ask."),
    )

    def __init__(self, data: Any = None, *, today: date, leaver: str = "") -> None:
        super().__init__(data, initial={"on": today, "becomes_contact": True, "leaver": leaver})
        self.today = today
        for name in ("leaver", "successor"):
            self.fields[name].queryset = Person.objects.coordinators()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        leaver, successor, on = (cleaned.get(name) for name in ("leaver", "successor", "on"))
        if leaver and successor and (refused := may_hand_over(leaver, successor)):
            self.add_error("successor", refused.message)
        if on and (refused := may_be_on(on, self.today)):
            self.add_error("on", refused.message)
        return cleaned

    def handover(self) -> Handover:
        """What is wanted, not kept yet."""
        return Handover(**self.cleaned_data)
