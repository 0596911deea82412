"""The coordinator's choices: another mentor, pin, forbid, lift, weights."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lodestar.gates import for_coordinators
from lodestar.matchmaking import actions, problem
from lodestar.matchmaking.actions.rounds import newest_rules
from lodestar.matchmaking.catalogue import EXCLUSIONS
from lodestar.matchmaking.forms import ForbidForm, WeightsForm
from lodestar.matchmaking.models import MatchingRules
from lodestar.matchmaking.queries.facts import read_facts
from lodestar.matchmaking.queries.rounds import FitView, fit_view
from lodestar.matchmaking.views.rounds import round_or_404, signed_in
from lodestar.people.models import Person
from lodestar.programs.models import Program
from lodestar.refusal import Refused


@for_coordinators
@require_GET
def choices(request: HttpRequest, public_id: str, mentee: str) -> HttpResponse:
    round = round_or_404(public_id)
    person = get_object_or_404(Person, public_id=mentee)
    rules = newest_rules(round.cycle.program)
    pairs = problem.build(read_facts(round.cycle), rules).pairs_of(person)
    rows = [(pair, view_of(pair, rules), [EXCLUSIONS[code] for code in pair.excluded]) for pair in pairs]
    context = {"round": round, "mentee": person, "rows": rows}
    return render(request, "matchmaking/choices.html", context)


def view_of(pair: problem.Pair, rules: MatchingRules) -> FitView:
    return fit_view(pair.fit, pair.parts, pair.cautions, rules.bands)


@for_coordinators
@require_POST
def pin(request: HttpRequest, public_id: str, mentee: str, mentor: str) -> HttpResponse:
    round, pair = round_or_404(public_id), pair_or_404(mentee, mentor)
    try:
        actions.pin_pair(cycle=round.cycle, by=signed_in(request), at=timezone.now(), **pair)
        messages.success(request, _("Pinned. Run again to see what follows."))
    except Refused as refused:
        messages.error(request, refused.message)
    return redirect("matchmaking:round", public_id)


@for_coordinators
@require_http_methods(["GET", "HEAD", "POST"])
def forbid(request: HttpRequest, public_id: str, mentee: str, mentor: str) -> HttpResponse:
    round, pair = round_or_404(public_id), pair_or_404(mentee, mentor)
    form = ForbidForm(request.POST or None)
    if form.is_valid():
        note = form.cleaned_data["note"]
        try:
            actions.forbid_pair(
                cycle=round.cycle, note=note, by=signed_in(request), at=timezone.now(), **pair
            )
            messages.success(request, _("Forbidden. Run again to see what follows."))
            return redirect("matchmaking:round", public_id)
        except Refused as refused:
            form.add_error(None, refused.message)
    return render(request, "matchmaking/forbid.html", {"form": form, "round": round, **pair})


@for_coordinators
@require_POST
def lift(request: HttpRequest, public_id: str, mentee: str, mentor: str) -> HttpResponse:
    round, pair = round_or_404(public_id), pair_or_404(mentee, mentor)
    actions.lift_ruling(cycle=round.cycle, by=signed_in(request), at=timezone.now(), **pair)
    messages.success(request, _("Taken back. Run again to see what follows."))
    return redirect("matchmaking:round", public_id)


def pair_or_404(mentee: str, mentor: str) -> dict[str, Any]:
    return {
        "mentee": get_object_or_404(Person, public_id=mentee),
        "mentor": get_object_or_404(Person, public_id=mentor),
    }


@for_coordinators
@require_http_methods(["GET", "HEAD", "POST"])
def weights(request: HttpRequest) -> HttpResponse:
    program = Program.objects.current()
    rules = newest_rules(program)
    form = WeightsForm(request.POST or None, rules=rules)
    if form.is_valid():
        said = {"weights": form.weights, "note": form.cleaned_data["note"]}
        try:
            actions.change_weights(program=program, by=signed_in(request), at=timezone.now(), **said)
            messages.success(request, _("Saved. The next round uses these weights."))
            return redirect("matchmaking:rounds")
        except Refused as refused:
            form.add_error(None, refused.message)
    return render(request, "matchmaking/weights.html", {"form": form, "rules": rules})
