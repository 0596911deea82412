"""The site with addresses more, for what no page of the site does by itself: fail, and let time pass."""

from lodestar.config.wsgi import application  # first: it sets Django up

# isort: split
from django.http import HttpRequest, HttpResponse
from django.urls import path

from lodestar.config import urls
from lodestar.refusal import Refused
from lodestar.ui.views import too_many_requests

__all__ = ["application"]


def error(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("broken on purpose")


def refused(request: HttpRequest) -> HttpResponse:
    raise Refused("decided", "Somebody else has decided this already.")


def hours_later(request: HttpRequest) -> HttpResponse:
    """Nobody has used this session for hours."""
    request.session["seen"] = 0
    return HttpResponse(status=204)


urls.urlpatterns += [
    path("hours-later", hours_later),
    path("broken/error", error),
    path("broken/often", too_many_requests),
    path("broken/refused", refused),
]
