"""The program's settings and its words, for the coordinator and the administrator."""

from copy import copy

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lodestar.gates import SignedInRequest, for_coordinators_and_administrators
from lodestar.history.queries import entries_about
from lodestar.programs import actions
from lodestar.programs.forms import ProgramForm, TermsForm, TextForm
from lodestar.programs.models import Program, ProgramText, Terms
from lodestar.programs.queries import current_terms
from lodestar.refusal import Refused


@for_coordinators_and_administrators
@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: SignedInRequest) -> HttpResponse:
    program = Program.objects.current()
    form = ProgramForm(request.POST or None, instance=copy(program))
    if request.method == "POST" and form.is_valid():
        actions.change_program(program=program, values=form.cleaned_data, by=request.user, at=timezone.now())
        messages.success(request, _("Saved."))
        return redirect("programs:settings")
    context = {
        "form": form,
        "texts": program.texts.all(),
        "kinds": Terms.Kind,
        "entries": entries_about(program),
    }
    return render(request, "programs/settings.html", context)


@for_coordinators_and_administrators
@require_http_methods(["GET", "HEAD", "POST"])
def text(request: SignedInRequest, key: str) -> HttpResponse:
    """One passage of the public page."""
    text = get_object_or_404(ProgramText.objects.select_related("program"), key=key)
    form = TextForm(request.POST or None, text=text)
    if request.method == "POST" and form.is_valid():
        words = {name: form.cleaned_data[name] for name in ("heading", "body")}
        actions.change_text(text=text, **words, by=request.user, at=timezone.now())
        messages.success(request, _("Saved. The program page shows it now."))
        return redirect("programs:settings")
    return render(request, "programs/text.html", {"form": form, "text": text})


@for_coordinators_and_administrators
@require_http_methods(["GET", "HEAD", "POST"])
def terms(request: SignedInRequest, kind: str) -> HttpResponse:
    """What applicants read before they send: the version in force, and a new one."""
    if kind not in Terms.Kind.values:
        raise Http404
    program = Program.objects.current()
    latest = current_terms(program, kind)
    form = TermsForm(request.POST or None, terms=latest)
    if request.method == "POST" and form.is_valid():
        new = {name: form.cleaned_data[name] for name in ("heading", "intro")}
        new["items"] = form.cleaned_data["points"]
        try:
            actions.write_terms(program=program, kind=kind, **new, by=request.user, at=timezone.now())
        except Refused as refused:
            form.add_error(None, refused.message)
        else:
            messages.success(request, _("Saved as a new version. Earlier applications keep theirs."))
            return redirect("programs:terms", kind)
    versions = program.terms.filter(kind=kind, version__lt=latest.version)
    return render(request, "programs/terms.html", {"form": form, "latest": latest, "versions": versions})
