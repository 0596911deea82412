from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lodestar.gates import SignedInRequest, for_coordinators
from lodestar.history.queries import find_one, whole_history


@require_safe
@for_coordinators
def show_thing(request: SignedInRequest, kind: str, public_id: str) -> HttpResponse:
    """The whole history of a thing; of a person and of a pair with all that belongs to them."""
    lines = whole_history(kind, public_id, request.user)
    if not lines:
        raise Http404
    context = {"lines": lines, "public_id": public_id, "thing": find_one(request.user, kind, public_id)}
    return render(request, "history/thing.html", context)
