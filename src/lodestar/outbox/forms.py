from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lodestar.history.forms import SaidForm
from lodestar.outbox.models import Mail


class ShownForm(forms.Form):
    """Which mails the list shows."""

    hide_optional = True
    state = forms.ChoiceField(
        label=_("Show"), choices=[("", _("all mails")), *Mail.State.choices], required=False
    )


class ToldForm(SaidForm):
    """How and when a person heard what a mail says."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["channel"].label = _("How did you tell it?")
