"""What people do by mistake or at a bad moment: nothing is lost, nothing doubled, nothing left open."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.pages.shown import send, type_code
from tests.browser.worlds import become
from tests.site import Site

EMAIL = "newcomer@example.org"
WISH = "Mornings suit me best, ᐊᓂᔑᓈᐯ."
AGE_SESSIONS = """
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
for row in Session.objects.all():
    session = SessionStore(row.session_key)
    session["seen"] = 0
    session.save()
"""
APPLY = """
from django.utils import timezone
from lodestar.intake import actions
from lodestar.intake.models import Application
from lodestar.intake.queries import answers_of, whole
from lodestar.libraries.models import Library
from lodestar.people.actions import open_account
from lodestar.programs.models import Cycle
at = timezone.now()
person = open_account(email="newcomer@example.org", at=at)
application = actions.start_application(person=person, cycle=Cycle.objects.get(), by=person, at=at)
actions.read_terms(application=application, by=person, at=at)
application = whole(Application.objects.filter(pk=application.pk)).get()
answers = {**answers_of(application), "name": "Nell Newcomer", "roles": ["mentee"],
    "mentee_areas": ["policy"], "libraries": [Library.objects.filter(is_member=True)[0].public_id]}
actions.save_draft(application=application, answers=answers, by=person, at=at)
"""
COUNT = """
from lodestar.intake.models import Application
from lodestar.outbox.models import Mail
mine = Application.objects.filter(person__email="newcomer@example.org")
print(mine.count(), mine.filter(submitted_at=None).count(), Mail.objects.filter(
    person__email="newcomer@example.org").count())
"""


@pytest.fixture
def open_browser(browser: Browser, demo: Site) -> Iterator[Callable[[], BrowserContext]]:
    """Another browser, on another desk."""
    opened: list[BrowserContext] = []

    def another() -> BrowserContext:
        opened.append(browser.new_context(base_url=demo.address))
        return opened[-1]

    yield another
    for context in opened:
        context.close()


def sign_in(context: BrowserContext, then: str) -> Page:
    """Sign in by code, on the way to a page."""
    page = context.new_page()
    page.goto(then)
    send(email=EMAIL)(page)
    type_code(page)
    page.wait_for_load_state()
    return page


def go_on(page: Page) -> None:
    page.locator("main button[value=next]").click()


def test_the_back_button_shows_nothing_private_after_signing_out(
    open_browser: Callable[[], BrowserContext], demo: Site
) -> None:
    demo.run(APPLY)
    page = sign_in(open_browser(), "/apply/about/")
    page.goto("/application/")
    page.goto("/apply/about/")
    assert page.locator("[name=name]").input_value() == "Nell Newcomer"
    page.locator("header form button").click()
    for _page in range(3):
        page.go_back()
        assert "Nell" not in page.content()
        assert "/account/sign-in/" in page.url


def test_an_application_decided_in_another_tab_says_so(
    open_browser: Callable[[], BrowserContext], demo: Site
) -> None:
    context = open_browser()
    first, second = context.new_page(), context.new_page()
    become(context, demo, coordinator_of(demo))
    first.goto("/applications/?state=submitted")
    address = first.locator('main th a[href^="/applications/a-"]').first.get_attribute("href") or ""
    first.goto(address)
    second.goto(address)
    accept = 'main form[action*="/accept/"] button'
    second.locator(accept).first.click()
    with first.expect_navigation() as gone:
        first.locator(accept).first.click()
    assert gone.value.status == 409
    assert first.locator("main .notice--error").inner_text().strip()
    assert first.locator(accept).count() < 2


def coordinator_of(site: Site) -> str:
    return site.run(
        "from lodestar.people.models import Person; print(Person.objects.coordinators()[0].public_id)"
    ).strip()


def test_a_draft_saves_itself_and_is_there_in_another_browser(
    open_browser: Callable[[], BrowserContext], demo: Site
) -> None:
    demo.run(APPLY)
    first = open_browser()
    page = sign_in(first, "/apply/wishes/")
    page.locator("[name=requests]").fill(WISH)
    with page.expect_response(re.compile("/keep$")) as kept:
        pass  # nobody presses anything
    assert kept.value.status == 204
    first.close()
    page = sign_in(open_browser(), "/apply/wishes/")
    assert page.locator("[name=requests]").input_value() == WISH


def test_sending_twice_gives_one_application_and_one_mail(
    open_browser: Callable[[], BrowserContext], demo: Site
) -> None:
    demo.run(APPLY)
    context = open_browser()
    pages = [sign_in(context, "/apply/check/"), context.new_page()]
    pages[1].goto("/apply/check/")
    for page in pages:
        page.locator("[name=discloses]").check()
    for page in pages:
        go_on(page)
        page.wait_for_url("**/application/")
    assert demo.run(COUNT).split() == ["1", "0", "1"]


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_what_was_typed_when_the_session_ended_can_still_be_sent(
    browser: Browser, demo: Site, scripts: bool
) -> None:
    demo.run(APPLY)
    context = browser.new_context(base_url=demo.address, java_script_enabled=scripts)
    page = sign_in(context, "/apply/wishes/")
    page.locator("[name=requests]").fill(WISH)
    demo.run(AGE_SESSIONS)
    go_on(page)
    assert "/account/sign-in/" in page.url
    send(email=EMAIL)(page)
    type_code(page)
    assert WISH in page.locator("main").inner_text()
    page.locator("main form[action^='/apply/'] button").click()
    page.goto("/apply/wishes/")
    assert page.locator("[name=requests]").input_value() == WISH
    context.close()
