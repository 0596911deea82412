"""The coordinator's board of offers: send, remind, record an answer, withdraw."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from lodestar.gates import for_coordinators
from lodestar.matchmaking import actions, policy
from lodestar.matchmaking.forms import OffersForm, RecordAnswerForm, WithdrawForm
from lodestar.matchmaking.models import Answer, Match
from lodestar.matchmaking.queries.offers import mails_before_sending, offer_page, side, whole
from lodestar.matchmaking.views.rounds import round_or_404, signed_in
from lodestar.refusal import Refused

READ_OR_ACT = ["GET", "HEAD", "POST"]


@for_coordinators
@require_http_methods(READ_OR_ACT)
def send(request: HttpRequest, public_id: str) -> HttpResponse:
    round = round_or_404(public_id)
    mails = mails_before_sending(round, signed_in(request), timezone.localdate())
    form = OffersForm(request.POST or None, mails=mails)
    if form.is_valid():
        said: dict[str, Any] = {"matches": form.chosen, "lines": form.lines}
        try:
            actions.send_offers(round=round, by=signed_in(request), at=timezone.now(), **said)
            words = ngettext(
                "%(count)d offer is on its way.", "%(count)d offers are on their way.", len(form.chosen)
            )
            messages.success(request, words % {"count": len(form.chosen)})
            return redirect("matchmaking:round", public_id)
        except Refused as refused:
            form.add_error(None, refused.message)
    return render(request, "matchmaking/send.html", {"form": form, "round": round})


@for_coordinators
@require_POST
def remind(request: HttpRequest, public_id: str) -> HttpResponse:
    match = match_or_404(request, public_id)
    try:
        sent = actions.remind_offer(match=match, by=signed_in(request), at=timezone.now())
        messages.success(request, _("Reminded.") if sent else _("A reminder went out today already."))
    except Refused as refused:
        messages.error(request, refused.message)
    return redirect("matchmaking:round", match.round.public_id)


@for_coordinators
@require_http_methods(READ_OR_ACT)
def withdraw(request: HttpRequest, public_id: str) -> HttpResponse:
    match = match_or_404(request, public_id)
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            actions.withdraw_offer(match=match, by=signed_in(request), at=timezone.now(), reason=reason)
            messages.success(request, _("The offer is ended and the place is free. Run again when you like."))
            return redirect("matchmaking:round", match.round.public_id)
        except Refused as refused:
            form.add_error(None, refused.message)
    return render(request, "matchmaking/withdraw.html", {"form": form, "match": match})


@for_coordinators
@require_http_methods(READ_OR_ACT)
def record_answer(request: HttpRequest, public_id: str) -> HttpResponse:
    match = match_or_404(request, public_id)
    if match.waits_for_wave:
        messages.info(request, _("The first yes is here. The other side is asked with the next wave."))
        return redirect("matchmaking:round", match.round.public_id)
    if request.method != "POST" and match.state not in Match.LIVE:
        messages.info(request, _("This offer has been decided. There is nothing to record."))
        return redirect("matchmaking:round", match.round.public_id)
    role = policy.asked_side(match)
    form = RecordAnswerForm(request.POST or None, today=timezone.localdate())
    if form.is_valid():
        try:
            keep(match, role, form, request)
            messages.success(request, _("The answer is recorded."))
            return redirect("matchmaking:round", match.round.public_id)
        except Refused as refused:
            form.add_error(None, refused.message)
    asked = side(match, role).application
    context = {"form": form, "match": match, "asked": asked, "person": asked.person}
    context["page"] = offer_page(match, role)
    return render(request, "matchmaking/record_answer.html", context)


def keep(match: Match, role: str, form: RecordAnswerForm, request: HttpRequest) -> None:
    said = form.cleaned_data
    how = {"channel": said["channel"], "said_on": said["said_on"]}
    who: dict[str, Any] = {"match": match, "role": role, "by": signed_in(request), "at": timezone.now()}
    if said["said"] == Answer.Said.MORE_DAYS:
        actions.ask_for_more_days(**who, **how)
        return
    why = {"no_reason": said["no_reason"], "reason": said["reason"]}
    actions.answer_offer(said=said["said"], **who, **how, **why)


def match_or_404(request: HttpRequest, public_id: str) -> Match:
    """An offer to look after; one's own is another coordinator's work."""
    sent = whole(Match.objects.exclude(state=Match.State.PROPOSED))
    match = get_object_or_404(sent, public_id=public_id)
    if policy.is_one_of_the_pair(match, signed_in(request)):
        raise Http404
    return match
