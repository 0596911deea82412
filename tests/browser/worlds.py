"""Sites at the moments that `stage.py` makes, and people looking at them in a browser."""

import json
import shutil
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.urls import reverse
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, Response

from tests.browser.pages.shown import Shown
from tests.site import Site

EMPTY = {"bare", "unset"}
HEIGHT = 900
WIDE = 1280


class Worlds:
    """Every site, made and started when somebody first looks at it; one browser context for each person."""

    def __init__(self, browser: Browser, demo: Site, empty: Site, folder: Path) -> None:
        self.browser = browser
        self.templates = {"demo": demo, "empty": empty}
        self.folder = folder
        self.sites: dict[str, tuple[Site, dict[str, str]]] = {}
        self.contexts: dict[tuple[str, str], BrowserContext] = {}

    def site(self, name: str) -> tuple[Site, dict[str, str]]:
        if name not in self.sites:
            template = self.templates["empty" if name in EMPTY else "demo"]
            site = template.copy_to(self.folder / name)
            site.application = "tests.browser.wsgi"
            said = site.run(f"from tests.browser import stage; stage.build_{name}()")
            site.start()
            self.sites[name] = site, json.loads(said.splitlines()[-1])
        return self.sites[name]

    def context(self, site: str, who: str) -> BrowserContext:
        """The browser of one person; nobody's is always a fresh one."""
        if who == "nobody":
            return self.new_context()
        if (site, who) not in self.contexts:
            self.contexts[site, who] = self.fresh_context(site, who)
        return self.contexts[site, who]

    def fresh_context(self, site: str, who: str) -> BrowserContext:
        """A browser in which that person has just signed in and looked at nothing yet."""
        context = self.new_context()
        running, ids = self.site(site)
        if who != "nobody":
            become(context, running, ids[who])
        return context

    def new_context(self) -> BrowserContext:
        context = self.browser.new_context(
            viewport={"width": WIDE, "height": HEIGHT}, reduced_motion="reduce"
        )
        context.set_default_timeout(10_000)
        return context

    def visit(self, shown: Shown) -> "Visit":
        """Open a page as the list says, and do what brings it into its state."""
        site, ids = self.site(shown.site)
        visit = Visit(self.context(shown.site, shown.who).new_page(), site.address)
        visit.page.goto(site.address + (address(shown.begin, {}) if shown.begin else whole(shown, ids)))
        if shown.act:
            shown.act(visit.page)
            visit.page.wait_for_load_state()
        visit.check_arrival(shown, address(shown.lands or shown.url, arguments(shown, ids)))
        return visit

    def close(self) -> None:
        for context in self.contexts.values():
            context.close()
        for site, _ids in self.sites.values():
            site.stop()
            shutil.rmtree(site.folder)


def become(context: BrowserContext, site: Site, person: str) -> None:
    """Sign in by the demo's bar."""
    context.request.get(site.address + "/help/")
    token = next(cookie["value"] for cookie in context.cookies() if cookie["name"] == "csrftoken")
    form: dict[str, Any] = {"csrfmiddlewaretoken": token}
    answer = context.request.post(f"{site.address}/demo/people/{person}/become", form=form)
    first_pages = {site.address + path for path in ("/home/", "/where-things-stand/")}
    assert answer.url in first_pages, (person, answer.status, answer.url)


def arguments(shown: Shown, ids: dict[str, str]) -> dict[str, str]:
    return {key: ids[value[1:]] if value.startswith("@") else value for key, value in shown.args.items()}


def address(url: str, args: dict[str, str]) -> str:
    return url if url.startswith("/") else reverse(url, kwargs=args)


def whole(shown: Shown, ids: dict[str, str]) -> str:
    return address(shown.url, arguments(shown, ids)) + shown.query


class Visit:
    """One page that somebody has opened, and everything that the browser complained about meanwhile."""

    def __init__(self, page: Page, site: str) -> None:
        self.page = page
        self.host = urlsplit(site).netloc
        self.answers: list[Response] = []
        self.complaints: list[str] = []
        page.on("console", self.hear)
        page.on("pageerror", lambda error: self.complaints.append(f"error in a script: {error}"))
        page.on("request", self.watch)
        page.on("response", self.note)

    def hear(self, message: ConsoleMessage) -> None:
        """The browser also says that a page came with status 404 or 422: those were asked for."""
        is_page = any(answer.url == message.location.get("url") for answer in self.answers)
        if message.type == "error" and not ("the server responded with" in message.text and is_page):
            self.complaints.append(f"console: {message.text}")

    def watch(self, request: Request) -> None:
        asked = urlsplit(request.url)
        if asked.scheme not in {"data", "blob"} and asked.netloc != self.host:
            self.complaints.append(f"request to another host: {request.url}")

    def note(self, response: Response) -> None:
        if response.request.is_navigation_request():
            self.answers.append(response)

    def check_arrival(self, shown: Shown, expected: str) -> None:
        here, answer = urlsplit(self.page.url), self.answers[-1]
        assert here.path.startswith(urlsplit(expected).path), f"{shown} led to {self.page.url}"
        assert answer.status == shown.status, f"{shown}: {answer.status}"

    def source(self) -> str:
        return self.answers[-1].text()

    def close(self) -> None:
        self.page.close()
        if not self.page.context.pages and not self.page.context.cookies():
            self.page.context.close()
