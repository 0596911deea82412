"""Acts that write to the applicant: a form, then the mail as it will go out, then the act."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lodestar.gates import SignedInRequest, for_coordinators
from lodestar.intake.actions import ask_for_more, decline_role
from lodestar.intake.forms.review import AskForm, DeclineForm
from lodestar.intake.models import Application, Question
from lodestar.intake.policy import may_ask, may_decide, may_handle
from lodestar.intake.queries.letters import Letter, declined_letter, question_letter
from lodestar.intake.views.review import sent_application, sent_role, show
from lodestar.outbox.letters import compose
from lodestar.refusal import Refused


@for_coordinators
@require_http_methods(["GET", "POST"])
def decline(request: SignedInRequest, public_id: str, role: str) -> HttpResponse:
    row = sent_role(request, public_id, role)
    if refused := may_handle(request.user, row.application) or may_decide(request.user, row):
        return show(request, sent_application(request, public_id), trouble=refused.message, status=409)

    def act(reason: str) -> None:
        decline_role(role=row, reason=reason, by=request.user, at=timezone.now())

    title = _("Decline as %(role)s") % {"role": row.get_role_display().lower()}
    form = DeclineForm(request.POST or None)
    return write(request, row.application, form, title, lambda reason: declined_letter(row, reason), act)


@for_coordinators
@require_http_methods(["GET", "POST"])
def ask(request: SignedInRequest, public_id: str) -> HttpResponse:
    application = sent_application(request, public_id)
    if refused := may_handle(request.user, application) or may_ask(application.roles.all()):
        return show(request, application, trouble=refused.message, status=409)

    def act(text: str) -> None:
        ask_for_more(application=application, text=text, by=request.user, at=timezone.now())

    def letter(text: str) -> Letter:
        return question_letter(Question(application=application, text=text))

    form = AskForm(request.POST or None)
    return write(request, application, form, _("Ask for more information"), letter, act)


def write(
    request: SignedInRequest,
    application: Application,
    form: forms.Form,
    title: str,
    letter: Callable[[str], Letter],
    act: Callable[[str], None],
) -> HttpResponse:
    """Ask for the text, show the mail, and act when that was confirmed."""
    context: dict[str, Any] = {"application": application, "form": form, "title": title}
    if not form.is_valid():
        return render(request, "intake/write.html", context, status=422 if form.is_bound else 200)
    [(name, text)] = form.cleaned_data.items()
    if "change" in request.POST:
        return render(request, "intake/write.html", context)
    if "confirmed" not in request.POST:
        context |= {"letter": compose(*letter(text)), "name": name, "text": text}
        return render(request, "intake/write_confirm.html", context)
    try:
        act(text)
    except Refused as refused:
        application = sent_application(request, application.public_id)
        return show(request, application, trouble=refused.message, status=409)
    messages.success(request, _("Done."))
    return redirect("intake:detail", application.public_id)
