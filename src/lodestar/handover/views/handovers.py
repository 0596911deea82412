"""Handing over the work of a coordinator."""

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lodestar.gates import SignedInRequest, for_coordinators_and_administrators
from lodestar.handover import actions
from lodestar.handover.forms import HandoverForm
from lodestar.handover.models import Handover
from lodestar.handover.queries.handovers import SHOWN, preview, with_people
from lodestar.people.models import Person
from lodestar.refusal import Refused
from lodestar.ui.dates import written_date

READ_OR_ACT = ["GET", "HEAD", "POST"]


@require_safe
@for_coordinators_and_administrators
def handovers(request: SignedInRequest) -> HttpResponse:
    return render(request, "handover/list.html", {"handovers": with_people()[:SHOWN]})


@require_http_methods(READ_OR_ACT)
@for_coordinators_and_administrators
def new(request: SignedInRequest) -> HttpResponse:
    """Ask first, then do it: the second post carries `sure`."""
    at = timezone.now()
    leaver = request.GET.get("leaver") or request.user.public_id
    form = HandoverForm(request.POST or None, today=timezone.localdate(at), leaver=leaver)
    context = {"form": form, "is_alone": is_alone()}
    if request.method != "POST" or not form.is_valid():
        return render(request, "handover/new.html", context)
    if "sure" not in request.POST:
        page = preview(form.handover(), timezone.localdate(at))
        return render(request, "handover/sure.html", {"page": page, "form": form})
    try:
        handover = actions.plan_handover(**form.cleaned_data, by=request.user, at=at)
    except Refused as refused:
        form.add_error(None, refused.message)
        return render(request, "handover/new.html", context)
    return leave(request, handover)


def is_alone() -> bool:
    """Whether there is nobody yet to hand over to."""
    return Person.objects.coordinators().count() <= 1


def leave(request: SignedInRequest, handover: Handover) -> HttpResponse:
    """Say what happened; whoever handed over their own work today is signed out."""
    names = {"successor": handover.successor, "day": written_date(handover.on)}
    if with_people().planned().filter(pk=handover.pk).exists():
        messages.success(request, _("Planned: %(successor)s takes over on %(day)s.") % names)
        return redirect("handover:list")
    if handover.leaver_id == request.user.pk:
        logout(request)
        messages.success(request, _("%(successor)s has taken over. You are signed out. Thank you.") % names)
        return redirect("programs:program")
    messages.success(request, _("%(successor)s has taken over.") % names)
    return redirect("handover:list")


@require_http_methods(READ_OR_ACT)
@for_coordinators_and_administrators
def cancel(request: SignedInRequest, public_id: str) -> HttpResponse:
    """Ask, then take a planned handover back."""
    handover = get_object_or_404(with_people(), public_id=public_id)
    if request.method != "POST":
        return render(request, "handover/cancel.html", {"handover": handover})
    try:
        actions.cancel_handover(handover=handover, by=request.user, at=timezone.now())
        messages.success(request, _("The handover is taken back."))
    except Refused as refused:
        messages.error(request, refused.message)
    return redirect("handover:list")
