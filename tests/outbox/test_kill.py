"""A worker is killed before, during and after the mail server's answer: no mail twice, none lost."""

import os
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.outbox.smtp import MailServer

pytestmark = pytest.mark.sqlite
ROOT = Path(__file__).resolve().parents[2]
Start = Callable[..., "subprocess.Popen[str]"]


def start_worker(task: str, database: Path, port: int) -> "subprocess.Popen[str]":
    environment = os.environ | {
        "DATABASE_URL": f"sqlite:///{database}",
        "DJANGO_SETTINGS_MODULE": "lodestar.config.settings.test",
        "MAIL_PORT": str(port),
        "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
    }
    command = [sys.executable, "-m", "tests.outbox.worker", task]
    return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    database = tmp_path_factory.mktemp("kill") / "prepared.sqlite3"
    assert start_worker("prepare", database, 1).wait(60) == 0
    return database


@pytest.fixture
def database(prepared: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(prepared, tmp_path / "kill.sqlite3"))


@pytest.fixture
def start(database: Path) -> Iterator[Start]:
    started: list[subprocess.Popen[str]] = []

    def start_one(task: str, server: MailServer) -> "subprocess.Popen[str]":
        started.append(start_worker(task, database, server.port))
        return started[-1]

    yield start_one
    for worker in started:
        worker.kill()
        worker.communicate()


def state_of_the_mail(database: Path) -> str:
    with sqlite3.connect(database) as connection:
        [(state,)] = connection.execute("SELECT state FROM outbox_mail").fetchall()
    connection.close()
    return str(state)


def finish(worker: "subprocess.Popen[str]") -> None:
    assert worker.wait(30) == 0


@pytest.mark.parametrize(
    ("moment", "found", "later", "taken"),
    [
        ("greeting", "sending", "unsure", 0),
        ("content", "sending", "unsure", 1),
        ("quit", "sent", "sent", 1),
    ],
)
def test_a_worker_killed_while_it_speaks_to_the_server(
    start: Start, database: Path, moment: str, found: str, later: str, taken: int
) -> None:
    with MailServer(stop_at=moment) as server:
        worker = start("deliver", server)
        assert server.stopped.wait(30)
        worker.kill()
        worker.wait(30)
        assert state_of_the_mail(database) == found
        server.stop_at = ""
        server.go_on.set()
        finish(start("deliver", server))  # the queue hands out the task of a killed worker once more
        finish(start("sweep", server))
        assert state_of_the_mail(database) == later
        assert len(server.message_ids) == taken


def test_a_worker_killed_before_it_took_the_mail_leaves_it_to_the_next(start: Start, database: Path) -> None:
    with MailServer() as server:
        lock = sqlite3.connect(database, isolation_level=None)
        lock.execute("BEGIN IMMEDIATE")
        worker = start("deliver", server)
        assert worker.stdout
        assert worker.stdout.readline() == "ready\n"
        time.sleep(0.3)
        worker.kill()
        worker.wait(30)
        lock.close()
        assert (state_of_the_mail(database), server.message_ids) == ("queued", [])
        finish(start("sweep", server))
        assert state_of_the_mail(database) == "sent"
        assert server.message_ids == ["<kill@lodestar.example.org>"]


def test_two_workers_on_one_mail_send_it_once(start: Start, database: Path) -> None:
    with MailServer(stop_at="content") as server:
        first = start("deliver", server)
        assert server.stopped.wait(30)
        finish(start("deliver", server))
        server.go_on.set()
        finish(first)
        assert state_of_the_mail(database) == "sent"
        assert len(server.message_ids) == 1
