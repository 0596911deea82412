import json
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.site import Site

pytestmark = pytest.mark.sqlite
DURABLE = {"synchronous": 2, "journal_mode": "wal", "foreign_keys": 1}


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    site = Site(tmp_path, "tests.durability.pragmas:application")
    site.manage("migrate", "--verbosity", "0")
    site.manage("createcachetable")
    yield site
    site.stop()


def test_the_web_server_writes_through_to_the_disk(site: Site) -> None:
    site.start()
    with urllib.request.urlopen(site.address + "/pragmas", timeout=10) as answer:
        assert json.load(answer) == DURABLE


def test_the_worker_writes_through_to_the_disk(site: Site, tmp_path: Path) -> None:
    report = tmp_path / "pragmas.json"
    site.run(
        "from django_q.tasks import async_task; "
        f"async_task('tests.durability.pragmas.write', {str(report)!r})"
    )
    site.start_worker()
    until = time.monotonic() + 60
    while not (report.exists() and report.read_text()) and time.monotonic() < until:
        time.sleep(0.1)
    assert json.loads(report.read_text()) == DURABLE
