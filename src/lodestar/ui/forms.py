"""How every form of the site is drawn; set FORM_RENDERER = "lodestar.ui.forms.Renderer"."""

from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from django import forms
from django.forms.renderers import DjangoTemplates
from django.utils.translation import gettext_lazy as _


class Renderer(DjangoTemplates):
    """Draws `{{ form }}` with its error summary, and each field with label, help and error."""

    form_template_name = "ui/form.html"
    field_template_name = "ui/field.html"


class DateInput(forms.DateInput):
    """The browser's own date field; the value travels as 2026-09-14."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


FEWEST_DIGITS = 7


def check_telephone(text: str) -> None:
    """A number may be written in any way, but words alone are none."""
    if sum(letter.isdigit() for letter in text) < FEWEST_DIGITS:
        raise forms.ValidationError(
            _("A telephone number has at least 7 digits, for example 780-555-0100. Or leave it empty.")
        )


class SeenForm(forms.Form):
    """Carries a mark of what its writer saw, so that nobody overwrites another's change unread."""

    data: Any
    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    changed_meanwhile = _(
        "Somebody changed this since you opened it. Look at it in another tab, then save again."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        shown = sorted((name, str(value)) for name, value in self.initial.items())
        self.initial = {**self.initial, "seen": sha256(repr(shown).encode()).hexdigest()[:16]}

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.pop("seen", "") not in ("", self.initial["seen"]):
            self.data = self.data.copy()
            self.data["seen"] = self.initial["seen"]
            raise forms.ValidationError(self.changed_meanwhile)
        return cleaned


class GroupedChoices(forms.CheckboxSelectMultiple):
    """Tick boxes in groups, one panel each; the first choice of a group stands for the whole group.

    Choices are `[(group, [(value, label), ...]), ...]`.
    """

    template_name = "ui/widgets/grouped_choices.html"

    def subwidgets(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None
    ) -> Iterator[dict[str, Any]]:
        """Draw the groups as one whole, so that they keep together."""
        yield self.get_context(name, value, attrs)["widget"]
