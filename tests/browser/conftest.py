import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.browser.worlds import Worlds
from tests.site import Site

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright runs a loop in this thread

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
WITHOUT_CHROMIUM = (
    "`make test` installs Chromium with the system's packages, which takes root; there is none on this "
    "computer and this user may not install it. CI, where CI=true, never skips: it fails."
)
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if not CHROMIUM and os.environ.get("CI") != "true":
                item.add_marker(pytest.mark.skip(reason=WITHOUT_CHROMIUM))


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    assert CHROMIUM, "Chromium is missing"
    return browser_type_launch_args | {"executable_path": CHROMIUM, "args": FLAGS}


@pytest.fixture(scope="session")
def demo_template(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The demo as `make demo` first shows it: never started, only copied."""
    site = Site(tmp_path_factory.mktemp("demo"))
    site.prepare()
    return site


@pytest.fixture(scope="session")
def empty_template(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A database with its tables and nothing in them."""
    site = Site(tmp_path_factory.mktemp("empty"))
    site.make_tables()
    return site


@pytest.fixture(scope="module")
def worlds(
    browser: Browser, demo_template: Site, empty_template: Site, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Worlds]:
    """Sites at every moment of a program's year, shared by the tests of one file."""
    worlds = Worlds(browser, demo_template, empty_template, tmp_path_factory.mktemp("worlds"))
    yield worlds
    worlds.close()


@pytest.fixture
def demo(demo_template: Site, tmp_path: Path) -> Iterator[Site]:
    """A fresh demo of one's own, running."""
    site = demo_template.copy_to(tmp_path / "var")
    site.start()
    yield site
    site.stop()
