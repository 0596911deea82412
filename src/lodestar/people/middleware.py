"""Who may go on: sessions end on time, and some roles need a second step before anything else."""

import time
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from allauth.account.internal.flows.login import record_authentication
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.utils.translation import gettext as _

from lodestar.people import unsent
from lodestar.people.models import Person
from lodestar.people.queries import has_second_factor

IDLE = 30 * 60
LONGEST = 12 * 60 * 60
LONGEST_ON_OWN_DEVICE = 14 * 24 * 60 * 60
NOTE_EVERY = 60

OPEN_WITHOUT_SECOND_FACTOR = {
    "account_logout",
    "healthz",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "people:second_factor",
    "readyz",
}


def begin_session(request: HttpRequest, user: Person, **kwargs: Any) -> None:
    """Start the clocks of a new session: every way of signing in sends Django's `user_logged_in`."""
    session, now = request.session, int(time.time())
    unsent.forget_unless_by(request, user)
    session["began"] = session["seen"] = now
    session["second_factor"] = user.needs_second_factor and has_second_factor(user)
    session.set_expiry(LONGEST_ON_OWN_DEVICE if session.get("own_device") else 0)


def count_as_proof(request: HttpRequest, user: Person, **kwargs: Any) -> None:
    """Whoever has just added an app or passkey has shown it: do not ask for it again at once."""
    record_authentication(request, user, "mfa", reauthenticated=True)


def ask_second_factor_again(request: HttpRequest, **kwargs: Any) -> None:
    """An app or passkey was removed: the gate looks again."""
    request.session["second_factor"] = False


class SessionLimits:
    """Ends a session after 30 idle minutes (own device: 14 days), and keeps private pages out of caches."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            self.check(request)
        was_signed_in = request.user.is_authenticated
        if was_signed_in:
            unsent.forget_when_sent(request)
            if unsent.is_to_be_shown(request):
                return redirect("people:unsent")
        response = self.get_response(request)
        if not was_signed_in and request.method == "POST" and must_sign_in(response):
            unsent.keep(request)
        if was_signed_in or request.user.is_authenticated:
            response["Cache-Control"] = "no-store, private"
        return response

    def check(self, request: HttpRequest) -> None:
        session, now = request.session, int(time.time())
        if is_over(session, now):
            writer = request.user.pk
            logout(request)
            unsent.remember_writer(request, writer)
            messages.info(request, _("You were signed out because this page was not used for a while."))
        elif now - session["seen"] >= NOTE_EVERY:
            session["seen"] = now


def must_sign_in(response: HttpResponse) -> bool:
    """Whether a gate has sent this request to the sign-in page, and wants it back."""
    return response.status_code == HTTPStatus.FOUND and response["Location"].startswith(
        resolve_url(settings.LOGIN_URL) + "?"
    )


def is_over(session: Any, now: int) -> bool:
    began, seen = session.get("began", 0), session.get("seen", 0)
    if session.get("own_device"):
        return bool(now - began >= LONGEST_ON_OWN_DEVICE)
    return bool(now - seen >= IDLE or now - began >= LONGEST)


class SecondFactorGate:
    """Sends whoever needs a second step and has none to the page that adds one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        match = request.resolver_match
        if may_pass(request) or (match and match.view_name in OPEN_WITHOUT_SECOND_FACTOR):
            return None
        return redirect("people:second_factor")


def may_pass(request: HttpRequest) -> bool:
    person = request.user
    if settings.DEMO or not isinstance(person, Person) or not person.needs_second_factor:
        return True
    if not request.session.get("second_factor"):
        request.session["second_factor"] = has_second_factor(person)
    return bool(request.session["second_factor"])
