"""The coordinator's choices: another mentor, pin, forbid, lift."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lodestar.gates import for_coordinators
from lodestar.intake.queries import PersonInPool
from lodestar.matchmaking import actions, problem
from lodestar.matchmaking.actions.rounds import newest_rules
from lodestar.matchmaking.catalogue import cost_sentence
from lodestar.matchmaking.exclusions import OF_THE_PROGRAM, exclusion
from lodestar.matchmaking.forms import ExceptionForm, ForbidForm
from lodestar.matchmaking.models import MatchingRound, MatchingRules
from lodestar.matchmaking.queries.facts import facts_of, read_facts
from lodestar.matchmaking.queries.fits import FitView, fit_view
from lodestar.matchmaking.queries.rounds import is_newest
from lodestar.matchmaking.views.rounds import round_or_404, signed_in
from lodestar.people.models import Person
from lodestar.refusal import Refused

Act = Callable[..., Any]
LONGEST_VERSION = 9


@for_coordinators
@require_GET
def choices(request: HttpRequest, public_id: str, mentee: str) -> HttpResponse:
    round = round_or_404(public_id)
    reader = signed_in(request)
    person = get_object_or_404(Person.objects.exclude(pk=reader.pk), public_id=mentee)
    is_current = is_open(round)
    rules = round.rules if is_current else newest_rules(round.cycle.program)
    facts = facts_of(round) if is_current else read_facts(round.cycle)
    pairs = problem.build(facts, rules).pairs_of(person)
    costs = problem.costs_of(round, pairs[0].mentee.application) if pairs and is_current else {}
    rows = [Choice(pair, rules, costs.get(pair.mentor.application), reader) for pair in pairs]
    context = {"round": round, "mentee": person, "rows": rows}
    return render(request, "matchmaking/choices.html", context)


@dataclass(frozen=True)
class Choice:
    """One mentor for one mentee as the coordinator reads it: possible with its fit and cost, or why not."""

    pair: problem.Pair
    rules: MatchingRules
    costs: Mapping[str, Any] | None
    reader: Person

    @property
    def is_own(self) -> bool:
        """Of a pair with the reader nothing is told: it may be what the mentee said of them."""
        return self.pair.mentor.person_id == self.reader.pk

    @property
    def mentor(self) -> PersonInPool:
        return self.pair.mentor.person

    @property
    def place(self) -> str:
        return self.pair.mentor.workplace

    @property
    def fit(self) -> FitView:
        return fit_view(self.pair.fit, self.pair.parts, self.pair.cautions, self.rules.bands)

    @property
    def excluded(self) -> list[str]:
        return [exclusion(code) for code in self.pair.excluded]

    @property
    def may_be_excepted(self) -> bool:
        """Whether only rules of the program keep the two apart."""
        return bool(self.pair.excluded) and OF_THE_PROGRAM.issuperset(self.pair.excluded)

    @property
    def is_not_again(self) -> bool:
        return "not_again" in self.pair.excluded

    @property
    def cost(self) -> str:
        return cost_sentence(self.costs) if self.costs else ""


@for_coordinators
@require_POST
def pin(request: HttpRequest, public_id: str, mentee: str, mentor: str) -> HttpResponse:
    round, pair = round_or_404(public_id), pair_or_404(mentee, mentor)
    if is_open(round):
        return steer(request, round, actions.pin_in_round, **pair)
    return rule(request, round, actions.pin_pair, **pair)


@for_coordinators
@require_http_methods(["GET", "HEAD", "POST"])
def pin_anyway(request: HttpRequest, public_id: str, mentee: str, mentor: str) -> HttpResponse:
    """Pin a pair that only a rule of the program excludes, and say why."""
    acts = actions.pin_in_round, actions.pin_pair
    form, template = ExceptionForm(request.POST or None), "matchmaking/pin_anyway.html"
    return decide_in_words(request, public_id, pair_or_404(mentee, mentor), acts, form, template)


@for_coordinators
@require_http_methods(["GET", "HEAD", "POST"])
def forbid(request: HttpRequest, public_id: str, mentee: str, mentor: str) -> HttpResponse:
    acts = actions.forbid_in_round, actions.forbid_pair
    form, template = ForbidForm(request.POST or None), "matchmaking/forbid.html"
    return decide_in_words(request, public_id, pair_or_404(mentee, mentor), acts, form, template)


def decide_in_words(
    request: HttpRequest,
    public_id: str,
    pair: dict[str, Any],
    acts: tuple[Act, Act],
    form: forms.Form,
    template: str,
) -> HttpResponse:
    """A decision that needs a note: in an open round by the first act, for the next one by the second."""
    round, (in_round, for_next) = round_or_404(public_id), acts
    if form.is_valid():
        said = {**pair, **form.cleaned_data}
        try:
            if is_open(round):
                decide(request, round, in_round, **said)
            else:
                keep_for_next(request, round, for_next, **said)
            return redirect(row_url(round, pair["mentee"]))
        except Refused as refused:
            form.add_error(None, refused.message)
            round.refresh_from_db()
    return render(request, template, {"form": form, "round": round, **pair})


@for_coordinators
@require_POST
def lift(request: HttpRequest, public_id: str, mentee: str, mentor: str) -> HttpResponse:
    round, pair = round_or_404(public_id), pair_or_404(mentee, mentor)
    if is_open(round):
        return steer(request, round, actions.lift_in_round, **pair)
    return rule(request, round, actions.lift_ruling, **pair)


@for_coordinators
@require_POST
def undo(request: HttpRequest, public_id: str) -> HttpResponse:
    return steer(request, round_or_404(public_id), actions.undo_step)


@for_coordinators
@require_POST
def redo(request: HttpRequest, public_id: str) -> HttpResponse:
    return steer(request, round_or_404(public_id), actions.redo_step)


def is_open(round: MatchingRound) -> bool:
    """Whether a decision changes this very round; after that it counts for the next one."""
    return round.state == MatchingRound.State.PROPOSED and is_newest(round)


def steer(request: HttpRequest, round: MatchingRound, act: Act, **said: Any) -> HttpResponse:
    """Change an open round and go back to the row that was decided."""
    try:
        decide(request, round, act, **said)
    except Refused as refused:
        messages.error(request, refused.message)
    return redirect(row_url(round, said.get("mentee") or first_moved(round)))


def first_moved(round: MatchingRound) -> Person | None:
    """A mentee whose mentor the last decision changed: there the eye and the keys go on."""
    moved = [mentee for mentee, _before, _after in round.moved]
    return Person.objects.filter(applications__roles__in=moved).order_by("folded_name").first()


def rule(request: HttpRequest, round: MatchingRound, act: Act, **said: Any) -> HttpResponse:
    try:
        keep_for_next(request, round, act, **said)
    except Refused as refused:
        messages.error(request, refused.message)
    return redirect("matchmaking:round", round.public_id)


def decide(request: HttpRequest, round: MatchingRound, act: Act, **said: Any) -> None:
    act(round=round, version=seen_version(request), by=signed_in(request), at=timezone.now(), **said)
    others = len([mentee for mentee, _before, _after in round.moved])
    words = ngettext(
        "Done. %(number)d mentee has another mentor than before: see below.",
        "Done. %(number)d mentees have another mentor than before: see below.",
        others,
    )
    messages.success(request, words % {"number": others} if others else _("Done. Nobody's mentor changed."))


def keep_for_next(request: HttpRequest, round: MatchingRound, act: Act, **said: Any) -> None:
    act(cycle=round.cycle, by=signed_in(request), at=timezone.now(), **said)
    messages.success(request, _("Kept. It counts from the next round on."))


def seen_version(request: HttpRequest) -> int:
    """The version of the round on the page that was acted on; anything else is no version."""
    typed = request.POST.get("version", "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < LONGEST_VERSION else -1


def row_url(round: MatchingRound, mentee: Person | None) -> str:
    """The page of the round that shows this mentee, at their row."""
    page = reverse("matchmaking:round", args=[round.public_id])
    return f"{page}?mentee={mentee.public_id}#{mentee.public_id}" if mentee else page


def pair_or_404(mentee: str, mentor: str) -> dict[str, Any]:
    return {
        "mentee": get_object_or_404(Person, public_id=mentee),
        "mentor": get_object_or_404(Person, public_id=mentor),
    }
