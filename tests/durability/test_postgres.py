"""`tests.postgres` starts a real PostgreSQL for the whole suite and leaves nothing behind."""

import signal
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

pytestmark = pytest.mark.sqlite
ROOT = Path(__file__).resolve().parents[2]
SHOW = "import os; print(os.environ['DATABASE_URL'], flush=True)"


def run(script: str) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "tests.postgres", sys.executable, "-c", script]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def folder_in(url: str) -> Path:
    """The folder of the server's socket and data, which its address names."""
    return Path(url.strip().rpartition("host=")[2])


def servers_in(folder: Path) -> list[psutil.Process]:
    return [one for one in psutil.process_iter(["cmdline"]) if str(folder) in (one.info["cmdline"] or [])]


def test_it_tells_how_the_tests_ended_and_takes_the_server_and_its_data_away() -> None:
    process = run(f"{SHOW}; raise SystemExit(3)")
    said, _nothing = process.communicate(timeout=60)
    assert process.returncode == 3
    assert "postgresql://" in said
    assert not folder_in(said).exists()
    assert not servers_in(folder_in(said))


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_it_cleans_up_when_it_is_stopped(how: signal.Signals) -> None:
    process = run(f"{SHOW}; import time; time.sleep(600)")
    assert process.stdout
    folder = folder_in(process.stdout.readline())
    assert servers_in(folder)
    process.send_signal(how)
    process.communicate(timeout=60)
    assert not folder.exists()
    assert not servers_in(folder)
