from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lodestar.gates import SignedInRequest, for_coordinators
from lodestar.intake.actions import add_practice_people, remove_practice_people
from lodestar.intake.views.behalf import some_cycle
from lodestar.people.models import Person
from lodestar.refusal import Refused


@for_coordinators
@require_http_methods(["GET", "POST"])
def practice(request: SignedInRequest) -> HttpResponse:
    """Add made-up people to try the program with, or take them all away again."""
    cycle = some_cycle()
    if request.method == "POST":
        try:
            messages.success(request, done(request))
        except Refused as refused:
            messages.error(request, refused.message)
        return redirect("intake:practice")
    made_up = Person.objects.filter(is_made_up=True).count()
    return render(request, "intake/practice.html", {"cycle": cycle, "made_up": made_up})


def done(request: SignedInRequest) -> str:
    if "remove" in request.POST:
        count = remove_practice_people(by=request.user, at=timezone.now())
        return _("Taken away: %(count)d made-up people.") % {"count": count}
    count = add_practice_people(cycle=some_cycle(), by=request.user, at=timezone.now())
    return _("Added: %(count)d made-up people.") % {"count": count}
