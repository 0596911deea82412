"""Where the time of a page goes: runs inside the demo site, through the server's own entry point."""

import cProfile
import json
import pstats
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict
from io import BytesIO
from typing import Any

from bench.figures import table
from bench.web.load import Request
from bench.web.scenarios import PROFILED, Scenario
from tests.site import Site

PARTS = {
    "sqlite3": "the database itself",
    "/django/db/": "Django's ORM",
    "/django/template/": "templates",
    "/django/forms/": "forms",
    "/django/": "the rest of Django",
    "/allauth/": "sign-in, second factor",
    "/lodestar/": "Lodestar's own code",
}


def profile(scenario: Scenario, site: Site) -> str:
    """Return the shares of the time that the parts of the program take of this page."""
    requests = json.dumps([asdict(next(scenario.ours)) for _ in range(PROFILED)])
    return site.run(f"from bench.web import profile; profile.show({scenario.name!r}, {requests!r})")


def show(name: str, requests: str) -> None:
    from lodestar.config.wsgi import application

    first, *others = [Request(**given) for given in json.loads(requests)]
    ask(application, first)
    profiler = cProfile.Profile()
    profiler.enable()
    for request in others:
        ask(application, request)
    profiler.disable()
    seconds = shares(pstats.Stats(profiler).stats)  # type: ignore[attr-defined]
    total = sum(seconds.values())
    rows = [
        [part, f"{own / total:.0%}", f"{1000 * own / len(others):.1f}"] for part, own in seconds.most_common()
    ]
    print(table([f"{name}: time of", "share", "ms, profiled"], rows))


def ask(application: Callable[..., Any], request: Request) -> None:
    """Answer one request as the server does, with connections opened and closed around it."""
    body = (request.body or "").encode()
    headers = {f"HTTP_{key.upper().replace('-', '_')}": value for key, value in request.headers.items()}
    environ = headers | {
        "REQUEST_METHOD": request.method,
        "PATH_INFO": request.path,
        "CONTENT_TYPE": headers.get("HTTP_CONTENT_TYPE", ""),
        "CONTENT_LENGTH": str(len(body)),
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "wsgi.input": BytesIO(body),
        "wsgi.url_scheme": "http",
    }
    answered: list[str] = []
    answer = application(environ, lambda status, headers: answered.append(status))
    b"".join(answer)
    answer.close()
    assert answered[0].startswith(str(request.status)), answered


def shares(stats: dict[Any, Any]) -> Counter[str]:
    """Add up each function's own time by part; a built-in's time belongs to the file that called it."""
    seconds: Counter[str] = Counter()
    for (file, _, name), (_, _, own, _, callers) in stats.items():
        if file != "~" or "sqlite3" in name:
            seconds[part_of(file + name)] += own
        else:
            for (caller, _, _), (_, _, called, _) in callers.items():
                seconds[part_of(caller)] += called
    return seconds


def part_of(place: str) -> str:
    return next((part for path, part in PARTS.items() if path in place), "Python's library and others")
