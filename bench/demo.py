"""The demo program in a folder of its own under var/, made afresh for a benchmark."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.site import ROOT, Site


@contextmanager
def demo(name: str) -> Iterator[Site]:
    """Yield a prepared demo site; end what it started and remove it afterwards."""
    folder = Path(ROOT / "var" / "bench" / name)
    shutil.rmtree(folder, ignore_errors=True)
    site = Site(folder)
    try:
        site.prepare()
        yield site
    finally:
        site.stop()
        shutil.rmtree(folder, ignore_errors=True)
