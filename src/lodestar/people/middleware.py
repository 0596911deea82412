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

ALWAYS_OPEN = {"account_logout", "healthz", "readyz"}
OPEN_WITHOUT_SECOND_FACTOR = {"mfa_activate_totp", "mfa_add_webauthn", "people:second_factor"}


def begin_session(request: HttpRequest, user: Person, **kwargs: Any) -> None:
    """Start the clocks of a new session: every way of signing in sends Django's `user_logged_in`.

    It is sent after the second step was shown by whoever has one.
    """
    session, now = request.session, int(time.time())
    unsent.forget_unless_by(request, user)
    session["began"] = session["seen"] = now
    session["second_factor"] = user.needs_second_factor and has_second_factor(user)
    session.set_expiry(LONGEST_ON_OWN_DEVICE if session.get("own_device") else 0)


def count_as_proof(request: HttpRequest, user: Person, **kwargs: Any) -> None:
    """Whoever has just added an app or passkey has shown it: do not ask for it again at once."""
    record_authentication(request, user, "mfa", reauthenticated=True)
    request.session["second_factor"] = True


def ask_for_another_second_factor(request: HttpRequest, user: Person, **kwargs: Any) -> None:
    """Whoever has removed the last app or passkey has to add one before anything else."""
    request.session["second_factor"] = has_second_factor(user)


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
    """Sends whoever needs a second step and has none to the page that adds one.

    A session that never showed the step its person has, because another session added it, ends.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        person, name = request.user, request.resolver_match and request.resolver_match.view_name
        if not isinstance(person, Person) or may_pass(request, person) or name in ALWAYS_OPEN:
            return None
        if has_second_factor(person):
            logout(request)
            messages.info(request, _("Your account has a second step now. Please sign in again and show it."))
            return redirect("account_login")
        return None if name in OPEN_WITHOUT_SECOND_FACTOR else redirect("people:second_factor")


def may_pass(request: HttpRequest, person: Person) -> bool:
    """Only signing in and adding a step mark a session as one that has shown it."""
    return settings.DEMO or not person.needs_second_factor or bool(request.session.get("second_factor"))
