"""Every page in every state: accessible, wide enough for its content, quiet; nothing comes from elsewhere."""

from collections.abc import Iterator

import pytest

from tests.architecture.authorisation import TABLE
from tests.architecture.test_authorisation import EVERY_URL
from tests.browser.looks import MODES, OPEN_DETAILS, WIDE, Mode, faults
from tests.browser.pages import PAGES, Shown
from tests.browser.worlds import Visit, Worlds

MOST_SHOWN = 20
NO_PAGES = {
    "demo:become": "acts",
    "demo:become_nobody": "acts",
    "demo:become_someone": "acts",
    "matchmaking:export": "a file",
    "matchmaking:news": "a fragment that an open round asks for",
    "healthz": "plain text for a supervisor",
    "intake:go_on": "leads to a page of the form",
    "mfa_download_recovery_codes": "a file",
    "mfa_login_webauthn": "numbers for the browser's own dialogue",
    "readyz": "plain text for a supervisor",
}


@pytest.fixture
def visits(worlds: Worlds) -> Iterator[list[Visit]]:
    opened: list[Visit] = []
    yield opened
    for visit in opened:
        visit.close()


def look(worlds: Worlds, shown: Shown, modes: list[Mode], visits: list[Visit]) -> None:
    visit = worlds.visit(shown)
    visits.append(visit)
    visit.page.evaluate(OPEN_DETAILS)
    found = [fault for mode in modes for fault in faults(visit.page, mode)]
    if wrong := visit.complaints + found:
        pytest.fail(
            "\n".join([f"{len(wrong)} faults on {visit.page.url}", *wrong[:MOST_SHOWN]]), pytrace=False
        )


@pytest.mark.parametrize("shown", PAGES, ids=str)
def test_a_page_has_no_fault(shown: Shown, worlds: Worlds, visits: list[Visit]) -> None:
    look(worlds, shown, MODES if shown.journey else [WIDE], visits)


@pytest.mark.full
@pytest.mark.parametrize("shown", PAGES, ids=str)
def test_a_page_has_no_fault_in_any_mode(shown: Shown, worlds: Worlds, visits: list[Visit]) -> None:
    look(worlds, shown, MODES, visits)


def test_every_url_that_answers_with_a_page_is_in_the_list() -> None:
    """A new page is missing here: add it, in each of its states, to a list in `tests/browser/pages/`."""
    no_get = {name for name, method in TABLE if method == "GET" and "M" in TABLE[name, method]}
    assert {shown.url for shown in PAGES if not shown.url.startswith("/")} == (
        set(EVERY_URL) - no_get - set(NO_PAGES)
    )


def test_no_page_stands_twice_in_the_list() -> None:
    names = [str(shown) for shown in PAGES]
    assert sorted(names) == sorted(set(names))
