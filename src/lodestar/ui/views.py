"""What a person reads when a page cannot be shown; urls.py names these as handlers."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.csrf import requires_csrf_token


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The request itself may be broken here, so nothing of it is read."""
    return HttpResponse(render_to_string("400.html"), status=400)


@requires_csrf_token
def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "403.html", status=403)


@requires_csrf_token
def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Something failed that we did not foresee, so nothing but a fixed page is used."""
    return HttpResponse(render_to_string("500.html"), status=500)


@requires_csrf_token
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was sent too late or from elsewhere; what was typed is one "back" away."""
    return render(request, "403_csrf.html", status=403)


def conflict(request: HttpRequest) -> HttpResponse:
    """Somebody else changed or decided the same thing first."""
    return render(request, "ui/409.html", status=409)


def method_not_allowed(request: HttpRequest, allowed: str) -> HttpResponse:
    """Somebody opened what only a button sends to."""
    page = render(request, "405.html", status=405)
    page["Allow"] = allowed
    return page


def too_many_requests(request: HttpRequest) -> HttpResponse:
    return render(request, "429.html", status=429)
