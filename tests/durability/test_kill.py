"""The web server is killed again and again while people send applications: none is lost, none doubled."""

import http.client
import json
import sqlite3
import threading
import time
import urllib.parse
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from queue import Empty, Queue

import pytest

from tests.site import Site

KILLS = 20
CLIENTS = 4
APPLICANTS = 240
TOKEN = "a" * 32
pytestmark = pytest.mark.sqlite


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    site = Site(tmp_path)
    site.prepare()
    yield site
    site.stop()


@dataclass
class Senders:
    """Clients that send one waiting application after another, and note what they were told."""

    port: int
    waiting: Queue[dict[str, str]]
    acknowledged: list[str] = field(default_factory=list)
    cut_off: list[str] = field(default_factory=list)
    on_their_way: list[str] = field(default_factory=list)
    stopping: threading.Event = field(default_factory=threading.Event)

    def start(self) -> list[threading.Thread]:
        self.stopping.clear()
        threads = [threading.Thread(target=self.send_all) for _ in range(CLIENTS)]
        for thread in threads:
            thread.start()
        return threads

    def send_all(self) -> None:
        while not self.stopping.is_set():
            try:
                one = self.waiting.get_nowait()
            except Empty:
                return
            self.on_their_way.append(one["application"])
            try:
                accepted = self.send(one)
            except (OSError, http.client.HTTPException):
                self.cut_off.append(one["application"])
                self.waiting.put(one)  # as a person would: try again when the site is back
            else:
                assert accepted, one
                self.acknowledged.append(one["application"])
            finally:
                self.on_their_way.remove(one["application"])

    def send(self, one: dict[str, str]) -> bool:
        """Press the last button; true when the server said that the application has arrived."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        form = {"csrfmiddlewaretoken": TOKEN, "discloses": "on", "go": "next"}
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Cookie": f"sessionid={one['session']}; csrftoken={TOKEN}",
        }
        try:
            connection.request("POST", "/apply/check/", urllib.parse.urlencode(form), headers)
            answer = connection.getresponse()
            answer.read()
        finally:
            connection.close()
        return answer.status == 302 and "application" in str(answer.getheader("Location"))


def kill_while_sending(site: Site, senders: Senders) -> int:
    """Start the server, wait until applications are on their way, kill it; return how many were."""
    site.start()
    threads = senders.start()
    goal = len(senders.acknowledged) + 3
    while len(senders.acknowledged) < goal or not senders.on_their_way:
        assert any(thread.is_alive() for thread in threads), "nobody is left to send"
        time.sleep(0.001)
    on_their_way = len(senders.on_their_way)
    site.kill("web")
    senders.stopping.set()
    for thread in threads:
        thread.join()
    return on_their_way


def sent(site: Site) -> dict[str, tuple[str, bool, int, int]]:
    """For each application: its role's state, whether it has a moment, its entries and mails of sending."""
    question = """
        SELECT form.public_id, state, submitted_at IS NOT NULL,
            (SELECT count(*) FROM history_entry
             WHERE thing = form.public_id AND act = 'sent the application'),
            (SELECT count(*) FROM outbox_mail
             WHERE key LIKE 'application-received:' || form.public_id || ':%')
        FROM intake_application AS form JOIN intake_applicationrole ON application_id = form.id
    """
    connection = sqlite3.connect(site.folder / "lodestar.sqlite3")
    try:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        return {row[0]: (row[1], bool(row[2]), row[3], row[4]) for row in connection.execute(question)}
    finally:
        connection.close()


def test_every_acknowledged_application_survives_twenty_kills_and_none_is_doubled(site: Site) -> None:
    said = site.run(f"from tests.durability.applicants import make; make({APPLICANTS})")
    people = json.loads(said)
    waiting: Queue[dict[str, str]] = Queue()
    for one in people:
        waiting.put(one)
    senders = Senders(site.port, waiting)
    interrupted = [kill_while_sending(site, senders) for _ in range(KILLS)]
    assert len(interrupted) == KILLS
    assert all(interrupted)
    assert senders.cut_off
    kept = sent(site)
    whole, untouched = ("submitted", True, 1, 1), ("draft", False, 0, 0)
    assert {kept[one] for one in senders.acknowledged} == {whole}
    assert {kept[one["application"]] for one in people} <= {whole, untouched}
