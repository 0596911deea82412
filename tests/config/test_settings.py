import os
import secrets
import subprocess
import sys
import zoneinfo
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings

ROOT = Path(__file__).resolve().parents[2]
REAL = {
    "SECRET_KEY": secrets.token_urlsafe(64),
    "ALLOWED_HOSTS": "example.org",
    "SITE_URL": "https://example.org",
    "EMAIL_URL": "smtp://localhost:25",
}
OURS = {
    *REAL,
    "DATABASE_URL",
    "TRUSTED_PROXY_COUNT",
    "LOG_LEVEL",
    "DJANGO_SETTINGS_MODULE",
    "DJANGO_ALLOW_ASYNC_UNSAFE",  # the browser tests set it for themselves
}


def start(kind: str, **environment: str) -> subprocess.CompletedProcess[str]:
    outside = {key: value for key, value in os.environ.items() if key not in OURS}
    words = ["manage.py", "check", "--settings", f"lodestar.config.settings.{kind}"]
    if kind == "production":
        words += ["--deploy", "--fail-level", "WARNING"]
    return subprocess.run(
        [sys.executable, *words],
        cwd=ROOT,
        env=outside | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_production_starts_with_its_settings_and_nothing_to_mend() -> None:
    done = start("production", **REAL)
    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout


@pytest.mark.parametrize("name", sorted(REAL))
def test_production_says_in_one_sentence_what_it_lacks(name: str) -> None:
    done = start("production", **{key: value for key, value in REAL.items() if key != name})
    assert done.returncode != 0
    assert f"cannot start without {name} in its environment" in done.stderr.splitlines()[-1]


@pytest.mark.parametrize("name", ["SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL"])
def test_the_demo_refuses_the_settings_of_a_real_program(name: str) -> None:
    value = (REAL | {"DATABASE_URL": "postgres://user:word@localhost/real"})[name]
    done = start("demo", **{name: value})
    assert done.returncode != 0
    assert f"Unset {name}, or set" in done.stderr.splitlines()[-1]
    assert value not in done.stderr


def test_the_demo_starts_alone_and_with_a_database_file(tmp_path: Path) -> None:
    assert start("demo").returncode == 0
    assert start("demo", DATABASE_URL=f"sqlite:///{tmp_path}/x.sqlite3").returncode == 0


def test_the_time_in_edmonton_does_not_depend_on_the_age_of_the_system() -> None:
    """Alberta keeps daylight time all year since 2026; tzdata before that says otherwise."""
    winter = datetime(2026, 12, 1, 12, 0, tzinfo=UTC)
    assert winter.astimezone(ZoneInfo("America/Edmonton")).utcoffset() == timedelta(hours=-6)
    assert zoneinfo.TZPATH == ()


def test_every_folder_of_translations_is_there() -> None:
    assert all(Path(path).is_dir() for path in settings.LOCALE_PATHS)
