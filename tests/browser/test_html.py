"""The HTML of every page as the server sends it has no error, says the Nu checker."""

import json
import os
import shutil
import subprocess
from collections import defaultdict
from pathlib import Path

import pytest

from tests.browser.pages import PAGES
from tests.browser.worlds import Worlds
from tests.site import ROOT

JAR = ROOT / ".venv/nu/node_modules/vnu-jar/build/dist/vnu.jar"
IS_MISSING = not (JAR.exists() and shutil.which("java"))
MOST_SHOWN = 40

pytestmark = [
    pytest.mark.full,
    pytest.mark.skipif(
        IS_MISSING and os.environ.get("CI") != "true",
        reason="The Nu HTML checker runs on Java, which `make test-full` can install only as root. "
        "CI, where CI=true, never skips: it fails.",
    ),
]


def check(*files: Path) -> list[tuple[str, str]]:
    """Every error in these files: the name of the file, and what is wrong."""
    command = ["java", "-Xss1m", "-jar", str(JAR), "--errors-only", "--format", "json", "--exit-zero-always"]
    done = subprocess.run([*command, *map(str, files)], capture_output=True, text=True, check=True)
    return [(Path(error["url"]).stem, error["message"]) for error in json.loads(done.stderr)["messages"]]


def test_every_page_is_valid_html(worlds: Worlds, tmp_path: Path) -> None:
    files = []
    for number, shown in enumerate(PAGES):
        visit = worlds.visit(shown)
        files.append(tmp_path / f"{number}.html")
        files[-1].write_text(visit.source())
        visit.close()
    found: dict[str, set[str]] = defaultdict(set)
    for number, message in check(*files):
        found[message].add(str(PAGES[int(number)]))
    kinds = [f"{message} on {len(pages)} pages, {min(pages)}" for message, pages in found.items()]
    assert not kinds, "\n".join(kinds[:MOST_SHOWN])


def test_the_checker_finds_an_error(tmp_path: Path) -> None:
    page = tmp_path / "wrong.html"
    page.write_text("<!doctype html><html lang=en><title>Wrong</title><p><div id=a><div id=a>")
    assert len(check(page)) > 1
