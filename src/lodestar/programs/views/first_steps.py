"""The six first steps of a new program, for the coordinator."""

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lodestar.gates import SignedInRequest, for_coordinators
from lodestar.libraries.queries import boards_missing
from lodestar.programs import actions
from lodestar.programs.models import Program
from lodestar.programs.queries import FIRST_STEPS, next_cycle, open_cycle


@for_coordinators
@require_safe
def first_steps(request: SignedInRequest) -> HttpResponse:
    today, program = timezone.localdate(), Program.objects.current()
    cycle = open_cycle(today) or next_cycle(today)
    facts = {"program": program, "cycle": cycle, "site": settings.SITE_URL}
    context = facts | {
        "done": program.first_steps_done,
        "count_done": len(set(program.first_steps_done) & set(FIRST_STEPS)),
        "count": len(FIRST_STEPS),
        "boards_missing": boards_missing(),
        "invitation": render_to_string("programs/invitation.txt", facts),
    }
    return render(request, "programs/first_steps.html", context)


@for_coordinators
@require_POST
def tick(request: SignedInRequest) -> HttpResponse:
    step = request.POST.get("step", "")
    if step not in FIRST_STEPS:
        raise BadRequest
    actions.tick_step(
        program=Program.objects.current(),
        step=step,
        done=request.POST.get("done") == "yes",
        by=request.user,
        at=timezone.now(),
    )
    return redirect("programs:first_steps")


@for_coordinators
@require_POST
def mail(request: SignedInRequest) -> HttpResponse:
    actions.send_trial_mail(program=Program.objects.current(), by=request.user, at=timezone.now())
    messages.success(
        request, _("A mail is on its way to %(address)s.") % {"address": request.user.email or _("your desk")}
    )
    return redirect("programs:first_steps")
