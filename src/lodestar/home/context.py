from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lodestar.ui.parts import NavigationItem

VISITOR = [("programs:program", _("The program")), ("account_login", _("Sign in or apply"))]
PARTICIPANT = [("home:home", _("Home")), ("home:status", _("My application")), ("programs:help", _("Help"))]
COORDINATOR = [
    ("intake:list", _("Applications")),
    ("matchmaking:rounds", _("Matching")),
    ("mentorships:list", _("Mentorships")),
    ("outbox:list", _("Mail")),
    ("home:settings", _("Settings")),
]
FINANCE = [("travel:rates", _("Mileage rates"))]
ADMINISTRATOR = [("people:list", _("People"))]
FOOTER = [
    ("programs:program", _("The program")),
    ("programs:privacy", _("Privacy")),
    ("programs:help", _("Help")),
]


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Give every page its main links, by what the person is."""
    links = links_for(request.user) if hasattr(request, "user") else VISITOR
    footer = [*FOOTER, ("people:account", _("Your account"))] if _is_known(request) else FOOTER
    return {
        "navigation": _items(links, request.path),
        "footer_links": _items(footer, request.path),
    }


def links_for(person: Any) -> list[tuple[str, Any]]:
    if not person.is_authenticated:
        return VISITOR
    offices = [
        *(COORDINATOR if person.is_coordinator else []),
        *(FINANCE if person.is_finance else []),
        *(ADMINISTRATOR if person.is_administrator else []),
    ]
    return [("home:home", _("Home")), *offices] if offices else PARTICIPANT


def _is_known(request: HttpRequest) -> bool:
    return hasattr(request, "user") and request.user.is_authenticated


def _items(links: list[tuple[str, Any]], path: str) -> list[NavigationItem]:
    """The links; the one that leads nearest to this page is the current one."""
    urls = [(reverse(name), label) for name, label in links]
    around = [url for url, _label in urls if path == url or (url != "/" and path.startswith(url))]
    nearest = max(around, key=len, default="")
    return [NavigationItem(label=label, url=url, current=url == nearest) for url, label in urls]
