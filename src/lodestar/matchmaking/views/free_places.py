"""Between two rounds: who waits for a mentor, and whom they could have now that places are free."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from lodestar.gates import for_coordinators
from lodestar.matchmaking import problem
from lodestar.matchmaking.actions.rounds import newest_rules
from lodestar.matchmaking.models import Match
from lodestar.matchmaking.problem.waiting import waiting
from lodestar.matchmaking.queries.facts import beside, read_facts
from lodestar.matchmaking.queries.rounds import last_numbers, open_proposals
from lodestar.programs.queries import current_cycle


@for_coordinators
@require_GET
def free_places(request: HttpRequest) -> HttpResponse:
    cycle = current_cycle(timezone.localdate())
    if cycle is None:
        return redirect("matchmaking:rounds")
    last, newest = last_numbers(cycle)
    pool = read_facts(cycle)
    facts = beside(pool, open_proposals(Match.objects.filter(round__cycle=cycle)), newest)
    rows = waiting(problem.build(facts, newest_rules(cycle.program)))
    context = {
        "cycle": cycle,
        "rows": rows,
        "somebody": any(row.best for row in rows),
        "mentors": [(role, free) for role in facts.mentors if (free := facts.free_places(role))],
        "proposed": len(pool.mentees) - len(facts.mentees),
        "last": last,
    }
    return render(request, "matchmaking/free_places.html", context)
