from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from lodestar.gates import SignedInRequest, for_coordinators, for_everyone_signed_in
from lodestar.home.queries import OwnPage, desk, own_page, own_part
from lodestar.intake.models import Application
from lodestar.intake.policy import may_use_form
from lodestar.intake.queries import whole
from lodestar.intake.queries.summary import summary_of
from lodestar.programs.models import Program


@require_safe
@for_everyone_signed_in
def home(request: SignedInRequest) -> HttpResponse:
    """Every role's first page: what needs me now, then what happens next; or, once, where things stand."""
    person, at = request.user, timezone.now()
    if not person.roles:
        return show_own(request, at)
    if person.is_coordinator and person.is_newcomer:
        return redirect("handover:briefing")
    part: dict[str, Any] = {"own_part": own_part(person)}
    if person.is_coordinator:
        part["desk"] = desk(person, Program.objects.current(), at)
        return render(request, "home/desk.html", part)
    return render(request, "home/staff.html", part)


@require_safe
@for_everyone_signed_in
def own(request: SignedInRequest) -> HttpResponse:
    """A participant's first page; whoever has an office too finds it from there."""
    return show_own(request, timezone.now())


def show_own(request: SignedInRequest, at: datetime) -> HttpResponse:
    context = {"page": own_page(request.user, at), "hour": timezone.localtime(at).hour}
    return render(request, "home/home.html", context)


@for_everyone_signed_in
@require_safe
def status(request: SignedInRequest) -> HttpResponse:
    """One's own application: where each role stands, and what one can do about it."""
    page = own_page(request.user, timezone.now())
    return show_application(request, page) if page.standing else redirect("intake:apply")


@for_everyone_signed_in
@require_safe
def application(request: SignedInRequest, public_id: str) -> HttpResponse:
    """The same for an application of any cycle."""
    sent = Application.objects.filter(person=request.user.pk, submitted_at__isnull=False)
    found = get_object_or_404(whole(sent), public_id=public_id)
    return show_application(request, own_page(request.user, timezone.now(), found))


def show_application(request: SignedInRequest, page: OwnPage) -> HttpResponse:
    assert page.standing  # noqa: S101
    assert page.standing.application  # noqa: S101
    context = {
        "page": page,
        "standing": page.standing,
        "summary": summary_of(page.standing.application),
        "closed": may_use_form(page.standing.cycle, timezone.localdate()),
    }
    return render(request, "home/status.html", context)


@require_safe
@for_coordinators
def settings(request: HttpRequest) -> HttpResponse:
    return render(request, "home/settings.html")
