"""What anybody may read: the program, the privacy notice, how it works."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from lodestar.programs.models import Program, Terms
from lodestar.programs.queries import current_terms, next_cycle, open_cycle, running_cycle, way_of


@require_safe
def program(request: HttpRequest) -> HttpResponse:
    """The program page: the organisation's own words, the dates, and how to apply."""
    program = Program.objects.current()
    today = timezone.localdate()
    cycle = open_cycle(today)
    shown = cycle or next_cycle(today) or running_cycle(today)
    context = {
        "program": program,
        "texts": program.texts.all(),
        "considerations": current_terms(program, Terms.Kind.CONSIDERATIONS),
        "cycle": cycle,
        "shown": shown,
        "is_closed": bool(shown and not cycle and shown.opens_on <= today),
        "way": way_of(shown, today) if shown else [],
    }
    return render(request, "programs/program.html", context)


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    program = Program.objects.current()
    return render(request, "programs/privacy.html", {"terms": current_terms(program, Terms.Kind.PRIVACY)})


@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    return render(request, "programs/help.html")
