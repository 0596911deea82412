"""Measures a large round's page and a pin beside a bare page with as many rows; prints one table."""

import gzip
import json
import time
from http.client import HTTPConnection, HTTPResponse
from typing import Any
from urllib.parse import urlencode

from bench.demo import demo
from bench.figures import median, ratio, table
from tests.site import Site

MENTEES, MENTORS = 500, 300
REPEATS = 5
HEADS = ["500 mentees, 300 mentors", "median ms", "bare ms", "times bare", "before", "goal ms", ""]
GOALS = {"first view": 1000, "pin, answered with the page": 300}  # milliseconds
TIMES_BEFORE = {
    "first view": 27,
    "pin, answered with the page": 71,
}  # when every pair was read and shown whole
MOST_KB = 300
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def ask(
    site: Site, path: str, headers: dict[str, str], form: dict[str, Any] | None = None
) -> tuple[float, HTTPResponse, bytes]:
    """Make one request on a connection of its own; return its seconds, the answer and its body."""
    connection = HTTPConnection("127.0.0.1", site.port, timeout=120)
    connection.connect()
    began = time.perf_counter()
    method, body = ("POST", urlencode(form)) if form else ("GET", None)
    connection.request(method, path, body, headers | (FORM if form else {}))
    answer = connection.getresponse()
    content = answer.read()
    took = time.perf_counter() - began
    connection.close()
    assert answer.status in (200, 302), (path, answer.status, content[:500])
    return took, answer, content


def view(site: Site, found: dict[str, Any]) -> tuple[float, bytes]:
    took, _answer, content = ask(site, f"/rounds/{found['round']}/", found["headers"])
    return took, content


def pin(site: Site, found: dict[str, Any], turn: int) -> float:
    """Pin a pair nobody proposed, and read the page that follows."""
    mentee, mentor = found["pairs"][turn]
    path = f"/rounds/{found['round']}/mentees/{mentee}/{mentor}/pin"
    took, _answer, _content = ask(site, path, found["headers"], {"version": str(turn)})
    seen, content = view(site, found)
    assert f'value="{turn + 1}"'.encode() in content, "the pin was refused"
    return took + seen


def main() -> None:
    with demo("workbench") as site:
        bare = Site(site.folder, "bench.web.wsgi")
        found = json.loads(
            site.run(f"from bench.workbench import prepare; prepare.pool({MENTEES}, {MENTORS})").splitlines()[
                -1
            ]
        )
        try:
            bare.start()
            site.start()
            report(site, bare, found)
        finally:
            bare.stop()


def report(site: Site, bare: Site, found: dict[str, Any]) -> None:
    _took, content = view(site, found)  # and warm up
    ask(bare, f"/applications/{MENTEES}/", {})
    views, pins, plain = [], [], []
    for turn in range(REPEATS):
        views.append(view(site, found)[0])
        plain.append(ask(bare, f"/applications/{MENTEES}/", {})[0])
        pins.append(pin(site, found, turn))
    rows = [line(name, seconds, plain) for name, seconds in zip(GOALS, (views, pins), strict=True)]
    print(table(HEADS, rows))
    kilobytes = len(gzip.compress(content)) / 1000
    print(f"\nThe page: {len(content) / 1000:.0f} kB, {kilobytes:.0f} kB compressed (goal: {MOST_KB}).")


def line(name: str, seconds: list[float], plain: list[float]) -> list[str]:
    took, goal = 1000 * median(seconds), GOALS[name]
    share = ratio(seconds, plain)
    return [
        name,
        f"{took:.0f}",
        f"{1000 * median(plain):.1f}",
        f"{share:.0f}",
        str(TIMES_BEFORE[name]),
        str(goal),
        "" if took <= goal else "above",
    ]


main()
