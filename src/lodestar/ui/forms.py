"""How every form of the site is drawn; set FORM_RENDERER = "lodestar.ui.forms.Renderer"."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.forms.renderers import DjangoTemplates


class Renderer(DjangoTemplates):
    """Draws `{{ form }}` with its error summary, and each field with label, help and error."""

    form_template_name = "ui/form.html"
    field_template_name = "ui/field.html"


class DateInput(forms.DateInput):
    """The browser's own date field; the value travels as 2026-09-14."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


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
