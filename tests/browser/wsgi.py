"""The site with three addresses more, which fail in the ways that no page of the site does by itself."""

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


urls.urlpatterns += [
    path("broken/error", error),
    path("broken/often", too_many_requests),
    path("broken/refused", refused),
]
