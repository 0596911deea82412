"""The people of the program, for the coordinator and the administrator."""

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lodestar.gates import SignedInRequest, for_coordinators_and_administrators
from lodestar.history.queries import entries_about
from lodestar.outbox.letters import compose
from lodestar.people import actions
from lodestar.people.forms import InviteForm, PersonForm, SearchForm, contact_of
from lodestar.people.models import Person, StaffRole
from lodestar.people.queries import Coming, coming, find_people
from lodestar.refusal import Refused

PER_PAGE = 50


@for_coordinators_and_administrators
@require_http_methods(["GET", "HEAD"])
def people(request: SignedInRequest) -> HttpResponse:
    form = SearchForm(request.GET)
    found = find_people(form.cleaned_data["q"]) if form.is_valid() else find_people("")
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "people/list.html", {"form": form, "page": page, "coming": what_comes()})


def what_comes() -> list[Coming]:
    return [one for tell in coming for one in tell()]


@for_coordinators_and_administrators
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: SignedInRequest) -> HttpResponse:
    """Ask first, then send: the second post carries `sure`."""
    form = InviteForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "people/invite.html", {"form": form})
    wanted = form.cleaned_data | {"role": StaffRole(form.cleaned_data["role"])}
    if "sure" not in request.POST:
        letter = compose(actions.INVITATION, {"role": wanted["role"].label})
        return render(request, "people/invite_sure.html", {"wanted": wanted, "letter": letter})
    person = actions.invite_person(**wanted, by=request.user, at=timezone.now())
    keep_own_session(request, person)
    messages.success(
        request, _("%(person)s is now %(role)s.") % {"person": person, "role": wanted["role"].label}
    )
    return redirect("people:list")


@for_coordinators_and_administrators
@require_http_methods(["GET", "HEAD", "POST"])
def person(request: SignedInRequest, public_id: str) -> HttpResponse:
    """One person's contact details; the coordinator may correct them."""
    someone = get_object_or_404(Person, public_id=public_id)
    form = PersonForm(request.POST or None, initial=contact_of(someone))
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_contact(person=someone, **form.cleaned_data, by=request.user, at=timezone.now())
            messages.success(request, _("Saved."))
            return redirect("people:person", public_id)
        except Refused as refused:
            form.add_error(None, refused.message)
    entries = entries_about(someone)
    if not request.user.is_coordinator:
        entries = entries.filter(actor=request.user)
    context = {"person": someone, "form": form, "entries": entries}
    return render(request, "people/person.html", context)


@for_coordinators_and_administrators
@require_http_methods(["GET", "HEAD", "POST"])
def remove_role(request: SignedInRequest, public_id: str, role: str) -> HttpResponse:
    """Ask, then take the role away."""
    someone = get_object_or_404(Person, public_id=public_id)
    if role not in someone.roles:
        raise Http404
    if request.method == "POST":
        try:
            actions.remove_role(person=someone, role=StaffRole(role), by=request.user, at=timezone.now())
            keep_own_session(request, someone)
            messages.success(request, _("The role is taken away."))
        except Refused as refused:
            messages.error(request, refused.message)
        return redirect("people:list")
    context = {"person": someone, "role": StaffRole(role)}
    return render(request, "people/remove_role.html", context)


def keep_own_session(request: SignedInRequest, person: Person) -> None:
    """A change of one's own roles ends one's other sessions, not this one; its key changes."""
    if person.pk == request.user.pk:
        update_session_auth_hash(request, person)
