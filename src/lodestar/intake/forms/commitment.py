"""Meeting means and time commitment, asked for each role; and the most important areas of a mentee."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lodestar.intake.forms.base import AnswersForm
from lodestar.intake.forms.fields import ticks
from lodestar.intake.models import ApplicationRole
from lodestar.intake.queries.answers import MEANS, TIMES

MOST_IMPORTANT = 3
FIELDS: dict[str, Any] = {field.name: field for field in ApplicationRole._meta.get_fields()}
MEANS_CHOICES = [(name, FIELDS[name].verbose_name) for name in MEANS]
TIMES_WORDS = [
    _(
        "I am open to a project-based relationship, connecting by email, phone, and in-person, 2-3 times"
        " in total with limited follow-up."
    ),
    _("I am open to an on-going mentorship relationship."),
]
TIMES_CHOICES = list(zip(TIMES, TIMES_WORDS, strict=True))
ANY = _("Tick none if any will do.")


class MentorCommitmentPart(AnswersForm):
    mentor_means = ticks(_("How you like to meet, as a mentor"), MEANS_CHOICES, help_text=ANY)
    mentor_time = ticks(_("Time Commitment, as a mentor"), TIMES_CHOICES, help_text=ANY)


class MenteeCommitmentPart(AnswersForm):
    mentee_means = ticks(_("How you like to meet, as a mentee"), MEANS_CHOICES, help_text=ANY)
    mentee_time = ticks(_("Time Commitment, as a mentee"), TIMES_CHOICES, help_text=ANY)


class ImportantPart(AnswersForm):
    """Up to three of the areas sought; each counts double."""

    first_area = forms.ChoiceField(label=_("Most important area"), required=False)
    second_area = forms.ChoiceField(label=_("Second most important"), required=False)
    third_area = forms.ChoiceField(label=_("Third most important"), required=False)

    def set_choices(self) -> None:
        super().set_choices()
        for name in self.ranks():
            self.fields[name].choices = [("", _("None")), *self.important_choices()]  # type: ignore[attr-defined]

    def important_choices(self) -> list[Any]:
        """Only what was ticked as sought."""
        sought = self.answers_before["mentee_areas"]
        return [(key, self.catalogue.label(key)) for key in sought]

    def ranks(self) -> tuple[str, ...]:
        return ("first_area", "second_area", "third_area")

    def initial_extra(self) -> dict[str, Any]:
        important = self.answers_before["mentee_important"]
        return super().initial_extra() | dict(zip(self.ranks(), important, strict=False))

    def answer_names(self) -> list[str]:
        return [*super().answer_names(), "mentee_important"]

    def answers(self) -> dict[str, Any]:
        chosen = [self.cleaned_data.get(name, "") for name in self.ranks()]
        return super().answers() | {"mentee_important": list(dict.fromkeys(key for key in chosen if key))}
