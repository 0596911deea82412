"""What every request passes first and last: the log, and a guard against input no database can hold."""

import logging
import time
from collections.abc import Callable, Iterator
from http import HTTPStatus

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.db import DataError, IntegrityError
from django.http import HttpRequest, HttpResponse, QueryDict, UnreadablePostError
from django.shortcuts import render
from django.utils.translation import gettext as _

from lodestar.config.logs import route_of
from lodestar.programs.models import Program
from lodestar.refusal import Refused
from lodestar.ui.views import bad_request, conflict, method_not_allowed

log = logging.getLogger("lodestar.request")
NUL = "\x00"
# RecursionError: JSON nested deeper than Python reads
UNREADABLE = (DataError, OverflowError, RecursionError, UnicodeEncodeError, UnreadablePostError)
Next = Callable[[HttpRequest], HttpResponse]


class RequestLog:
    """Writes one line for each request: route, method, status, duration."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began = time.perf_counter()
        response = self.get_response(request)
        milliseconds = round((time.perf_counter() - began) * 1000)
        level = logging.ERROR if response.status_code >= 500 else logging.INFO
        about = {"method": request.method, "status": response.status_code, "milliseconds": milliseconds}
        log.log(level, "request", extra={"route": route_of(request), **about})
        return response


class ReadableInput:
    """Answers 400 to text that PostgreSQL cannot keep, wherever in a request it stands.

    What a view still lets through, a number too large for a column for instance, becomes 400 too. A rule's
    refusal that no page has shown becomes 409, as does the later of two acts that a constraint keeps apart.
    Before the program is loaded there is one page, which says so.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if any(NUL in text for text in [request.path_info, *request.COOKIES.values(), *texts(request.GET)]):
            return bad_request(request)
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *view: object) -> None:
        if any(NUL in text for text in texts(request.POST)):
            raise BadRequest

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, Refused):
            messages.error(request, exception.message)
            return conflict(request)
        if isinstance(exception, Program.DoesNotExist):
            return render(request, "programs/not_set_up.html", status=503)
        if isinstance(exception, IntegrityError):
            log.error("conflict", extra={"route": route_of(request), "failure": type(exception).__name__})
            messages.error(request, _("Somebody else changed the same thing in this very moment."))
            return conflict(request)
        if isinstance(exception, UNREADABLE):
            log.warning("unreadable", extra={"route": route_of(request), "failure": type(exception).__name__})
            return bad_request(request)
        return None


class PageForWrongMethod:
    """Gives the empty answer 405 a page, for whoever opens an address that only takes what a button sends."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method == "GET" and response.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
            return method_not_allowed(request, response["Allow"])
        return response


def texts(query: QueryDict) -> Iterator[str]:
    """Return every key and every value of a QueryDict."""
    for key, values in query.lists():
        yield key
        yield from values
