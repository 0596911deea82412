"""`make demo` as a person uses it: start, look, Ctrl-C, start again."""

import os
import signal
import socket
import subprocess
import urllib.request
from pathlib import Path

import pytest
from django.conf import settings

pytestmark = pytest.mark.sqlite
ROOT = settings.ROOT
REAL = {"SECRET_KEY", "ALLOWED_HOSTS", "SITE_URL", "EMAIL_URL", "DATABASE_URL", "DJANGO_SETTINGS_MODULE"}


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


def start(port: int, var: Path) -> subprocess.Popen[str]:
    environment = {name: value for name, value in os.environ.items() if name not in REAL}
    return subprocess.Popen(
        ["sh", "tools/demo"],
        cwd=ROOT,
        env=environment | {"PORT": str(port), "LODESTAR_VAR": str(var), "PYTHONPATH": str(ROOT / "src")},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
        # As at a terminal; a runner may have handed down "ignore SIGINT", which no shell can take back.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )


def read_until(demo: subprocess.Popen[str], end: str) -> str:
    assert demo.stdout
    said = ""
    for line in demo.stdout:
        said += line
        if end in line:
            return said
    raise AssertionError(said)


def is_gone(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return True
    return False


@pytest.fixture
def port() -> int:
    return free_port()


def test_the_demo_starts_ends_whole_on_ctrl_c_and_keeps_its_data(port: int, tmp_path: Path) -> None:
    for said_about_data in ["demo applications: 30 added", "demo applications: kept"]:
        demo = start(port, tmp_path)
        try:
            said = read_until(demo, "Stop with Ctrl-C")
            assert said_about_data in said
            assert f"http://localhost:{port}" in said
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=60) as page:
                assert b"demo-bar" in page.read()
            os.killpg(demo.pid, signal.SIGINT)
            demo.wait(timeout=180)
            assert is_gone(demo.pid)
        finally:
            if not is_gone(demo.pid):
                os.killpg(demo.pid, signal.SIGKILL)


def test_a_port_in_use_is_said_in_one_sentence(tmp_path: Path) -> None:
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        port = busy.getsockname()[1]
        said, _nothing = start(port, tmp_path).communicate(timeout=180)

    assert said.strip().splitlines() == [
        f"Port {port} is in use; choose another one, for example: make demo PORT={port + 1}"
    ]
