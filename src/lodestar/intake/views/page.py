from functools import cached_property
from typing import Any

from django.http import Http404, QueryDict
from django.urls import reverse

from lodestar.intake.forms.agree import AgreeForm
from lodestar.intake.forms.base import AnswersForm
from lodestar.intake.forms.steps import step_of, steps_for
from lodestar.intake.models import Application
from lodestar.intake.policy import unread_terms, unsaved_steps, what_is_missing
from lodestar.intake.queries import answers_of, catalogue_of
from lodestar.intake.queries.summary import summary_of
from lodestar.intake.queries.terms import ShownTerms, shown_terms


class StepPage:
    """One page of somebody's application: its form, its place among the others, what it shows."""

    def __init__(self, application: Application, key: str) -> None:
        self.application = application
        self.answers = answers_of(application)
        self.steps = steps_for(self.answers)
        self.catalogue = catalogue_of(application.cycle.program)
        found = [place for place, step in enumerate(self.steps) if step.key == key]
        if not found:
            raise Http404
        self.place = found[0]
        self.step = self.steps[self.place]

    def form(self, data: QueryDict | None = None) -> AnswersForm:
        extra: dict[str, Any] = {}
        if self.step.form is AgreeForm:
            extra = {"terms": self.terms, "read": bool(self.application.considerations_id)}
        return self.step.form(data, answers=self.answers, catalogue=self.catalogue, **extra)

    @cached_property
    def terms(self) -> ShownTerms:
        return shown_terms(self.application.cycle.program)

    @property
    def template(self) -> str:
        return self.step.key if self.step.key in {"agree", "check"} else "step"

    @property
    def back_url(self) -> str:
        return step_url(self.steps[max(self.place - 1, 0)].key)

    @property
    def next_url(self) -> str:
        return step_url(self.steps[min(self.place + 1, len(self.steps) - 1)].key)

    def gaps(self) -> list[tuple[str, str]]:
        """What keeps the form from being sent: the address of the page, and what to do there."""
        missing = unread_terms(self.application) + unsaved_steps(self.application)
        missing += what_is_missing(self.answers, email=self.application.person.email)
        return [(step_url(step_of(gap.field)), gap.message) for gap in missing]

    def first_gap_url(self) -> str:
        return self.gaps()[0][0] if self.gaps() else step_url("check")

    def context(self) -> dict[str, Any]:
        context: dict[str, Any] = {
            "application": self.application,
            "step": self.step,
            "number": self.place + 1,
            "count": len(self.steps),
            "back_url": self.back_url if self.place else "",
            "is_complete": not self.gaps(),
        }
        if self.step.key == "agree":
            context["terms"] = self.terms
        if self.step.key == "check":
            context |= {"gaps": self.gaps(), "summary": summary_of(self.application)}
        return context


def step_url(key: str) -> str:
    return reverse("intake:step", args=[key])
