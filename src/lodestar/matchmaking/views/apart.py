"""Taking back that two people are not proposed to each other again."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lodestar.gates import for_coordinators
from lodestar.matchmaking import actions
from lodestar.matchmaking.views.rounds import round_or_404, signed_in
from lodestar.matchmaking.views.rulings import pair_or_404
from lodestar.refusal import Refused


@for_coordinators
@require_POST
def meet_again(request: HttpRequest, public_id: str, mentee: str, mentor: str) -> HttpResponse:
    cycle, pair = round_or_404(public_id).cycle, pair_or_404(mentee, mentor)
    try:
        lifted = actions.lift_not_again(cycle=cycle, by=signed_in(request), at=timezone.now(), **pair)
        words = _("They may be proposed to each other again, from the next round on.")
        messages.success(request, words if lifted else _("Nothing kept these two apart any more."))
    except Refused as refused:
        messages.error(request, refused.message)
    return redirect("matchmaking:choices", public_id, mentee)
