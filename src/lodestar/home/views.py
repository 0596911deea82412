from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from lodestar.gates import SignedInRequest, for_coordinators, for_everyone_signed_in
from lodestar.home.queries import desk, open_question, own_page
from lodestar.programs.models import Program


@require_safe
@for_everyone_signed_in
def home(request: SignedInRequest) -> HttpResponse:
    """Every role's first page: what needs me now, then what happens next."""
    person, at = request.user, timezone.now()
    if person.is_coordinator:
        return render(request, "home/desk.html", {"desk": desk(person, Program.objects.current(), at)})
    if person.is_finance or person.is_administrator:
        return render(request, "home/staff.html")
    page = own_page(person, at)
    question = open_question(page.standing) if page.standing else None
    context = {"page": page, "question": question, "hour": timezone.localtime(at).hour}
    return render(request, "home/home.html", context)


@require_safe
@for_coordinators
def settings(request: HttpRequest) -> HttpResponse:
    return render(request, "home/settings.html")
