"""Pages are light enough for slow rural lines: what the real server really transfers, without fonts."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Request

from tests.browser.worlds import Worlds

FIRST_PUBLIC = 30_000
FIRST_SIGNED_IN = 45_000
PUBLIC = ["/", "/privacy/", "/help/", "/account/sign-in/", "/nowhere"]


@pytest.fixture
def requests(worlds: Worlds) -> Iterator[Callable[[str, str], list[Request]]]:
    """Every request that the first visit of a person's fresh browser makes."""
    contexts: list[BrowserContext] = []

    def first_visit(who: str, address: str) -> list[Request]:
        contexts.append(worlds.fresh_context("full", who))
        page = contexts[-1].new_page()
        made: list[Request] = []
        page.on("requestfinished", lambda request: made.append(request))
        page.goto(worlds.site("full")[0].address + address, wait_until="networkidle")
        return made

    yield first_visit
    for context in contexts:
        context.close()


def weight(requests: list[Request]) -> dict[str, int]:
    sizes: dict[str, Any] = {
        made.url: made.sizes()
        for made in requests
        if made.resource_type != "font" and "data:" not in made.url
    }
    return {url: size["responseBodySize"] + size["responseHeadersSize"] for url, size in sizes.items()}


def test_the_first_public_page(requests: Callable[[str, str], list[Request]]) -> None:
    found = weight(requests("nobody", "/"))
    assert len(found) > 2
    assert sum(found.values()) <= FIRST_PUBLIC, found


@pytest.mark.parametrize("who", ["stranger", "old_pair_mentee", "coordinator"])
def test_the_first_page_after_signing_in(who: str, requests: Callable[[str, str], list[Request]]) -> None:
    found = weight(requests(who, "/home/"))
    assert any("htmx" in url for url in found)
    assert sum(found.values()) <= FIRST_SIGNED_IN, found


@pytest.mark.parametrize("address", PUBLIC)
def test_public_pages_load_no_htmx(address: str, requests: Callable[[str, str], list[Request]]) -> None:
    made = requests("nobody", address)
    assert made
    assert not [one.url for one in made if "htmx" in one.url]
