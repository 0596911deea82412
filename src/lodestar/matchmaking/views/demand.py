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
from lodestar.matchmaking.actions.recruiting import TEMPLATES
from lodestar.matchmaking.forms import PastPeopleForm
from lodestar.matchmaking.queries.demand import demand_of
from lodestar.matchmaking.queries.past_people import Role, past_people
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
def ask_past(request: HttpRequest, role: str) -> HttpResponse:
    """Mentors of earlier years, or mentees who found none then: ask them again."""
    cycle = current_cycle(timezone.localdate())
    if cycle is None:
        return redirect("matchmaking:rounds")
    people = past_people(cycle, role)
    form = PastPeopleForm(request.POST or None, people=people)
    if form.is_valid():
        try:
            count = actions.ask_past_people(
                cycle=cycle, role=role, people=form.chosen, by=signed_in(request), at=timezone.now()
            )
            messages.success(request, _("Asked: %(count)d.") % {"count": count})
            return redirect("matchmaking:demand")
        except Refused as refused:
            form.add_error(None, refused.message)
    name = _("NAME")  # stands where each mail has its own
    letter = compose(TEMPLATES[Role(role)], {"name": name, "cycle": cycle, "program": cycle.program})
    context = {"form": form, "people": people, "letter": letter, "cycle": cycle, "role": role}
    return render(request, "matchmaking/ask_past.html", context)
