"""What somebody said by phone, on paper or in person, written down by the coordinator."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lodestar.gates import SignedInRequest, for_coordinators
from lodestar.history.forms import SaidForm
from lodestar.intake.actions import agree_to_terms, answer_question, link_name, settle_areas, withdraw_role
from lodestar.intake.forms.review import LinkForm, RecordAnswerForm, TalkedForm
from lodestar.intake.models import Application
from lodestar.intake.views.review import sent_application, sent_role
from lodestar.people.queries import find_people
from lodestar.refusal import Refused

MOST_FOUND = 20


@for_coordinators
@require_http_methods(["GET", "POST"])
def answer(request: SignedInRequest, public_id: str, number: int) -> HttpResponse:
    application = sent_application(request, public_id)
    question = get_object_or_404(application.questions.all(), pk=number)
    form = RecordAnswerForm(request.POST or None, today=timezone.localdate())

    def act(said: dict[str, Any]) -> None:
        answer_question(question=question, by=request.user, at=timezone.now(), **said)

    return write_down(request, application, form, _("Record an answer"), act, lead=question.text)


@for_coordinators
@require_http_methods(["GET", "POST"])
def withdraw(request: SignedInRequest, public_id: str, role: str) -> HttpResponse:
    row = sent_role(request, public_id, role)

    def act(said: dict[str, Any]) -> None:
        withdraw_role(role=row, by=request.user, at=timezone.now(), **said)

    title = _("Record a withdrawal as %(role)s") % {"role": row.get_role_display().lower()}
    lead = _("If an offer is on its way, whoever else was asked reads only that it is not going ahead.")
    form = SaidForm(request.POST or None, today=timezone.localdate())
    return write_down(request, row.application, form, title, act, lead=lead)


@for_coordinators
@require_http_methods(["GET", "POST"])
def talked(request: SignedInRequest, public_id: str, role: str) -> HttpResponse:
    row = sent_role(request, public_id, role)

    def act(said: dict[str, Any]) -> None:
        settle_areas(role=row, by=request.user, at=timezone.now(), **said)

    form = TalkedForm(
        request.POST or None, initial={"any_mentor": row.any_mentor}, today=timezone.localdate()
    )
    lead = _("If they named areas after all, correct the application instead.")
    return write_down(request, row.application, form, _("We have talked"), act, lead=lead)


@for_coordinators
@require_http_methods(["GET", "POST"])
def agree(request: SignedInRequest, public_id: str) -> HttpResponse:
    application = sent_application(request, public_id)
    if application.agreed_at:
        raise Http404

    def act(said: dict[str, Any]) -> None:
        agree_to_terms(application=application, by=request.user, at=timezone.now(), **said)

    title = _("Record that they agreed")
    lead = _("You read them the considerations and the privacy notice, or they signed them on paper.")
    form = SaidForm(request.POST or None, today=timezone.localdate())
    return write_down(request, application, form, title, act, lead=lead)


@for_coordinators
@require_http_methods(["GET", "POST"])
def link(request: SignedInRequest, public_id: str, number: int) -> HttpResponse:
    """Say who is meant by a name on the form, from the people found by that name or another."""
    application = sent_application(request, public_id)
    named = get_object_or_404(application.named_people.all(), pk=number)
    text = request.GET.get("text", named.name)
    people = find_people(text)[:MOST_FOUND]
    found = find_people("").filter(pk__in=[person.pk for person in people])
    form = LinkForm(request.POST or None, people=found)

    def act(said: dict[str, Any]) -> None:
        link_name(named=named, by=request.user, at=timezone.now(), **said)

    title = _("Who is “%(name)s”?") % {"name": named.name}
    extra = {"text": text, "found": bool(people)}
    return write_down(request, application, form, title, act, template="intake/link.html", extra=extra)


def write_down(
    request: SignedInRequest,
    application: Application,
    form: forms.Form,
    title: str,
    act: Callable[[dict[str, Any]], None],
    *,
    lead: str = "",
    template: str = "intake/said.html",
    extra: dict[str, Any] | None = None,
) -> HttpResponse:
    """Show the form; do what it says, and go back to the application."""
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            act(form.cleaned_data)
        except Refused as refused:
            form.add_error(None, refused.message)
            status = 409
        else:
            messages.success(request, _("Written down."))
            return redirect("intake:detail", application.public_id)
    context = {"application": application, "form": form, "title": title, "lead": lead} | (extra or {})
    return render(request, template, context, status=status)
