import unicodedata
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


def tidy(text: str) -> str:
    """Names and texts are kept as typed, in Unicode's composed form."""
    return unicodedata.normalize("NFC", text)


class TextField(forms.CharField):
    """One line, kept as typed but for spaces and line breaks at its ends and inside."""

    def to_python(self, value: Any) -> str:
        return " ".join(tidy(super().to_python(value) or "").split())


class LongTextField(forms.CharField):
    def __init__(self, *, rows: int = 5, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), **kwargs)

    def to_python(self, value: Any) -> str:
        return tidy(super().to_python(value) or "")


class NamesField(forms.CharField):
    """A few names, one a line; the value is their list."""

    most = 10
    longest = 120

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, widget=forms.Textarea(attrs={"rows": 2}), max_length=2000, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:
        lines = (" ".join(line.split()) for line in tidy(super().clean(value)).splitlines())
        names = list(dict.fromkeys(line for line in lines if line))
        self.check_names(names)
        return names

    def check_names(self, names: Iterable[str]) -> None:
        if len(list(names)) > self.most:
            raise ValidationError(_("Give at most %(most)d names."), params={"most": self.most})
        if any(len(name) > self.longest for name in names):
            raise ValidationError(_("One of these names is too long. Write one name on each line."))


def tick(label: Any, **kwargs: Any) -> forms.BooleanField:
    return forms.BooleanField(label=label, required=False, **kwargs)


def ticks(label: Any, choices: Any, **kwargs: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, choices=choices, required=False, widget=forms.CheckboxSelectMultiple, **kwargs
    )


def one_of(label: Any, choices: Any, **kwargs: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, required=False, widget=forms.RadioSelect, **kwargs)
