"""What the web server and the worker of the real program say of their own database connection."""

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from django.db import connection


def read() -> dict[str, Any]:
    with connection.cursor() as cursor:
        return {
            name: cursor.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ["synchronous", "journal_mode", "foreign_keys"]
        }


def write(path: str) -> None:
    """A task for the worker."""
    Path(path).write_text(json.dumps(read()))


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """The site itself, with one more address."""
    from lodestar.config.wsgi import application as site

    if environ["PATH_INFO"] != "/pragmas":
        return site(environ, start_response)
    start_response("200 OK", [("Content-Type", "application/json")])
    return [json.dumps(read()).encode()]
