from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lodestar.people.models import Person


class AssignForm(forms.Form):
    hide_optional = True
    to = forms.ModelChoiceField(
        label=_("Assign it to"),
        queryset=Person.objects.none(),
        to_field_name="public_id",
        required=False,
        empty_label=_("Nobody"),
    )

    def __init__(self, data: Any = None, *, now: Person | None) -> None:
        super().__init__(data, initial={"to": now and now.public_id})
        self.fields["to"].queryset = Person.objects.coordinators()  # type: ignore[attr-defined]


class NoteForm(forms.Form):
    text = forms.CharField(
        label=_("A note for the coordinators"),
        max_length=4000,
        widget=forms.Textarea({"rows": 4}),
        error_messages={"required": _("Write the note first.")},
        help_text=_(
            "Only coordinators see it; it is in no mail. But people may ask to read what is written about "
            "them (Protection of Privacy Act): write it so that you would show it to them."
        ),
    )


class AssignedField(forms.ChoiceField):
    """Whose things a list shows."""

    def __init__(self) -> None:
        choices = [("", _("All")), ("me", _("me")), ("nobody", _("nobody yet"))]
        super().__init__(label=_("Assigned to"), choices=choices, required=False)
