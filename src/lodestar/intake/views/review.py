"""The coordinator's list of applications, and one application."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from lodestar.folders.queries import assigned, kept, with_folder
from lodestar.gates import SignedInRequest, for_coordinators
from lodestar.history.queries import entries_about
from lodestar.intake.actions import accept_roles, dismiss_name
from lodestar.intake.forms.review import FilterForm
from lodestar.intake.models import Application, ApplicationRole
from lodestar.intake.policy import REVIEWABLE, may_withdraw
from lodestar.intake.queries import catalogue_of, counts, listed, whole
from lodestar.intake.queries.summary import summary_of
from lodestar.intake.views.own import cycle_of_today
from lodestar.programs.models import Cycle, Program
from lodestar.refusal import Refused
from lodestar.ui.htmx import render_page_or_fragment

PER_PAGE = 50
State = ApplicationRole.State
GONE = {State.DRAFT, State.WITHDRAWN}


@for_coordinators
@require_GET
def applications(request: SignedInRequest) -> HttpResponse:
    """Every application that was sent, filtered and searched; of drafts only their number."""
    cycles = {cycle.public_id: cycle for cycle in Cycle.objects.all()}
    choices = [(cycle.public_id, cycle.name) for cycle in cycles.values()]
    form = FilterForm(request.GET or None, catalogue=catalogue_of(Program.objects.current()), cycles=choices)
    filters = form.cleaned_data if form.is_valid() else {}
    cycle = cycles.get(filters.get("cycle", "")) or cycle_of_today()
    to = filters.pop("assigned", "")
    found = assigned(listed(**filters | {"cycle": cycle}), "application", to, request.user)
    found = with_folder(found, "application", timezone.localdate())
    context = {
        "form": form,
        "cycle": cycle,
        "counts": cycle and counts(cycle),
        "page": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
    }
    return render_page_or_fragment(request, "intake/list.html", "intake/_list.html", context)


@for_coordinators
@require_POST
def accept_several(request: SignedInRequest) -> HttpResponse:
    """Accept every role that waits on the ticked applications, or none of them."""
    ids = set(request.POST.getlist("application"))
    rows = ApplicationRole.objects.filter(
        state__in=REVIEWABLE,
        application__public_id__in=ids,
        application__in=Application.objects.visible_to(request.user),
    )
    roles = list(rows.select_related("application__person", "application__cycle__program"))
    if not ids or {role.application.public_id for role in roles} != ids:
        messages.error(request, _("Nothing was accepted: tick applications that wait for review."))
        return redirect("intake:list")
    try:
        accept_roles(roles=roles, by=request.user, at=timezone.now())
    except Refused as refused:
        messages.error(request, _("Nothing was accepted. %(why)s") % {"why": refused.message})
        return redirect("intake:list")
    messages.success(request, _("Accepted: %(count)d.") % {"count": len(roles)})
    return redirect("intake:list")


def sent_application(request: SignedInRequest, public_id: str) -> Application:
    """One application that was sent; a draft is its writer's alone."""
    sent = Application.objects.visible_to(request.user).filter(submitted_at__isnull=False)
    return get_object_or_404(whole(sent), public_id=public_id)


def sent_role(request: SignedInRequest, public_id: str, role: str) -> ApplicationRole:
    application = sent_application(request, public_id)
    row = get_object_or_404(ApplicationRole.objects.sent(), application=application, role=role)
    row.application = application
    return row


@for_coordinators
@require_GET
def detail(request: SignedInRequest, public_id: str) -> HttpResponse:
    return show(request, sent_application(request, public_id))


def show(
    request: SignedInRequest, application: Application, *, trouble: str = "", status: int = 200
) -> HttpResponse:
    roles = [row for row in application.roles.all() if row.state != State.DRAFT]
    is_own = application.person_id == request.user.pk
    context: dict[str, Any] = {
        "application": application,
        "roles": roles,
        "waiting": [row for row in roles if row.state in REVIEWABLE],
        "withdrawable": [row for row in roles if may_withdraw(row) is None],
        "talk_first": [row for row in roles if not row.areas.all() and not row.any_mentor],
        "is_own": is_own,
        "summary": summary_of(application),
        "entries": entries_about(application),
        "kept": None if is_own else kept("application", application.public_id, timezone.localdate()),
        "trouble": trouble,
    }
    return render(request, "intake/detail.html", context, status=status)


@for_coordinators
@require_POST
def accept(request: SignedInRequest, public_id: str, role: str) -> HttpResponse:
    """Accept one role, or both."""
    wanted = ApplicationRole.Role.values if role == "both" else [role]
    application = sent_application(request, public_id)
    rows = [row for row in application.roles.all() if row.role in wanted and row.state not in GONE]
    if not rows:
        raise Http404
    try:
        accept_roles(roles=rows, by=request.user, at=timezone.now())
    except Refused as refused:
        return show(request, sent_application(request, public_id), trouble=refused.message, status=409)
    messages.success(request, _("Accepted: in this year's pool."))
    return redirect("intake:detail", public_id)


@for_coordinators
@require_POST
def dismiss(request: SignedInRequest, public_id: str, number: int) -> HttpResponse:
    application = sent_application(request, public_id)
    named = get_object_or_404(application.named_people.all(), pk=number)
    try:
        dismiss_name(named=named, by=request.user, at=timezone.now())
    except Refused as refused:
        return show(request, application, trouble=refused.message, status=409)
    messages.success(request, _("The name was set aside."))
    return redirect("intake:detail", public_id)
