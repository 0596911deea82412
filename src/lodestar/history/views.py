from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lodestar.gates import for_coordinators
from lodestar.history.queries import entries_of


@require_safe
@for_coordinators
def show_thing(request: HttpRequest, kind: str, public_id: str) -> HttpResponse:
    entries = list(entries_of(kind, public_id, request.user))
    if not entries:
        raise Http404
    return render(request, "history/thing.html", {"entries": entries, "public_id": public_id})
