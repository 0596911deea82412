"""Before the matching: what is sought and offered, where, and whom to ask when mentors are missing."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from lodestar.gates import for_coordinators
from lodestar.matchmaking import actions
from lodestar.matchmaking.actions.recruiting import MENTORS_WANTED
from lodestar.matchmaking.forms import PastMentorsForm
from lodestar.matchmaking.queries.demand import demand_of
from lodestar.matchmaking.queries.past_mentors import past_mentors
from lodestar.matchmaking.queries.region import region_map
from lodestar.matchmaking.views.rounds import signed_in
from lodestar.outbox.letters import compose
from lodestar.programs.queries import current_cycle
from lodestar.refusal import Refused

MOST_NAMED = 5  # areas in the text for recruiting


@for_coordinators
@require_GET
def demand(request: HttpRequest) -> HttpResponse:
    cycle = current_cycle(timezone.localdate())
    if cycle is None:
        return redirect("matchmaking:rounds")
    found = demand_of(cycle)
    wanted = {
        "program": cycle.program,
        "cycle": cycle,
        "areas": found.missing[:MOST_NAMED],
        "site": settings.SITE_URL,
    }
    context = {
        "cycle": cycle,
        "demand": found,
        "map": region_map(
            mentors={row.town for row in found.towns if row.mentors},
            mentees={row.town for row in found.towns if row.mentees},
        ),
        "call": render_to_string("matchmaking/call_for_mentors.txt", wanted),
    }
    return render(request, "matchmaking/demand.html", context)


@for_coordinators
@require_http_methods(["GET", "HEAD", "POST"])
def ask_past_mentors(request: HttpRequest) -> HttpResponse:
    cycle = current_cycle(timezone.localdate())
    if cycle is None:
        return redirect("matchmaking:rounds")
    people = past_mentors(cycle)
    form = PastMentorsForm(request.POST or None, people=people)
    if form.is_valid():
        try:
            count = actions.ask_past_mentors(
                cycle=cycle, people=form.chosen, by=signed_in(request), at=timezone.now()
            )
            messages.success(request, _("Asked: %(count)d.") % {"count": count})
            return redirect("matchmaking:demand")
        except Refused as refused:
            form.add_error(None, refused.message)
    name = _("NAME")  # stands where each mail has its own
    letter = compose(MENTORS_WANTED, {"name": name, "cycle": cycle, "program": cycle.program})
    context = {"form": form, "people": people, "letter": letter, "cycle": cycle}
    return render(request, "matchmaking/ask_past_mentors.html", context)
