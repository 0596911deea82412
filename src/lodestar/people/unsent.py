"""What was sent from a page whose session had ended: kept for its writer until they sign in again.

Only a session that has just ended says whose text it is. Whoever else signs in here never sees it.
"""

from typing import Any

from django.http import HttpRequest

from lodestar.people.models import Person

KEY = "unsent"
MOST = 60_000  # letters: the whole form by the coordinator, with every field full
NOT_TYPED = {"csrfmiddlewaretoken"}


def remember_writer(request: HttpRequest, writer: int | None) -> None:
    """The session is over: what this browser sends next was typed by `writer`."""
    request.session[KEY] = {"writer": writer}


def keep(request: HttpRequest) -> None:
    """Keep what a page of the ended session sent; what its script saves by itself, the page sends again."""
    kept = request.session.get(KEY)
    if kept is None or request.headers.get("Sec-Fetch-Mode", "navigate") != "navigate":
        return
    fields = [(name, values) for name, values in request.POST.lists() if name not in NOT_TYPED]
    if sum(len(value) for _name, values in fields for value in values) <= MOST:
        request.session[KEY] = {"writer": kept["writer"], "path": request.path, "fields": fields}


def waiting(request: HttpRequest) -> dict[str, Any] | None:
    """What the person who is signed in here had sent, if anything."""
    kept = request.session.get(KEY)
    return kept if kept and "path" in kept else None


def is_to_be_shown(request: HttpRequest) -> bool:
    """Whether the writer has not been told yet; asking counts as telling."""
    kept = waiting(request)
    if kept is None or kept.get("shown") or request.method != "GET":
        return False
    request.session[KEY] = kept | {"shown": True}
    return True


def forget(request: HttpRequest) -> None:
    request.session.pop(KEY, None)


def forget_when_sent(request: HttpRequest) -> None:
    kept = waiting(request)
    if kept and request.method == "POST" and request.path == kept["path"]:
        forget(request)


def forget_unless_by(request: HttpRequest, person: Person) -> None:
    """Somebody signs in: only the writer may find the text again."""
    if request.session.get(KEY, {}).get("writer") != person.pk:
        forget(request)
