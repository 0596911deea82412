"""The whole form on one page, for the coordinator."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from lodestar.gates import SignedInRequest, for_coordinators
from lodestar.intake.actions import correct_application, enter_application
from lodestar.intake.forms.agree import AgreeForm
from lodestar.intake.forms.behalf import CorrectForm, EnterForm
from lodestar.intake.forms.steps import STEPS
from lodestar.intake.models import ApplicationRole
from lodestar.intake.policy import may_handle, what_is_missing
from lodestar.intake.queries import answers_of, blank_answers, catalogue_of
from lodestar.intake.queries.terms import shown_terms
from lodestar.intake.views.own import cycle_of_today
from lodestar.intake.views.review import sent_application, show
from lodestar.programs.models import Cycle
from lodestar.refusal import Refused


def some_cycle() -> Cycle:
    cycle = cycle_of_today()
    if cycle is None:
        raise Http404
    return cycle


@for_coordinators
@require_http_methods(["GET", "POST"])
def enter(request: SignedInRequest) -> HttpResponse:
    """Type in an application from paper, the telephone or a talk; also when the cycle is closed."""
    cycle = some_cycle()
    form = EnterForm(
        request.POST or None,
        answers=blank_answers(),
        catalogue=catalogue_of(cycle.program),
        today=timezone.localdate(),
    )
    context = {"form": form, "cycle": cycle}
    if not form.is_valid():
        return render(request, "intake/enter.html", context, status=422 if form.is_bound else 200)
    data = form.cleaned_data
    answers = blank_answers() | form.answers()
    if form.show_missing(what_is_missing(answers, email=data["email"])):
        return render(request, "intake/enter.html", context, status=422)
    said = {"channel": data["channel"], "said_on": data["said_on"], "email": data["email"]}
    try:
        application = enter_application(
            cycle=cycle, answers=answers, by=request.user, at=timezone.now(), **said
        )
    except Refused as refused:
        form.add_error(None, refused.message)
        return render(request, "intake/enter.html", context, status=409)
    messages.success(request, _("Entered. It waits for review."))
    return redirect("intake:detail", application.public_id)


@for_coordinators
@require_http_methods(["GET", "POST"])
def correct(request: SignedInRequest, public_id: str) -> HttpResponse:
    """Change any answer of an application as its writer said it."""
    application = sent_application(request, public_id)
    if refused := may_handle(request.user, application):
        return show(request, application, trouble=refused.message, status=409)
    sent = [row for row in application.roles.all() if row.state != ApplicationRole.State.DRAFT]
    form = CorrectForm(
        request.POST or None,
        answers=answers_of(application, sent),
        catalogue=catalogue_of(application.cycle.program),
        today=timezone.localdate(),
    )
    context = {"form": form, "application": application}
    if not form.is_valid():
        return render(request, "intake/correct.html", context, status=422 if form.is_bound else 200)
    if form.is_stale():
        form.say_stale()
        form.renew_version()
        return render(request, "intake/correct.html", context, status=409)
    said = {"channel": form.cleaned_data["channel"], "said_on": form.cleaned_data["said_on"]}
    try:
        correct_application(
            application=application, answers=form.answers(), by=request.user, at=timezone.now(), **said
        )
    except Refused as refused:
        form.add_error(None, refused.message)
        return render(request, "intake/correct.html", context, status=409)
    messages.success(request, _("Corrected."))
    return redirect("intake:detail", public_id)


@for_coordinators
@require_GET
def preview(request: SignedInRequest, key: str = "agree") -> HttpResponse:
    """The form as an applicant sees it; nothing is kept."""
    cycle = some_cycle()
    program = cycle.program
    catalogue = catalogue_of(program)
    areas = [choice[0] for _group, choices in catalogue.area_choices()[:1] for choice in choices[1:3]]
    answers = blank_answers() | {"roles": ["mentor", "mentee"], "mentee_areas": areas}
    places = {step.key: place for place, step in enumerate(STEPS)}
    if key not in places:
        raise Http404
    step = STEPS[places[key]]
    terms: dict[str, Any] = {"terms": shown_terms(program)} if step.form is AgreeForm else {}
    context = {
        "step": step,
        "steps": STEPS,
        "number": places[key] + 1,
        "count": len(STEPS),
        "form": step.form(answers=answers, catalogue=catalogue, **terms),
        "preview": True,
        **terms,
    }
    return render(request, "intake/preview.html", context)
