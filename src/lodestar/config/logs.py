"""What is logged: which route, how it went, how long it took. Never a path, a person or what they typed."""

import logging
import traceback
from types import TracebackType
from typing import Any

import structlog

NO_ROUTE = "-"
INNERMOST = 12


def route_of(request: Any) -> str:
    """Return the name of the route, which says nothing about whom or what it was opened for."""
    match = getattr(request, "resolver_match", None)
    return (match and match.view_name) or NO_ROUTE


def without_texts(record: logging.LogRecord) -> bool:
    """Strip a record of everything a visitor may have sent, exception messages included."""
    if record.name.startswith("django."):
        record.msg, record.args = record.name.removeprefix("django."), ()
    if record.name == "django-q" and record.levelno >= logging.ERROR:
        record.msg, record.args = "task failed", ()
    if record.exc_info and record.exc_info[0]:
        kind, _, trace = record.exc_info
        record.failure = f"{kind.__name__} in {places(trace)}"
        record.exc_info = record.exc_text = None
    if hasattr(record, "request"):
        record.route = route_of(record.request)
    return True


def places(trace: TracebackType | None) -> str:
    """Return where an exception passed, innermost first, without its message or any value."""
    frames = traceback.extract_tb(trace)[-INNERMOST:]
    return " < ".join(f"{frame.name} ({short(frame.filename)}:{frame.lineno})" for frame in reversed(frames))


def short(filename: str) -> str:
    return "/".join(filename.split("/")[-3:])


def settings(level: str) -> dict[str, Any]:
    """Return Django's LOGGING: one JSON line an event, to standard error."""
    shared = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.stdlib.ExtraAdder(["route", "failure", "method", "status", "milliseconds"]),
    ]
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"without_texts": {"()": lambda: without_texts}},
        "formatters": {
            "json": {
                "()": structlog.stdlib.ProcessorFormatter,
                "processors": [
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    structlog.processors.JSONRenderer(),
                ],
                "foreign_pre_chain": shared,
            }
        },
        "handlers": {
            "console": {"class": "logging.StreamHandler", "formatter": "json", "filters": ["without_texts"]}
        },
        "root": {"handlers": ["console"], "level": level},
        "loggers": {"django": {"handlers": [], "level": level, "propagate": True}},
    }
