"""Moving the dates of a cycle: a form, then the mail as it will go out, then the act."""

from copy import copy

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from lodestar.gates import SignedInRequest, for_coordinators
from lodestar.intake.actions import move_and_tell
from lodestar.intake.queries import told_dates
from lodestar.intake.queries.letters import new_dates_letter
from lodestar.outbox.letters import Letter, compose
from lodestar.programs.forms import DatesForm
from lodestar.programs.models import Cycle
from lodestar.refusal import Refused


@for_coordinators
@require_http_methods(["GET", "HEAD", "POST"])
def move(request: SignedInRequest, public_id: str) -> HttpResponse:
    """Ask first, then move and tell: the second post carries `sure`."""
    cycle = get_object_or_404(Cycle.objects.select_related("program"), public_id=public_id)
    form = DatesForm(request.POST or None, instance=copy(cycle))
    if request.method != "POST" or not form.is_valid():
        return render(request, "intake/move_cycle.html", {"form": form, "cycle": cycle})
    if "sure" not in request.POST:
        context = {
            "cycle": cycle,
            "days": [(field.label, form.cleaned_data[field.name], field) for field in form],
            "count": told_dates(cycle).count(),
            "letter": letter_about(form.instance),
        }
        return render(request, "intake/move_cycle_sure.html", context)
    try:
        told = move_and_tell(cycle=cycle, dates=form.cleaned_data, by=request.user, at=timezone.now())
    except Refused as refused:
        form.add_error(None, refused.message)
        return render(request, "intake/move_cycle.html", {"form": form, "cycle": cycle}, status=409)
    words = ngettext("%(count)s person is told.", "%(count)s people are told.", told) % {"count": told}
    messages.success(request, _("The dates have moved.") + " " + words)
    return redirect("programs:cycle", public_id)


def letter_about(moved: Cycle) -> Letter | None:
    """The mail as the first of those who get one will read it; None when nobody was told a date."""
    application = told_dates(moved).first()
    if application is None:
        return None
    application.cycle = moved
    return compose(*new_dates_letter(application))
