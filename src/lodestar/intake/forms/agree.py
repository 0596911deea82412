"""The ticks below considerations and privacy notice: in the web form, and for applications from elsewhere."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lodestar.intake.forms.base import AnswersForm
from lodestar.intake.forms.parts import PrivacyPart
from lodestar.intake.queries.answers import version_of
from lodestar.intake.queries.terms import ShownTerms
from lodestar.ui.forms import SeenForm

NEW_WORDS = gettext_lazy(
    "These texts were changed since you opened the page. Please read them again, then go on."
)


def ticks_for(terms: ShownTerms, *, read: bool = False) -> dict[str, forms.BooleanField]:
    """One tick for the considerations, or one for each, and one for the privacy notice."""
    labels = {f"agree_{number}": label for number, label in enumerate(terms.points, 1)}
    labels = labels or {"agree": _("I have read the considerations and take them into account")}
    labels["agree_privacy"] = _("I have read the privacy notice")
    error = {"required": _("Please tick this before you go on.")}
    return {
        name: forms.BooleanField(label=label, initial=read, error_messages=error)
        for name, label in labels.items()
    }


class AgreeForm(AnswersForm):
    """The page of the web form; its version is that of the texts."""

    def __init__(self, *args: Any, terms: ShownTerms, read: bool = False, **kwargs: Any) -> None:
        self.terms = terms
        super().__init__(*args, **kwargs)
        self.fields |= ticks_for(terms, read=read)

    def current_version(self) -> str:
        return version_of({"terms": self.terms.versions})

    def is_stale(self) -> bool:
        typed = self.data.get("version")
        return bool(typed) and typed != self.current_version()

    def say_stale(self) -> None:
        self.add_error(None, NEW_WORDS)


class CheckForm(PrivacyPart):
    """The last page: what stays private, and the agreement without which nothing is sent."""

    discloses = forms.BooleanField(
        label=gettext_lazy(
            "If a mentor is suggested, that person may see my name, my library and the areas we share, and"
            " keeps it to themselves"
        ),
        error_messages={"required": gettext_lazy("Please tick this; without it we cannot suggest anybody.")},
    )


class AgreeLateForm(SeenForm):
    """The same ticks, for an application that did not come by the web form."""

    changed_meanwhile = NEW_WORDS

    def __init__(self, data: Any = None, *, terms: ShownTerms) -> None:
        super().__init__(data, initial={"terms": terms.versions})
        self.fields |= ticks_for(terms) | {"discloses": CheckForm.base_fields["discloses"]}
