"""The application form, one thing per page."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lodestar.gates import SignedInRequest, for_everyone_signed_in
from lodestar.intake.actions import (
    keep_typed,
    read_terms,
    save_draft,
    start_application,
    submit_application,
)
from lodestar.intake.forms.base import AnswersForm
from lodestar.intake.models import Application
from lodestar.intake.policy import may_use_form, what_is_missing
from lodestar.intake.queries import earlier_application
from lodestar.intake.views.own import cycle_of_today, own_application, own_applications
from lodestar.intake.views.page import StepPage
from lodestar.refusal import Refused

LONGEST_TYPED = 20_000


@for_everyone_signed_in
@require_GET
def apply(request: SignedInRequest) -> HttpResponse:
    """Begin, go on, or read why not now."""
    cycle = cycle_of_today()
    if application := own_applications(request).first():
        return redirect("home:status" if application.submitted_at else "intake:go_on")
    context = {"cycle": cycle, "earlier": cycle and earlier_application(request.user, cycle)}
    refused = cycle and may_use_form(cycle, timezone.localdate())
    return render(request, "intake/apply.html", context | {"refused": refused})


@for_everyone_signed_in
@require_GET
def go_on(request: SignedInRequest) -> HttpResponse:
    """Open the first page where something is missing, else the last."""
    return redirect(StepPage(own_application(request), "check").first_gap_url())


@for_everyone_signed_in
@require_POST
def start(request: SignedInRequest) -> HttpResponse:
    cycle = cycle_of_today()
    if cycle is None:
        raise Http404
    copy_of = earlier_application(request.user, cycle) if "same" in request.POST else None
    try:
        start_application(
            person=request.user, cycle=cycle, by=request.user, at=timezone.now(), copy_of=copy_of
        )
    except Refused as refused:
        context = {"cycle": cycle, "refused": refused}
        return render(request, "intake/apply.html", context, status=409)
    return redirect("intake:step", "agree")


@for_everyone_signed_in
@require_http_methods(["GET", "POST"])
def step(request: SignedInRequest, key: str) -> HttpResponse:
    """One page of the form. Going on, going back and finishing later all keep what was typed."""
    application = own_applications(request).first()
    if application is None:
        return redirect("intake:apply")
    page = StepPage(application, key)
    if request.method == "GET":
        return show(request, page, page.form(kept(application, key)))
    form = page.form(request.POST)
    where = request.POST.get("go", "next")
    if not form.is_valid() or form.is_stale():
        return keep(request, page, form, leave=where in {"back", "later"})
    try:
        application = save(request, page, form)
    except Refused as refused:
        form.add_error(None, refused.message)
        return keep(request, page, form, status=409)
    keep_typed(application=application, step=key, typed={})
    application.typed.pop(key, None)
    return follow(request, StepPage(application, key), where)


def kept(application: Application, key: str) -> QueryDict | None:
    """What was typed here and could not be saved."""
    typed = application.typed.get(key)
    if not typed:
        return None
    data = QueryDict(mutable=True)
    for name, values in typed.items():
        data.setlist(name, values)
    return data


def save(request: SignedInRequest, page: StepPage, form: AnswersForm) -> Application:
    if page.step.key == "agree":
        if not page.application.considerations_id:
            read_terms(application=page.application, by=request.user, at=timezone.now())
        return page.application
    return save_draft(
        application=page.application, answers=form.answers(), by=request.user, at=timezone.now()
    )


def keep(
    request: SignedInRequest, page: StepPage, form: AnswersForm, *, status: int = 422, leave: bool = False
) -> HttpResponse:
    """Keep what cannot be saved as it is, and show why; or let the person leave, to mend it later."""
    stale = form.is_valid() and form.is_stale()
    keep_typed(application=page.application, step=page.step.key, typed=form.typed())
    if leave:
        return redirect(page.back_url if request.POST["go"] == "back" else "home:status")
    if stale:
        form.say_stale()
    form.renew_version()
    return show(request, page, form, status=409 if stale else status)


def follow(request: SignedInRequest, page: StepPage, where: str) -> HttpResponse:
    if where == "later":
        messages.success(request, _("Saved. You can go on whenever you like, from any device."))
        return redirect("home:status")
    if where == "back":
        return redirect(page.back_url)
    if page.step.key == "check":
        return send(request, page)
    form = page.form(request.POST)
    form.is_valid()
    missing = what_is_missing(page.answers, email=page.application.person.email)
    if form.show_missing(missing):
        form.renew_version()
        return show(request, page, form, status=422)
    return redirect(page.next_url)


def send(request: SignedInRequest, page: StepPage) -> HttpResponse:
    try:
        submit_application(application=page.application, by=request.user, at=timezone.now())
    except Refused as refused:
        form = page.form(request.POST)
        form.add_error(None, refused.message)
        form.renew_version()
        return show(request, page, form, status=422 if refused.code == "incomplete" else 409)
    messages.success(request, _("Your application is on its way. Thank you!"))
    return redirect("home:status")


def show(request: SignedInRequest, page: StepPage, form: AnswersForm, status: int = 200) -> HttpResponse:
    closed = may_use_form(page.application.cycle, timezone.localdate())
    context: dict[str, Any] = page.context() | {"form": form, "closed": closed}
    return render(request, f"intake/{page.template}.html", context, status=status)


@for_everyone_signed_in
@require_POST
def autosave(request: SignedInRequest, key: str) -> HttpResponse:
    """Keep what stands on a page while it is typed, valid or not. Never touches what was saved or sent."""
    page = StepPage(own_application(request), key)
    form = page.form(request.POST)
    if any(len(value) > LONGEST_TYPED for values in form.typed().values() for value in values):
        return plain(_("One answer is too long to be saved."), 422)
    if request.POST.get("version") != form.current_version():
        return plain(_("Changed in another window. Press “Save and go on” to see it."), 409)
    same = form.is_valid() and not form.changes()
    keep_typed(application=page.application, step=key, typed={} if same else form.typed())
    return HttpResponse(status=204)


def plain(text: str, status: int) -> HttpResponse:
    return HttpResponse(text, status=status, content_type="text/plain; charset=utf-8")
