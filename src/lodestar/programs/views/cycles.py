"""The cycles of the program, for the coordinator."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lodestar.gates import SignedInRequest, for_coordinators
from lodestar.history.queries import entries_about, for_reader
from lodestar.programs import actions
from lodestar.programs.forms import CycleForm
from lodestar.programs.models import Cycle, Program
from lodestar.programs.queries import next_year, way_of
from lodestar.refusal import Refused


@for_coordinators
@require_safe
def cycles(request: SignedInRequest) -> HttpResponse:
    today = timezone.localdate()
    rows = [(cycle, cycle.is_open(today)) for cycle in Cycle.objects.all()]
    return render(request, "programs/cycles.html", {"rows": rows})


@for_coordinators
@require_http_methods(["GET", "HEAD", "POST"])
def new_cycle(request: SignedInRequest) -> HttpResponse:
    """A new cycle, filled in as a copy of the last one, a year later."""
    program, last = Program.objects.current(), Cycle.objects.first()
    start = next_year(last) if last else {}
    form = CycleForm(request.POST or None, instance=Cycle(program=program), initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            cycle = actions.add_cycle(
                program=program, **form.cleaned_data, by=request.user, at=timezone.now()
            )
        except Refused as refused:
            form.add_error(None, refused.message)
        else:
            messages.success(request, _("The cycle %(name)s is there.") % {"name": cycle.name})
            return redirect("programs:cycle", cycle.public_id)
    return render(request, "programs/new_cycle.html", {"form": form, "last": last})


@for_coordinators
@require_safe
def cycle(request: SignedInRequest, public_id: str) -> HttpResponse:
    cycle, today = get_object_or_404(Cycle, public_id=public_id), timezone.localdate()
    context = {
        "cycle": cycle,
        "is_open": cycle.is_open(today),
        "way": way_of(cycle, today),
        "entries": for_reader(entries_about(cycle), request.user),
    }
    return render(request, "programs/cycle.html", context)


@for_coordinators
@require_http_methods(["GET", "HEAD", "POST"])
def close(request: SignedInRequest, public_id: str) -> HttpResponse:
    """Ask first, then stop the web form."""
    cycle = get_object_or_404(Cycle, public_id=public_id)
    if request.method != "POST":
        return render(request, "programs/close_cycle.html", {"cycle": cycle})
    try:
        actions.close_cycle(cycle=cycle, by=request.user, at=timezone.now())
    except Refused as refused:
        messages.info(request, refused.message)
    else:
        messages.success(request, _("The cycle is closed: the web form takes no more applications."))
    return redirect("programs:cycle", cycle.public_id)


@for_coordinators
@require_POST
def reopen(request: SignedInRequest, public_id: str) -> HttpResponse:
    cycle = get_object_or_404(Cycle, public_id=public_id)
    try:
        actions.reopen_cycle(cycle=cycle, by=request.user, at=timezone.now())
    except Refused as refused:
        messages.info(request, refused.message)
    else:
        messages.success(request, _("The cycle is no longer closed. Its dates say when people can apply."))
    return redirect("programs:cycle", cycle.public_id)
