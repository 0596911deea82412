"""A person's own account."""

from django.contrib import messages
from django.contrib.auth import logout
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lodestar.gates import SignedInRequest, for_coordinators, for_everyone_signed_in
from lodestar.people import actions, codes, unsent
from lodestar.people.forms import AwayForm, CodeForm, NewAddressForm, OwnContactForm, contact_of
from lodestar.people.queries import has_second_factor
from lodestar.refusal import Refused

PURPOSE = "new address"


@for_everyone_signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def account(request: SignedInRequest) -> HttpResponse:
    """Name, telephone, mailbox; from here to address, passkeys and signing out everywhere."""
    person, now = request.user, timezone.now()
    form = OwnContactForm(request.POST or None, initial=contact_of(person))
    if request.method == "POST" and form.is_valid():
        wanted = form.cleaned_data
        actions.change_contact(
            person=person,
            name=wanted["name"],
            phone=wanted["phone"],
            email=person.email or "",
            by=person,
            at=now,
        )
        actions.say_who_reads_mailbox(person=person, shared=wanted["mailbox_is_shared"], by=person, at=now)
        messages.success(request, _("Saved."))
        return redirect("people:account")
    context = {
        "form": form,
        "has_second_factor": has_second_factor(person),
        "is_away": person.is_away(timezone.localdate(now)),
    }
    return render(request, "people/account.html", context)


@for_coordinators
@require_http_methods(["GET", "HEAD", "POST"])
def away(request: SignedInRequest) -> HttpResponse:
    """Until when a coordinator is away, and who stands in."""
    now, person = timezone.now(), request.user
    today = timezone.localdate(now)
    form = AwayForm(request.POST or None, person=person, today=today)
    if request.method == "POST" and form.is_valid():
        wanted = {"until": form.cleaned_data["away_until"], "deputy": form.cleaned_data["deputy"]}
        try:
            actions.say_away(person=person, **wanted, by=person, at=now, today=today)
        except Refused as refused:
            form.add_error("away_until" if refused.code == "day_past" else "deputy", refused.message)
        else:
            messages.success(request, _("Saved."))
            return redirect("people:account")
    return render(request, "people/away.html", {"form": form})


@for_everyone_signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def change_address(request: SignedInRequest) -> HttpResponse:
    """A new address is first proved by a code, so that a slip of the finger locks nobody out."""
    form = NewAddressForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            codes.send_code(request, form.cleaned_data["email"], purpose=PURPOSE, at=timezone.now())
            return redirect("people:confirm_address")
        except Refused as refused:
            form.add_error(None, refused.message)
    return render(request, "people/change_address.html", {"form": form})


@for_everyone_signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def confirm_address(request: SignedInRequest) -> HttpResponse:
    now = timezone.now()
    address = codes.waiting_address(request, purpose=PURPOSE, at=now)
    if not address:
        messages.error(request, _("That code is no longer valid. Please ask for a new one."))
        return redirect("people:change_address")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        match codes.try_code(request, form.cleaned_data["code"]):
            case codes.Answer.RIGHT:
                return move_to(request, address)
            case codes.Answer.OVER:
                messages.error(request, _("That was not the right code. Please ask for a new one."))
                return redirect("people:change_address")
            case codes.Answer.WRONG:
                form.add_error("code", _("That is not the code we sent. Please check it and try again."))
    return render(request, "people/confirm_address.html", {"form": form, "address": address})


def move_to(request: SignedInRequest, address: str) -> HttpResponse:
    person = request.user
    try:
        actions.change_contact(
            person=person,
            name=person.name,
            phone=person.phone,
            email=address,
            by=person,
            at=timezone.now(),
        )
    except Refused as refused:
        messages.error(request, refused.message)
        return redirect("people:change_address")
    messages.success(request, _("Your address is changed. Sign in with the new one from now on."))
    return redirect("people:account")


@for_everyone_signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def unsent_page(request: SignedInRequest) -> HttpResponse:
    """What this person had typed when their session ended: send it after all, or leave it."""
    kept = unsent.waiting(request)
    if kept is None:
        raise Http404
    if request.method == "POST":
        unsent.forget(request)
        return redirect("home:home")
    fields = [(name, value) for name, values in kept["fields"] for value in values]
    texts = [value for _name, value in fields if " " in value.strip()]
    return render(request, "people/unsent.html", {"path": kept["path"], "fields": fields, "texts": texts})


@for_everyone_signed_in
@require_POST
def sign_out_everywhere(request: SignedInRequest) -> HttpResponse:
    actions.sign_out_everywhere(person=request.user, by=request.user, at=timezone.now())
    logout(request)
    messages.success(request, _("You are signed out on every device."))
    return redirect("account_login")
