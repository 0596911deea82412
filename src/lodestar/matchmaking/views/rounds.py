"""The coordinator's rounds: list, compute, read, stop."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from lodestar.gates import for_coordinators
from lodestar.history.queries import entries_about
from lodestar.intake.models import ApplicationRole
from lodestar.intake.queries import pool_size
from lodestar.matchmaking import actions, exports
from lodestar.matchmaking.forms import LookForm
from lodestar.matchmaking.models import MatchingRound
from lodestar.matchmaking.queries.looking import board, compared, map_of_pairs, page_of, shown
from lodestar.matchmaking.queries.pair_lines import pair_lines
from lodestar.matchmaking.queries.round_page import round_page
from lodestar.matchmaking.queries.rounds import rounds_of
from lodestar.people.models import Person
from lodestar.programs.models import Cycle
from lodestar.programs.queries import current_cycle
from lodestar.refusal import Refused
from lodestar.ui.htmx import wants_fragment

EXPORTS = {
    "csv": (exports.as_csv, "text/csv; charset=utf-8"),
    "xlsx": (exports.as_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}
SOLVED_AT_ONCE = 200  # people in the pool; a larger one is computed by the worker


@for_coordinators
@require_GET
def rounds(request: HttpRequest) -> HttpResponse:
    cycles = list(Cycle.objects.all())
    asked = request.GET.get("cycle", "")
    cycle = next((one for one in cycles if one.public_id == asked), None) or current_cycle(
        timezone.localdate()
    )
    found = list(rounds_of(cycle)) if cycle else []
    last = max((round.number for round in found), default=0)
    context = {"cycle": cycle, "cycles": cycles, "rounds": found, "last": last}
    return render(request, "matchmaking/rounds.html", context)


@for_coordinators
@require_POST
def run(request: HttpRequest) -> HttpResponse:
    cycle = get_object_or_404(Cycle, public_id=request.POST.get("cycle", "").replace("\0", ""))
    after = request.POST.get("after", "")
    seen = int(after) if after.isascii() and after.isdigit() and len(after) < 7 else None
    if seen is None:
        messages.error(request, _("The list of rounds has changed. Please try again."))
        return redirect("matchmaking:rounds")
    by, at = signed_in(request), timezone.now()
    only_for = mentees_named(cycle, request.POST.getlist("only"))
    if "only" not in request.POST and request.POST.get("some"):
        messages.error(request, _("Tick at least one person."))
        return redirect("matchmaking:free_places")
    try:
        round = actions.request_round(cycle=cycle, by=by, at=at, after=seen, only_for=only_for)
        if pool_size(cycle) <= SOLVED_AT_ONCE:
            actions.run_matching_round(round=round, by=by, at=at)
    except Refused as refused:
        messages.error(request, refused.message)
        return redirect("matchmaking:free_places" if only_for else "matchmaking:rounds")
    return redirect("matchmaking:round", round.public_id)


def mentees_named(cycle: Cycle, applications: list[str]) -> list[ApplicationRole]:
    """The mentee roles of these applications; 404 where one is not of this cycle."""
    wanted = {public_id.replace("\0", "") for public_id in applications}
    roles = ApplicationRole.objects.filter(
        role=ApplicationRole.Role.MENTEE, application__cycle=cycle, application__public_id__in=wanted
    ).select_related("application__person")
    if len(roles) < len(wanted):
        raise Http404
    return list(roles)


@for_coordinators
@require_GET
def round(request: HttpRequest, public_id: str) -> HttpResponse:
    found = round_or_404(public_id)
    if found.state in (MatchingRound.State.QUEUED, MatchingRound.State.SOLVING):
        return waiting(request, found)
    if wants_fragment(request):
        return HttpResponse(headers={"HX-Refresh": "true"})
    form, reader = LookForm(request.GET or None), signed_in(request)
    lines = pair_lines(found)
    wanted = shown(lines, reader, **form.cleaned_data if form.is_valid() else {})
    pages = page_of(wanted, number=request.GET.get("page"), mentee=request.GET.get("mentee", ""))
    page = round_page(found, lines, list(pages), timezone.localdate())
    context = {
        "page": page,
        "form": form,
        "rows": page.pairs,
        "pages": pages,
        "board": board(lines, reader),
        "map": map_of_pairs(pages) if wanted else None,
        "rulings": [one for one in page.rulings if reader.pk not in (one.mentor_id, one.mentee_id)],
        "entries": entries_about(found),
    }
    return render(request, "matchmaking/round.html", context)


def waiting(request: HttpRequest, found: MatchingRound) -> HttpResponse:
    """How far the computation is; 204 for an open page that shows it already."""
    seen = f"{found.attempt}-{found.progress}"
    context = {"round": found, "seen": seen, "steps": MatchingRound.Progress.STORING.value}
    if not wants_fragment(request):
        return render(request, "matchmaking/waiting.html", context)
    if request.GET.get("seen") == seen:
        return HttpResponse(status=204)
    return render(request, "matchmaking/_waiting.html", context)


@for_coordinators
@require_GET
def compare(request: HttpRequest, public_id: str, other: str) -> HttpResponse:
    one, another = round_or_404(public_id), round_or_404(other)
    context = {"one": one, "other": another, "rows": compared(one, another)}
    return render(request, "matchmaking/compare.html", context)


@for_coordinators
@require_GET
def news(request: HttpRequest, public_id: str) -> HttpResponse:
    """Tell a page that stays open that somebody changed the round since: 204 while nobody did."""
    found = round_or_404(public_id)
    if request.GET.get("version") == str(found.version):
        return HttpResponse(status=204)
    last = found.steps.select_related("by").last()
    return render(request, "matchmaking/_news.html", {"round": found, "last": last})


@for_coordinators
@require_GET
def sheet(request: HttpRequest, public_id: str) -> HttpResponse:
    """The whole round on paper, for a committee."""
    found = solved_or_404(public_id)
    page = round_page(found, pair_lines(found))
    return render(request, "matchmaking/sheet.html", {"page": page})


@for_coordinators
@require_GET
def export(request: HttpRequest, public_id: str, kind: str) -> HttpResponse:
    """The matching as a file; `kind` is csv or xlsx."""
    found = solved_or_404(public_id)
    write, content_type = EXPORTS[kind]
    name = f"round-{found.number}-{found.cycle.public_id}.{kind}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    page = round_page(found, pair_lines(found))
    return HttpResponse(write(page, signed_in(request)), content_type=content_type, headers=headers)


def solved_or_404(public_id: str) -> MatchingRound:
    found = round_or_404(public_id)
    if found.solved_at is None:
        raise Http404
    return found


@for_coordinators
@require_POST
def stop(request: HttpRequest, public_id: str) -> HttpResponse:
    found = round_or_404(public_id)
    try:
        actions.stop_round(round=found, by=signed_in(request), at=timezone.now())
        messages.success(request, _("The round is stopped."))
    except Refused as refused:
        messages.error(request, refused.message)
    return redirect("matchmaking:round", public_id)


def round_or_404(public_id: str) -> MatchingRound:
    rounds = MatchingRound.objects.select_related("cycle__program", "rules", "created_by")
    rounds = rounds.defer("packed_instance", "certificate")  # megabytes that no page shows
    return get_object_or_404(rounds, public_id=public_id)


def signed_in(request: HttpRequest) -> Person:
    """The person behind a request that a gate has let through."""
    if not isinstance(request.user, Person):
        raise TypeError("a view without a gate")
    return request.user
