"""The coordinator's sitting: from demand and supply to offers on their way; two coordinators; the keys."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.keyboard import Keyboard
from tests.site import Site

BECOME = '.demo-bar button[formaction$="/coordinator/become"]'
Open = Callable[..., Page]


@pytest.fixture
def open_page(browser: Browser, demo: Site) -> Iterator[Open]:
    """A coordinator at a desk of their own; with or without scripts."""
    contexts = []

    def another(*, scripts: bool = True) -> Page:
        contexts.append(browser.new_context(base_url=demo.address, java_script_enabled=scripts))
        page = contexts[-1].new_page()
        page.goto("/")
        page.locator(BECOME).click()
        return page

    yield another
    for context in contexts:
        context.close()


def become_second_coordinator(page: Page, demo: Site) -> None:
    demo.run(
        "from lodestar.demo.actions import enter_staff; from lodestar.people.models import StaffRole; "
        "from django.utils import timezone; enter_staff('Second Sage', 'sage@example.org', '', "
        "StaffRole.COORDINATOR, at=timezone.now())"
    )
    page.goto("/demo/people/?text=sage")
    page.locator("main td button").first.click()


def run_round(page: Page) -> str:
    page.goto("/demand/")
    page.locator('main .acts a[href="/rounds/"]').click()
    page.locator("main button[type=submit]").first.click()
    page.wait_for_url("**/rounds/r-*/")
    return page.url


def mentor_of(page: Page, row: str) -> str:
    return page.locator(f"tr#{row} td").first.inner_text().splitlines()[0].strip()


def row_with_another_mentor(page: Page) -> str:
    """The first row that names a next best mentor."""
    row = page.locator("main tbody tr:has(td:nth-child(5) p)").first.get_attribute("id")
    assert row
    return row


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_from_demand_and_supply_to_offers_on_their_way(open_page: Open, scripts: bool) -> None:
    page = open_page(scripts=scripts)
    round_url = run_round(page)
    row = row_with_another_mentor(page)
    proposed = mentor_of(page, row)

    page.locator(f"tr#{row} td:last-child a", has_text="Other mentors").click()
    choice = page.locator("main tbody tr", has=page.locator("form[action$=pin]")).filter(
        has_not_text=proposed
    )
    chosen = choice.first.locator("th").inner_text().splitlines()[0].strip()
    choice.first.locator("form[action$=pin] button").click()
    assert mentor_of(page, row) == chosen
    page.locator("form[action$=undo] button").click()
    assert mentor_of(page, row) == proposed
    page.locator("form[action$=redo] button").click()
    assert mentor_of(page, row) == chosen

    page.goto(round_url)
    page.locator("main details", has_text="the parts").first.locator("summary").click()
    page.get_by_role("link", name="Why this match?").first.click()
    assert "Only coordinators read this page." in page.locator("main").inner_text()

    page.goto(round_url)
    page.locator('main a[href$="/offers/"]').click()
    page.locator("main button[type=submit]").click()
    assert page.url == round_url
    board = page.get_by_role("list", name="Where the offers stand").inner_text()
    assert "not asked yet" in board
    assert page.locator("main tr", has_text="mentor asked").count() > 0


def test_two_coordinators_in_one_round_see_each_other_and_overwrite_nothing(
    open_page: Open, demo: Site
) -> None:
    first, second = open_page(), open_page()
    become_second_coordinator(second, demo)
    round_url = run_round(first)
    second.goto(round_url)
    row = row_with_another_mentor(first)
    first.locator(f"tr#{row} form[action$=pin] button").click()
    second.locator(f"tr#{row} form[action$=pin] button").click()
    said = second.locator("#messages").inner_text()
    assert "has changed this round since you opened it" in said
    assert second.locator(f"tr#{row}.is-pinned").count() == 1
    assert first.locator("form[action$=undo]").count() == 1
    second.goto(round_url)
    assert second.locator("form[action$=undo]").count() == 1


def test_the_keys_walk_pin_and_undo_while_the_focus_is_in_the_table(open_page: Open) -> None:
    page = open_page()
    round_url = run_round(page)
    keys = Keyboard(page)
    rows = page.locator("main tbody tr").evaluate_all("all => all.map(one => one.id).filter(Boolean)")
    here = "() => document.activeElement.closest('tr')?.id"
    page.keyboard.press("p")
    assert page.locator("tr.is-pinned").count() == 0
    keys.go_to("[data-keys] tbody tr *")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    assert page.evaluate(here) == rows[1]
    with page.expect_navigation():
        page.keyboard.press("p")
    assert page.locator("tr.is-pinned").get_attribute("id") == rows[1]
    assert page.evaluate(here) == rows[1]
    with page.expect_navigation():
        page.keyboard.press("u")
    assert page.locator("tr.is-pinned").count() == 0
    assert page.url.split("#")[0] == round_url
