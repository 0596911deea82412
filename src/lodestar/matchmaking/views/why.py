"""Why this match? The coordinator reads all of it, each of the two what their own form says of it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from lodestar.gates import for_everyone_signed_in
from lodestar.matchmaking import policy
from lodestar.matchmaking.queries.why import matches_named, why_in_full, why_own
from lodestar.matchmaking.views.rounds import signed_in


@for_everyone_signed_in
@require_GET
def why(request: HttpRequest, public_id: str) -> HttpResponse:
    """Of a match or a mentorship; who was not asked, or is asked no more, has nothing to read."""
    person = signed_in(request)
    match = get_object_or_404(matches_named(public_id, person))
    if not policy.is_one_of_the_pair(match, person):
        return render(request, "matchmaking/why.html", {"why": why_in_full(match)})
    role = policy.side_of(match, person)
    if role is None:
        raise Http404
    own = why_own(match, role)
    if own.page.standing == "over" or not own.page.agreed:
        raise Http404
    return render(request, "matchmaking/why_own.html", {"why": own})
