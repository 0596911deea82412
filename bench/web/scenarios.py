"""What the clients ask for: of Lodestar, and of its bare twin."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice, repeat
from typing import Any
from urllib.parse import urlencode

from bench.web.load import Request
from tests.site import Site

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
READS = {1: 60, 4: 40, 16: 20}  # clients: requests of each
SENDS = {1: 30, 4: 20, 16: 10}
PROFILED = 30
LISTED = 50


@dataclass(frozen=True)
class Scenario:
    """One page: endless requests of Lodestar and of its twin, and how many each client makes of them."""

    name: str
    goal: float
    each: dict[int, int]
    ours: Iterator[Request]
    bare: Iterator[Request]

    def shares(self, requests: Iterator[Request], clients: int) -> list[list[Request]]:
        return [list(islice(requests, self.each[clients])) for _ in range(clients)]


def prepared(site: Site, call: str) -> Any:
    return json.loads(site.run(f"from bench.web import prepare; prepare.{call}").splitlines()[-1])


def pages(site: Site) -> list[Scenario]:
    """Return the coordinator's list and the participant's home, as they are in the demo."""
    found = prepared(site, "readers()")
    ours = Request(found["list"]["path"], headers=found["list"]["headers"], says="<table")
    bare = Request(f"/applications/{LISTED}/", says="<table")
    home = Request(found["home"]["path"], headers=found["home"]["headers"], says="<main")
    bare_home = Request(f"/home/{found['home']['person']}/", says="<table")
    return [
        Scenario("coordinator's list", 0.5, READS, repeat(ours), repeat(bare)),
        Scenario("participant's home", 0.5, READS, repeat(home), repeat(bare_home)),
    ]


def submit(site: Site, rounds: int) -> Scenario:
    """Return the sending of drafts, each once: enough for so many rounds, one warm-up and a profile."""
    needed = rounds * sum(clients * each for clients, each in SENDS.items()) + 16 * SENDS[16] + PROFILED
    found = prepared(site, f"drafts({needed})")
    body = urlencode(found["form"])
    sends = (
        Request(found["path"], "POST", FORM | headers, body, 302, found["then"])
        for headers in found["senders"]
    )
    bare = Request("/submit/", "POST", FORM, urlencode(found["columns"]), 302)
    return Scenario("submit application", 0.25, SENDS, sends, repeat(bare))
