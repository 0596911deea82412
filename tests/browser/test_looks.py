"""What looks at the pages sees each kind of fault: a page that has them all."""

import pytest
from playwright.sync_api import Browser

from tests.browser.keyboard import Keyboard
from tests.browser.looks import NARROW, faults
from tests.browser.worlds import Visit

SITE = "http://localhost:9"
FAULTY = """<!doctype html><html lang="en"><title>Faulty</title><main><h1>Faulty</h1>
<p style="color: #aaa; background: #bbb">One can hardly read this</p>
<div style="width: 40rem">Far too wide</div><p><button style="font-size: 6px; padding: 0">x</button></p>
<script>document.title = "run";</script><img alt="" src="http://localhost:10/far.png"></main>"""


@pytest.fixture
def visit(browser: Browser) -> Visit:
    page = browser.new_page()
    policy = "default-src 'none'; style-src 'unsafe-inline'; img-src *"
    page.route(SITE, lambda route: route.fulfill(body=FAULTY, headers={"Content-Security-Policy": policy}))
    visit = Visit(page, SITE)
    page.goto(SITE)
    return visit


@pytest.mark.parametrize("fault", ["axe color-contrast", "too small", "too wide"])
def test_a_fault_of_the_page_is_seen(visit: Visit, fault: str) -> None:
    assert [text for text in faults(visit.page, NARROW) if fault in text]


@pytest.mark.parametrize("complaint", ["Content Security Policy", "another host: http://localhost:10"])
def test_a_complaint_of_the_browser_is_heard(visit: Visit, complaint: str) -> None:
    assert [text for text in visit.complaints if complaint in text]


def test_a_focus_that_does_not_show_is_noticed(browser: Browser) -> None:
    page = browser.new_page()
    page.set_content("<style>a { outline: none }</style><a href='#'>Here</a>")
    with pytest.raises(AssertionError, match="one cannot see"):
        Keyboard(page).go_to("a")
