"""Libraries, their boards and the distances between them, for the coordinator."""

from copy import copy

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lodestar.gates import SignedInRequest, for_coordinators
from lodestar.history.queries import entries_about
from lodestar.libraries import actions
from lodestar.libraries.distance import estimated_km
from lodestar.libraries.forms import BoardForm, ChangeLibraryForm, DistanceForm, LibraryForm, SearchForm
from lodestar.libraries.models import Board, Library
from lodestar.libraries.queries import driving_km, find_libraries, ways_from
from lodestar.refusal import Refused


@for_coordinators
@require_safe
def libraries(request: SignedInRequest) -> HttpResponse:
    form = SearchForm(request.GET)
    text = form.cleaned_data["q"] if form.is_valid() else ""
    context = {"form": form, "text": text, "libraries": find_libraries(text)}
    return render(request, "libraries/list.html", context)


@for_coordinators
@require_http_methods(["GET", "HEAD", "POST"])
def new_library(request: SignedInRequest) -> HttpResponse:
    form = LibraryForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            library = actions.add_library(**form.cleaned_data, by=request.user, at=timezone.now())
        except Refused as refused:
            form.add_error(None, refused.message)
        else:
            messages.success(request, _("Added: %(name)s.") % {"name": library.name})
            return redirect("libraries:library", library.public_id)
    return render(request, "libraries/library_form.html", {"form": form})


@for_coordinators
@require_safe
def library(request: SignedInRequest, public_id: str) -> HttpResponse:
    """One library, and how far it is to the others."""
    library = get_object_or_404(Library.objects.select_related("board"), public_id=public_id)
    context = {"library": library, "ways": ways_from(library), "entries": entries_about(library)}
    return render(request, "libraries/library.html", context)


@for_coordinators
@require_http_methods(["GET", "HEAD", "POST"])
def edit_library(request: SignedInRequest, public_id: str) -> HttpResponse:
    library = get_object_or_404(Library.objects.select_related("board"), public_id=public_id)
    form = ChangeLibraryForm(request.POST or None, instance=copy(library))
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_library(library=library, **form.cleaned_data, by=request.user, at=timezone.now())
        except Refused as refused:
            form.add_error(None, refused.message)
        else:
            messages.success(request, _("Saved."))
            return redirect("libraries:library", public_id)
    return render(request, "libraries/library_form.html", {"form": form, "library": library})


@for_coordinators
@require_http_methods(["GET", "HEAD", "POST"])
def boards(request: SignedInRequest) -> HttpResponse:
    """The boards, and a new one."""
    form = BoardForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            board = actions.add_board(**form.cleaned_data, by=request.user, at=timezone.now())
        except Refused as refused:
            form.add_error(None, refused.message)
        else:
            messages.success(request, _("Added: %(name)s.") % {"name": board.name})
            return redirect("libraries:boards")
    rows = Board.objects.annotate(members=Count("libraries", filter=Q(libraries__is_member=True)))
    return render(request, "libraries/boards.html", {"form": form, "boards": rows})


@for_coordinators
@require_http_methods(["GET", "HEAD", "POST"])
def board(request: SignedInRequest, public_id: str) -> HttpResponse:
    board = get_object_or_404(Board, public_id=public_id)
    form = BoardForm(request.POST or None, instance=copy(board))
    if request.method == "POST" and form.is_valid():
        try:
            actions.rename_board(board=board, **form.cleaned_data, by=request.user, at=timezone.now())
        except Refused as refused:
            form.add_error(None, refused.message)
        else:
            messages.success(request, _("Saved."))
            return redirect("libraries:boards")
    context = {"form": form, "board": board, "libraries": board.libraries.all()}
    return render(request, "libraries/board.html", context)


@for_coordinators
@require_http_methods(["GET", "HEAD", "POST"])
def distance(request: SignedInRequest, public_id: str, other_id: str) -> HttpResponse:
    """How far it is between two libraries, as somebody drives it."""
    one = get_object_or_404(Library, public_id=public_id)
    other = get_object_or_404(Library, public_id=other_id)
    form = DistanceForm(request.POST or None, initial={"km": driving_km(one, other)})
    if request.method == "POST" and form.is_valid():
        try:
            actions.set_distance(
                one=one, other=other, km=form.cleaned_data["km"], by=request.user, at=timezone.now()
            )
        except Refused as refused:
            form.add_error(None, refused.message)
        else:
            messages.success(request, _("Saved."))
            return redirect("libraries:library", public_id)
    context = {"form": form, "one": one, "other": other, "estimate": estimated_km(one, other)}
    return render(request, "libraries/distance.html", context)
