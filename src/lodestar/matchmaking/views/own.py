"""What somebody who was asked sees and says. Opening a page never answers anything."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lodestar.gates import for_everyone_signed_in
from lodestar.matchmaking import actions, policy
from lodestar.matchmaking.forms import NoForm
from lodestar.matchmaking.models import Answer, Match
from lodestar.matchmaking.queries.offers import offer_page, whole
from lodestar.matchmaking.views.rounds import signed_in
from lodestar.refusal import Refused
from lodestar.ui.dates import written_date

CONFLICT = 409


@for_everyone_signed_in
@require_GET
def offer(request: HttpRequest, public_id: str) -> HttpResponse:
    match, role = own_offer_or_404(request, public_id)
    return render(request, "matchmaking/offer.html", {"page": offer_page(match, role)})


@for_everyone_signed_in
@require_POST
def say_yes(request: HttpRequest, public_id: str) -> HttpResponse:
    match, role = own_offer_or_404(request, public_id)
    try:
        actions.answer_offer(
            match=match, role=role, said=Answer.Said.YES, by=signed_in(request), at=timezone.now()
        )
    except Refused as refused:
        return decided(request, public_id, refused)
    return redirect("matchmaking:offer", public_id)


@for_everyone_signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def say_no(request: HttpRequest, public_id: str) -> HttpResponse:
    match, role = own_offer_or_404(request, public_id)
    form = NoForm(request.POST or None)
    if form.is_valid():
        who: dict[str, Any] = {"match": match, "role": role, "by": signed_in(request), "at": timezone.now()}
        try:
            actions.answer_offer(said=Answer.Said.NO, **who, **form.cleaned_data)
        except Refused as refused:
            return decided(request, public_id, refused)
        return redirect("matchmaking:offer", public_id)
    return render(request, "matchmaking/say_no.html", {"form": form, "page": offer_page(match, role)})


@for_everyone_signed_in
@require_POST
def more_days(request: HttpRequest, public_id: str) -> HttpResponse:
    match, role = own_offer_or_404(request, public_id)
    try:
        actions.ask_for_more_days(match=match, role=role, by=signed_in(request), at=timezone.now())
        messages.success(request, until(match))
    except Refused as refused:
        return decided(request, public_id, refused)
    return redirect("matchmaking:offer", public_id)


def until(match: Match) -> str:
    assert match.answer_due_on  # noqa: S101
    return _("That is fine. Please answer by %(day)s.") % {"day": written_date(match.answer_due_on)}


def decided(request: HttpRequest, public_id: str, refused: Refused) -> HttpResponse:
    """Say that nothing was changed, above the offer as it stands now."""
    match, role = own_offer_or_404(request, public_id)
    context = {"page": offer_page(match, role), "refused": refused.message}
    return render(request, "matchmaking/offer.html", context, status=CONFLICT)


def own_offer_or_404(request: HttpRequest, public_id: str) -> tuple[Match, str]:
    """The offer and the person's side in it; nobody else, the coordinator included, has one."""
    match = get_object_or_404(whole(Match.objects.visible_to(request.user)), public_id=public_id)
    role = policy.side_of(match, signed_in(request))
    if role is None:
        raise Http404
    return match, role
