"""The areas of expertise on the form, for the coordinator."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lodestar.gates import SignedInRequest, for_coordinators
from lodestar.programs import actions
from lodestar.programs.forms import AreaForm, LabelForm
from lodestar.programs.models import Area, AreaGroup, Program


@for_coordinators
@require_safe
def areas(request: SignedInRequest) -> HttpResponse:
    return render(request, "programs/areas.html", {"groups": AreaGroup.objects.prefetch_related("areas")})


@for_coordinators
@require_http_methods(["GET", "HEAD", "POST"])
def new_area(request: SignedInRequest) -> HttpResponse:
    form = AreaForm(request.POST or None, initial={"group": request.GET.get("group")})
    if request.method == "POST" and form.is_valid():
        area = actions.add_area(**form.cleaned_data, by=request.user, at=timezone.now())
        messages.success(request, _("Added: %(label)s.") % {"label": area.label})
        return redirect("programs:areas")
    return render(request, "programs/area_form.html", {"form": form, "title": _("New area of expertise")})


@for_coordinators
@require_http_methods(["GET", "HEAD", "POST"])
def new_group(request: SignedInRequest) -> HttpResponse:
    form = LabelForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        group = actions.add_area_group(
            program=Program.objects.current(), **form.cleaned_data, by=request.user, at=timezone.now()
        )
        messages.success(request, _("Added: %(label)s.") % {"label": group.label})
        return redirect("programs:areas")
    return render(request, "programs/area_form.html", {"form": form, "title": _("New group of areas")})


@for_coordinators
@require_http_methods(["GET", "HEAD", "POST"])
def rename(request: SignedInRequest, key: str) -> HttpResponse:
    return _rename(request, get_object_or_404(Area.objects.select_related("group__program"), key=key))


@for_coordinators
@require_http_methods(["GET", "HEAD", "POST"])
def rename_group(request: SignedInRequest, key: str) -> HttpResponse:
    return _rename(request, get_object_or_404(AreaGroup.objects.select_related("program"), key=key))


@for_coordinators
@require_POST
def move(request: SignedInRequest, key: str) -> HttpResponse:
    return _move(request, get_object_or_404(Area.objects.select_related("group__program"), key=key))


@for_coordinators
@require_POST
def move_group(request: SignedInRequest, key: str) -> HttpResponse:
    return _move(request, get_object_or_404(AreaGroup.objects.select_related("program"), key=key))


def _rename(request: SignedInRequest, area: Area | AreaGroup) -> HttpResponse:
    form = LabelForm(request.POST or None, initial={"label": area.label})
    if request.method == "POST" and form.is_valid():
        actions.rename_area(area=area, **form.cleaned_data, by=request.user, at=timezone.now())
        messages.success(request, _("Saved. Applications already sent keep the old words."))
        return redirect("programs:areas")
    title = _("Rename “%(label)s”") % {"label": form.initial["label"]}
    return render(request, "programs/area_form.html", {"form": form, "title": title})


def _move(request: SignedInRequest, area: Area | AreaGroup) -> HttpResponse:
    up = request.POST.get("direction") == "up"
    actions.move_area(area=area, up=up, by=request.user, at=timezone.now())
    return redirect("programs:areas")
