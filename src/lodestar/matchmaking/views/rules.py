"""The rules and weights of matching, with what a change would do before it is saved."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lodestar.gates import for_coordinators
from lodestar.matchmaking import actions
from lodestar.matchmaking.actions.rounds import newest_rules
from lodestar.matchmaking.actions.rules import may_weigh, with_changes
from lodestar.matchmaking.catalogue import PRESETS
from lodestar.matchmaking.forms import RulesForm
from lodestar.matchmaking.models import MatchingRules
from lodestar.matchmaking.problem import NoAnswer
from lodestar.matchmaking.problem.preview import Preview, preview
from lodestar.matchmaking.queries.facts import read_facts
from lodestar.matchmaking.views.rounds import signed_in
from lodestar.programs.models import Program
from lodestar.programs.queries import current_cycle
from lodestar.refusal import Refused
from lodestar.ui.htmx import render_page_or_fragment

MOST_VERSIONS = 10


@for_coordinators
@require_http_methods(["GET", "HEAD", "POST"])
def rules(request: HttpRequest) -> HttpResponse:
    """Look, try, save. Trying changes nothing and shows the whole page, or to htmx what it would do."""
    program = Program.objects.current()
    now = newest_rules(program)
    form = RulesForm(request.POST or None, rules=now, preset=request.GET.get("preset", ""))
    shown = None
    if form.is_valid():
        try:
            if "try" not in request.POST:
                said = {"values": form.values, "note": form.cleaned_data["note"]}
                actions.change_rules(program=program, by=signed_in(request), at=timezone.now(), **said)
                messages.success(request, _("Saved. The next round uses these rules."))
                return redirect("matchmaking:rounds")
            shown = what_would_change(now, with_changes(now, form.values))
        except Refused as refused:
            form.add_error(None, refused.message)
    versions = MatchingRules.objects.filter(program=program).select_related("author")[:MOST_VERSIONS]
    context = {"form": form, "rules": now, "preview": shown, "versions": versions, "presets": PRESETS}
    return render_page_or_fragment(request, "matchmaking/rules.html", "matchmaking/_preview.html", context)


def what_would_change(now: MatchingRules, then: MatchingRules) -> Preview | None:
    """Both on the pool of today's cycle; None where there is no cycle."""
    if refused := may_weigh(then.weights):
        raise refused
    cycle = current_cycle(timezone.localdate())
    if cycle is None:
        return None
    try:
        return preview(read_facts(cycle), now, then)
    except NoAnswer as error:
        raise Refused("no_answer", str(error)) from error
