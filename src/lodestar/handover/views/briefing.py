"""Where things stand: the first page of a coordinator who takes over, and there for every other."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from lodestar.gates import SignedInRequest, for_coordinators
from lodestar.handover.queries.briefing import brief
from lodestar.people.actions import know_where_things_stand
from lodestar.programs.models import Program


@require_safe
@for_coordinators
def where_things_stand(request: SignedInRequest) -> HttpResponse:
    page = brief(request.user, Program.objects.current(), timezone.now())
    return render(request, "handover/briefing.html", {"page": page})


@require_POST
@for_coordinators
def read(request: SignedInRequest) -> HttpResponse:
    know_where_things_stand(person=request.user, by=request.user, at=timezone.now())
    return redirect("home:home")
