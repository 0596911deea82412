"""Who may open a view at all. What a person may see inside it is `visible_to` and `policy`."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.utils.http import url_has_allowed_host_and_scheme


class SignedInRequest(HttpRequest):
    """A request that has passed one of these gates: its user is a person, never an anonymous one."""

    user: Any


View = Callable[..., HttpResponseBase]


def for_everyone_signed_in(view: View) -> View:
    """Send whoever is not signed in to the sign-in page, and back afterwards."""

    @wraps(view)
    def gated(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        return redirect_to_login(page_of(request))

    return gated


def page_of(request: HttpRequest) -> str:
    """Where to go on after signing in: the page asked for, or the one whose button was pressed."""
    sender = request.headers.get("Referer", "")
    is_ours = url_has_allowed_host_and_scheme(sender, {request.get_host()}, require_https=request.is_secure())
    if request.method in ("GET", "HEAD") or not is_ours:
        return request.get_full_path()
    return urlsplit(sender)._replace(scheme="", netloc="", fragment="").geturl() or "/"


def only_for(*attributes: str) -> Callable[[View], View]:
    """Return a decorator: signed in, and at least one of these attributes of the person is true."""

    def decorate(view: View) -> View:
        @wraps(view)
        def gated(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not any(getattr(request.user, attribute) for attribute in attributes):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return for_everyone_signed_in(gated)

    return decorate


for_coordinators = only_for("is_coordinator")
for_coordinators_and_administrators = only_for("is_coordinator", "is_administrator")
