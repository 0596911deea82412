from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lodestar.libraries.models import Board, Library
from lodestar.ui.forms import SeenForm


class SearchForm(forms.Form):
    """The words looked for in names and towns."""

    hide_optional = True
    q = forms.CharField(label=_("Name or town"), max_length=120, required=False)


class LibraryForm(forms.ModelForm):
    class Meta:
        model = Library
        fields = ("name", "town", "board", "latitude", "longitude", "location_kind", "is_member")
        help_texts = {
            "board": _("People of one board are never matched with each other."),
            "latitude": _("In degrees, for example 54.7169."),
            "longitude": _("In degrees, west is minus, for example -113.2854."),
            "is_member": _("Take the tick away when a library has left. Old applications keep it."),
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for name, most in [("latitude", 90), ("longitude", 180)]:
            value = cleaned.get(name)
            if value is not None and abs(value) > most:
                self.add_error(name, _("This is between -%(most)s and %(most)s degrees.") % {"most": most})
        return cleaned


class ChangeLibraryForm(SeenForm, LibraryForm):
    """The facts of a library that is there already."""


class BoardForm(forms.ModelForm):
    class Meta:
        model = Board
        fields = ("name",)


class DistanceForm(forms.Form):
    """One way, as somebody drives it; empty goes back to the estimate."""

    km = forms.IntegerField(
        label=_("Kilometres one way"),
        min_value=0,
        max_value=3000,
        required=False,
        help_text=_("Leave it empty to go back to the estimate."),
    )
