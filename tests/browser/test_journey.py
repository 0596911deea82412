"""The whole job of the README by keyboard alone, to the first talk; with and without scripts."""

from collections.abc import Iterator
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.keyboard import Keyboard
from tests.browser.outbox import newest_code
from tests.site import Site

NAME = "Élodie Whitecalf"
GO_ON = "main button[value=next]"
BUTTON = "main button[type=submit]"


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def keys(request: pytest.FixtureRequest, browser: Browser, demo: Site) -> Iterator[Keyboard]:
    context = browser.new_context(base_url=demo.address, java_script_enabled=request.param)
    yield Keyboard(context.new_page())
    context.close()


def test_from_the_first_visit_to_the_first_talk(keys: Keyboard) -> None:
    keys.open("/")
    sign_in_to_apply(keys)
    fill_in_the_form(keys)
    become(keys, "coordinator")
    accept(keys)
    mentor = match(keys)
    send_offers(keys)
    say_yes_as_mentor(keys, mentor)
    say_yes_as_mentee(keys)
    talk(keys)


def sign_in_to_apply(keys: Keyboard) -> None:
    keys.enter('main a[href="/apply/"]')
    keys.type("[name=email]", "elodie@example.org")
    keys.enter(BUTTON)
    keys.type("[name=code]", newest_code(keys.page))
    keys.enter(BUTTON)
    assert keys.page.url.endswith("/apply/")
    keys.enter(BUTTON)


def fill_in_the_form(keys: Keyboard) -> None:
    while not keys.page.url.endswith("/apply/check/"):
        fill_in(keys)
        keys.enter(GO_ON)
    assert keys.reads(NAME)
    fill_in(keys)
    keys.enter(GO_ON)
    assert keys.page.url.endswith("/application/")
    assert keys.reads("waiting for review")


TYPED = {
    "name": NAME,
    "phone": "780-555-0143",
    "library": "Viking",
    "position": "Manager",
    "first_area": "Policy",
    "requests": "Mornings suit me best.",
}
TICKED = ["agree", "agree_privacy", "roles=mentee", "mentee_areas=policy", "mentee_areas=budget", "discloses"]


def fill_in(keys: Keyboard) -> None:
    """Answer, in the order of the page, what is asked here."""
    fields = keys.page.locator("main :is(input, select, textarea)")
    for name, value in fields.evaluate_all("all => all.map((one) => [one.name, one.value])"):
        if name in TYPED:
            keys.type(f"[name={name}]", TYPED[name])
        elif name in TICKED or f"{name}={value}" in TICKED:
            keys.tick(f'[name={name}][value="{value}"]' if f"{name}={value}" in TICKED else f"[name={name}]")


def become(keys: Keyboard, role: str) -> None:
    keys.enter(f'.demo-bar button[formaction$="/{role}/become"]')
    assert keys.page.url.endswith("/home/")


def become_person(keys: Keyboard, name: str) -> None:
    keys.open(f"/demo/people/?text={quote(name)}")
    keys.enter("main td button")
    assert keys.page.url.endswith("/home/")


def accept(keys: Keyboard) -> None:
    keys.enter('header a[href="/applications/"]')
    keys.type("[name=text]", "elodie white")
    keys.enter("form[method=get] button[type=submit]")
    keys.enter('main th a[href^="/applications/a-"]')
    assert keys.reads(NAME)
    keys.enter('main form[action$="/accept/mentee"] button')
    assert keys.page.locator('main form[action$="/accept/mentee"]').count() == 0


def match(keys: Keyboard) -> str:
    """Run a round; return who is proposed for the new mentee."""
    keys.enter('header a[href="/rounds/"]')
    keys.enter(BUTTON)
    row = keys.page.locator("main tr", has_text=NAME)
    assert row.count() == 1, "the new mentee has no mentor in this round"
    return row.locator("td").first.inner_text().splitlines()[0].strip()


def send_offers(keys: Keyboard) -> None:
    keys.enter('main a[href$="/offers/"]')
    keys.enter(BUTTON)
    assert NAME in keys.page.locator("main tr", has_text="mentor asked").all_inner_texts().__str__()


def say_yes_as_mentor(keys: Keyboard, mentor: str) -> None:
    """The mentor's application came by file: first the two texts, then the offer."""
    become_person(keys, mentor)
    keys.enter("main .now a")
    agree(keys)
    keys.enter('header a[href="/home/"]')
    keys.enter('main a[href^="/offers/"]')
    assert keys.reads(NAME)
    keys.enter('main form[action$="/yes"] button')
    assert keys.page.locator('main form[action$="/yes"]').count() == 0


def agree(keys: Keyboard) -> None:
    while not keys.page.url.endswith("/application/agree"):
        keys.enter('main a[href="/application/agree"]')
    for name in boxes(keys.page):
        keys.tick(f"[name={name}]")
    keys.enter(BUTTON)


def boxes(page: Page) -> list[str]:
    names: list[str] = page.locator("main [type=checkbox]").evaluate_all("all => all.map((one) => one.name)")
    return names


def say_yes_as_mentee(keys: Keyboard) -> None:
    become_person(keys, NAME)
    keys.enter('main a[href^="/offers/"]')
    keys.enter('main form[action$="/yes"] button')
    keys.enter('main a[href^="/mentorships/"]')


def talk(keys: Keyboard) -> None:
    keys.enter('main form[action$="/talked"] button')
    assert keys.reads("You first talked on")
    keys.enter("header form button")
    assert keys.page.locator("header form").count() == 0
