"""Those a round left without a match: telling them where they stand."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lodestar.gates import for_coordinators
from lodestar.matchmaking import actions
from lodestar.matchmaking.forms import TellLeftForm
from lodestar.matchmaking.queries.left_over import left_mails
from lodestar.matchmaking.views.rounds import round_or_404, signed_in
from lodestar.refusal import Refused


@for_coordinators
@require_http_methods(["GET", "HEAD", "POST"])
def tell_left(request: HttpRequest, public_id: str) -> HttpResponse:
    round = round_or_404(public_id)
    mails = left_mails(round)
    form = TellLeftForm(request.POST or None, mails=mails)
    if form.is_valid():
        try:
            count = actions.tell_left_over(
                round=round, roles=form.chosen, by=signed_in(request), at=timezone.now()
            )
            messages.success(request, _("Told: %(count)d.") % {"count": count})
            return redirect("matchmaking:round", public_id)
        except Refused as refused:
            form.add_error(None, refused.message)
    context = {"form": form, "round": round, "told": [mail for mail in mails if mail.told_at]}
    return render(request, "matchmaking/tell_left.html", context)
