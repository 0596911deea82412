from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth import login, logout
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from lodestar.demo import queries
from lodestar.people.models import Person

ROWS_ON_A_PAGE = 100
BACKEND = settings.AUTHENTICATION_BACKENDS[0]


def only_in_the_demo(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    @wraps(view)
    def gated(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not settings.DEMO:
            raise Http404
        return view(request, *args, **kwargs)

    return gated


@only_in_the_demo
@require_POST
def become(request: HttpRequest, role: str) -> HttpResponse:
    person = queries.find(role)
    if person is None:
        raise Http404
    return sign_in(request, person)


@only_in_the_demo
@require_POST
def become_someone(request: HttpRequest, public_id: str) -> HttpResponse:
    return sign_in(request, get_object_or_404(Person, public_id=public_id, is_active=True))


@only_in_the_demo
@require_POST
def become_nobody(request: HttpRequest) -> HttpResponse:
    logout(request)
    return redirect("programs:program")


@only_in_the_demo
@require_safe
def someone_else(request: HttpRequest) -> HttpResponse:
    text = request.GET.get("text", "")
    page = Paginator(queries.everyone(text), ROWS_ON_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "demo/people.html", {"page": page, "text": text})


def sign_in(request: HttpRequest, person: Person) -> HttpResponse:
    login(request, person, backend=BACKEND)
    return redirect("home:home")
