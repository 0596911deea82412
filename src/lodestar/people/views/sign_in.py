"""Signing in: an address, a code, perhaps a second step; or a passkey."""

from allauth.account.internal.decorators import login_not_required
from allauth.account.utils import get_login_redirect_url, get_next_redirect_url, perform_login
from allauth.mfa.webauthn import views as webauthn
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from lodestar.gates import SignedInRequest, for_everyone_signed_in
from lodestar.people import codes
from lodestar.people.actions import open_account
from lodestar.people.forms import SignInCodeForm, SignInForm
from lodestar.people.queries import has_second_factor
from lodestar.refusal import Refused

PURPOSE = "sign in"
YEAR = 365 * 24 * 60 * 60


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in or apply: the same answer whoever asks, so that nobody learns who takes part."""
    if request.user.is_authenticated:
        return HttpResponseRedirect(get_login_redirect_url(request))
    form = SignInForm(request.POST or None)
    then = get_next_redirect_url(request) or ""
    if request.method == "POST" and form.is_valid():
        try:
            codes.send_code(
                request, form.cleaned_data["email"], purpose=PURPOSE, at=timezone.now(), then=then
            )
            return redirect("people:confirm_code")
        except Refused as refused:
            form.add_error(None, refused.message)
    return render(request, "people/sign_in.html", {"form": form, "next": then})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm_code(request: HttpRequest) -> HttpResponse:
    """The code proves the address; only now do we look whose it is."""
    if request.user.is_authenticated:
        return HttpResponseRedirect(get_login_redirect_url(request))
    address = codes.waiting_address(request, purpose=PURPOSE, at=timezone.now())
    if not address:
        messages.error(request, _("That code is no longer valid. Please ask for a new one."))
        return redirect("account_login")
    form = SignInCodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        then = codes.next_address(request)
        match codes.try_code(request, form.cleaned_data["code"]):
            case codes.Answer.RIGHT:
                return enter(request, address, own_device=form.cleaned_data["own_device"], then=then)
            case codes.Answer.OVER:
                messages.error(request, _("That was not the right code. Please ask for a new one."))
                return redirect("account_login")
            case codes.Answer.WRONG:
                form.add_error("code", _("That is not the code we sent. Please check it and try again."))
    return render(request, "people/confirm_code.html", {"form": form, "address": address})


def enter(request: HttpRequest, address: str, *, own_device: bool, then: str) -> HttpResponse:
    """Sign the owner of `address` in; whoever has a second step is asked for it next."""
    person = open_account(email=address, at=timezone.now())
    request.session[codes.OWN_DEVICE] = own_device
    response: HttpResponse = perform_login(request, person, redirect_url=then or None)
    if own_device:
        mark = codes.device_mark(address)
        secure = bool(settings.SESSION_COOKIE_SECURE)
        response.set_cookie(
            codes.OWN_DEVICE, mark, max_age=YEAR, httponly=True, secure=secure, samesite="Lax"
        )
    return response


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def passkey_sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in by passkey alone: the browser and the device have asked the person already."""
    if request.method == "POST" and not request.user.is_authenticated:
        request.session[codes.OWN_DEVICE] = "own_device" in request.POST
    return webauthn.login_webauthn(request)


@for_everyone_signed_in
@require_http_methods(["GET", "HEAD"])
def second_factor(request: SignedInRequest) -> HttpResponse:
    """Why a second step is needed before anything else, and the two ways to add one."""
    if has_second_factor(request.user):
        return redirect("home:home")
    return render(request, "people/second_factor.html")
