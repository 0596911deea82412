"""The same view answers with a page or, to htmx, with the fragment that the page includes."""

from collections.abc import Mapping
from typing import Any

from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.cache import patch_vary_headers


def wants_fragment(request: HttpRequest) -> bool:
    """Whether htmx asks for a part of the page it already shows."""
    whole_page = ("HX-Boosted", "HX-History-Restore-Request")
    return "HX-Request" in request.headers and not any(name in request.headers for name in whole_page)


def render_page_or_fragment(
    request: HttpRequest,
    page: str,
    fragment: str,
    context: Mapping[str, Any] | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    """Render `page`, or only `fragment` for htmx; waiting messages travel with the fragment."""
    if wants_fragment(request):
        response = render(request, fragment, context, status=status)
        if len(get_messages(request)):
            response.write(render_to_string("ui/_messages_swap.html", {}, request))
    else:
        response = render(request, page, context, status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response
