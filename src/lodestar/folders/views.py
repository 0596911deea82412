"""What coordinators keep about one thing."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lodestar.folders import actions
from lodestar.folders.forms import AssignForm, NoteForm
from lodestar.folders.models import Note
from lodestar.folders.policy import KINDS
from lodestar.folders.queries import kept
from lodestar.gates import SignedInRequest, for_coordinators
from lodestar.history.queries import Thing, find_one
from lodestar.refusal import Refused


@require_safe
@for_coordinators
def folder(request: SignedInRequest, kind: str, public_id: str) -> HttpResponse:
    return show(request, thing_or_404(request, kind, public_id))


@require_POST
@for_coordinators
def assign(request: SignedInRequest, kind: str, public_id: str) -> HttpResponse:
    thing = thing_or_404(request, kind, public_id)
    form = AssignForm(request.POST, now=None)
    if form.is_valid():
        try:
            actions.assign(thing=thing, to=form.cleaned_data["to"], by=request.user, at=timezone.now())
        except Refused as refused:
            form.add_error("to", refused.message)
        else:
            messages.success(request, _("Noted who looks after it."))
            return redirect(thing.url)
    return show(request, thing, assign_form=form)


@require_POST
@for_coordinators
def write(request: SignedInRequest, kind: str, public_id: str) -> HttpResponse:
    thing = thing_or_404(request, kind, public_id)
    form = NoteForm(request.POST)
    if form.is_valid():
        try:
            actions.write_note(thing=thing, **form.cleaned_data, by=request.user, at=timezone.now())
        except Refused as refused:
            form.add_error(None, refused.message)
        else:
            messages.success(request, _("The note is kept. Only coordinators see it."))
            return redirect(thing.url)
    return show(request, thing, note_form=form)


@require_POST
@for_coordinators
def put_away(request: SignedInRequest, kind: str, public_id: str, number: int) -> HttpResponse:
    thing_or_404(request, kind, public_id)
    of_thing = Note.objects.filter(folder__kind=kind, folder__thing=public_id).select_related("folder")
    note = get_object_or_404(of_thing, pk=number)
    actions.put_away(note=note, by=request.user, at=timezone.now())
    messages.success(request, _("The note is put away. It stays readable below the others."))
    return redirect("folders:folder", kind, public_id)


def thing_or_404(request: SignedInRequest, kind: str, public_id: str) -> Thing:
    """What the folder is about; one's own application or pair is another coordinator's work."""
    thing = find_one(request.user, kind, public_id) if kind in KINDS else None
    if thing is None:
        raise Http404
    return thing


def show(
    request: SignedInRequest,
    thing: Thing,
    *,
    assign_form: AssignForm | None = None,
    note_form: NoteForm | None = None,
) -> HttpResponse:
    found = kept(thing.kind, thing.public_id, timezone.localdate())
    context = {
        "thing": thing,
        "kept": found,
        "assign_form": assign_form or AssignForm(now=found.folder.assigned_to),
        "note_form": note_form or NoteForm(),
    }
    refused = assign_form or note_form
    return render(request, "folders/folder.html", context, status=422 if refused else 200)
