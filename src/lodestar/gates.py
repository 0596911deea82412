"""Who may open a view at all. What a person may see inside it is `visible_to` and `policy`."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase


class SignedInRequest(HttpRequest):
    """A request that has passed one of these gates: its user is a person, never an anonymous one."""

    user: Any


View = Callable[..., HttpResponseBase]


def only_for(*attributes: str) -> Callable[[View], View]:
    """Return a decorator: signed in, and at least one of these attributes of the person is true."""

    def decorate(view: View) -> View:
        @wraps(view)
        def gated(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not any(getattr(request.user, attribute) for attribute in attributes):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return login_required(gated)

    return decorate


for_everyone_signed_in = login_required
for_coordinators = only_for("is_coordinator")
for_finance = only_for("is_finance")
for_coordinators_and_administrators = only_for("is_coordinator", "is_administrator")
