from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _

from lodestar.intake.policy import Missing
from lodestar.intake.queries import Catalogue, changed_names, version_of


class AnswersForm(forms.Form):
    """A part of the application: starts from answers, gives answers back. Needs no field to be filled.

    Its `version` says which answers the page started from, so that a change in another window is noticed.
    """

    data: Any
    needed = frozenset({"name", "library", "roles", "mentor_areas", "mentee_areas"})  # to send, not to save
    version = forms.CharField(widget=forms.HiddenInput, required=False, max_length=16)

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        answers: Mapping[str, Any],
        catalogue: Catalogue,
    ) -> None:
        super().__init__(data, initial=dict(answers))
        self.catalogue = catalogue
        self.answers_before = answers
        self.set_choices()
        self.initial = {**answers, **self.initial_extra(), "version": self.current_version()}

    def set_choices(self) -> None:
        """Fill in choices that come from the catalogue."""

    def initial_extra(self) -> dict[str, Any]:
        """Values of fields that are not answers themselves."""
        return {}

    def answer_names(self) -> list[str]:
        """The answers that this part is about."""
        return [name for name in self.fields if name in self.answers_before]

    def answers(self) -> dict[str, Any]:
        """What was typed, cleaned, as answers."""
        return {name: self.cleaned_data[name] for name in self.answer_names() if name in self.cleaned_data}

    def current_version(self) -> str:
        return version_of({name: self.answers_before[name] for name in self.answer_names()})

    def is_stale(self) -> bool:
        """Whether these answers were changed elsewhere since the page was opened, and not to the same."""
        typed = self.data.get("version")
        return bool(typed) and typed != self.current_version() and bool(self.changes())

    def changes(self) -> list[str]:
        """The names of the answers that differ from those saved."""
        return changed_names(dict(self.answers_before), self.answers())

    def renew_version(self) -> None:
        """Let a page that is shown again start from what is saved now."""
        self.data = self.data.copy()
        self.data["version"] = self.current_version()

    def typed(self) -> dict[str, list[str]]:
        """Every value of this part's fields just as it was typed, to be kept when it cannot be saved."""
        names = [name for name in self.fields if name in self.data]
        return {name: [value.replace("\0", "") for value in self.values(name)] for name in names}

    def values(self, name: str) -> list[str]:
        return list(self.data.getlist(name))

    def show_missing(self, missing: list[Missing]) -> bool:
        """Put what is still needed beside its field; return whether anything of this part is missing."""
        mine = [gap for gap in missing if gap.field in self.fields]
        for gap in mine:
            self.add_error(gap.field, gap.message)
        return bool(mine)

    def say_stale(self) -> None:
        self.add_error(
            None,
            _(
                "This page was changed in another window since you opened it. Nothing is lost: below is what"
                " you typed here. Save again to keep it, or open the page anew to see what was saved there."
            ),
        )
