"""What has gone wrong elsewhere, tried on every page; docs/abuse-cases.md says which row is tested where."""

import re
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.conf import settings
from django.db import connection, models
from django.db.models import Value
from django.db.models.functions import Cast, Concat
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lodestar.intake.models import ApplicationRole
from lodestar.matchmaking.models import MatchingRound
from lodestar.outbox.models import Mail
from lodestar.people.models import Person
from lodestar.public_id import PublicIdField
from tests.architecture.addresses import addresses, names
from tests.architecture.authorisation import ROLES
from tests.architecture.forms import text_of
from tests.architecture.stages import build_stage, build_stages
from tests.architecture.test_hostile_posts import encoded, forms_for, send
from tests.architecture.test_mail_canaries import everything_that_writes
from tests.architecture.world import World, browser_of, build_world
from tests.factories import NOW

pytestmark = pytest.mark.django_db

SCRIPT = "<script src=x>"
OURS = {
    "folders",
    "handover",
    "history",
    "intake",
    "libraries",
    "matchmaking",
    "mentorships",
    "outbox",
    "people",
    "programs",
    "travel",
}
WRITTEN_BY_US = {
    "key",
    "kind",
    "act",
    "thing",
    "message_id",
    "instance_hash",
    "code",
    "problem",
    "folded_name",
}
READERS = ["coordinator", "mentor", "mentee", "outsider"]
WRITES = re.compile(r"INSERT INTO|UPDATE|DELETE FROM")
STAFF = ["is_coordinator", "is_finance", "is_administrator"]
ABUSE_CASES = Path(settings.ROOT) / "docs" / "abuse-cases.md"


@pytest.fixture
def world(db: None) -> Iterator[World]:
    with time_machine.travel(NOW, tick=False):
        yield build_world()


def every_page(world: World, *roles: str) -> list[str]:
    return [url for name in sorted(names("GET", set(roles))) for url in addresses(name, world)]


def texts_of(model: type[models.Model]) -> "list[models.Field[Any, Any]]":
    """The columns of a table that hold what people typed."""
    return [
        column
        for column in model._meta.get_fields()
        if isinstance(column, models.CharField | models.TextField)
        and not isinstance(column, PublicIdField | models.EmailField)
        and not column.choices
        and column.name not in WRITTEN_BY_US
        and (column.max_length or 100) >= len(SCRIPT) + 6
    ]


def fill_with_scripts() -> int:
    """Put a script into every typed text of every row; return into how many columns."""
    filled = 0
    for model in apps.get_models():
        if model._meta.app_label in OURS:
            for column in texts_of(model):
                script = Concat(Value(SCRIPT), Cast("pk", models.CharField()))
                models.QuerySet(model).update(**{column.name: script})
                filled += 1
    return filled


@pytest.mark.parametrize("role", READERS)
def test_a_script_in_any_text_is_shown_and_never_run(role: str, world: World) -> None:
    assert fill_with_scripts() > 30
    client, shown = browser_of(Person.objects.get(pk=world.people[role].pk)), 0
    for url in every_page(world, role):
        answer = client.get(url)
        page = text_of(answer)
        is_a_file = answer.headers.get("Content-Disposition", "").startswith("attachment")
        assert is_a_file or SCRIPT not in page, url
        shown += "&lt;script src=x&gt;" in page
    assert shown > 5


def test_a_script_in_any_text_is_plain_text_in_every_mail(world: World) -> None:
    build_stages(MatchingRound.objects.get())
    Person.objects.update(folded_name="")
    for act in everything_that_writes(world.people["coordinator"]):
        Person.objects.exclude(name__startswith=SCRIPT).update(name=Concat(Value(SCRIPT), "name"))
        act()
    mails = Mail.objects.exclude(key="canary")
    assert any("&lt;script" in mail.html for mail in mails)
    assert not any("<script" in mail.html for mail in mails)


@pytest.mark.parametrize("role", [role for role in ROLES if role != "nobody"])
def test_reading_a_page_writes_nothing(role: str, world: World) -> None:
    """Mail scanners and previews open links: no GET accepts, declines, confirms or moves anything."""
    client = browser_of(world.people[role])
    for url in every_page(world, role):
        with CaptureQueriesContext(connection) as asked:
            client.get(url)
        written = [
            one["sql"] for one in asked if WRITES.match(one["sql"]) and "django_session" not in one["sql"]
        ]
        assert written == [], url


@pytest.mark.parametrize("role", ["mentor", "coordinator"])
def test_head_answers_like_get_without_a_body(role: str, world: World) -> None:
    client = browser_of(world.people[role])
    for name in sorted(names("GET", {role})):
        for url in list(addresses(name, world))[:1]:
            answer = client.head(url)
            assert answer.content == b"", url
            assert answer.status_code in {client.get(url).status_code, 405}, url


def test_every_post_needs_the_token_of_its_page(world: World) -> None:
    client = Client(enforce_csrf_checks=True)
    client.cookies = browser_of(world.people["coordinator"]).cookies
    for name in sorted(names("POST")):
        for url in list(addresses(name, world))[:1]:
            assert client.post(url).status_code == 403, url


def test_no_form_makes_anybody_more_than_they_are(world: World) -> None:
    people = list(Person.objects.order_by("pk").values_list("pk", *STAFF))
    roles = list(ApplicationRole.objects.order_by("pk").values_list("pk", "state", "application__person"))
    extra = {name: ["on"] for name in STAFF} | {"state": ["accepted"], "person": ["1"], "owner": ["1"]}
    for client, form in forms_for(["stranger", "mentor", "mentee", "outsider"], world):
        window = Client()
        window.cookies = client.cookies.copy()
        window.post(form.action, encoded(extra | form.values), "application/x-www-form-urlencoded")
    assert list(Person.objects.order_by("pk").values_list("pk", *STAFF)) == people
    now = ApplicationRole.objects.order_by("pk").values_list("pk", "state", "application__person")
    assert [one for one in now if one[1] == "accepted" and one not in roles] == []


@pytest.mark.parametrize("role", ["nobody", "mentee", "coordinator"])
def test_no_address_breaks_on_odd_or_clever_questions(role: str, world: World) -> None:
    """Keys that name columns and operators of the database are as unknown as any other."""
    clever = ["ordering", "order_by", "person__email__startswith", "pk__in", "id); DROP TABLE x; --", "page"]
    asked = ["q", "text", "state", "role", "cycle", "area", "library", "next", "source", "talk_first"]
    client = browser_of(world.people.get(role))
    client.raise_request_exception = False
    for name in sorted(names("GET", {role})):
        url = next(iter(addresses(name, world)), "")
        for value in ["\ud800", str(2**63), "٣", SCRIPT]:
            query = encoded({key: [value, value] for key in clever + asked})
            assert client.get(f"{url}?{query}").status_code < 500, (url, value[:20])


def test_no_page_and_no_post_opens_a_connection(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    build_stage("proposed", MatchingRound.objects.get())

    def connect(self: socket.socket, address: object) -> None:
        raise AssertionError(f"a connection to {address}")

    monkeypatch.setattr(socket.socket, "connect", connect)
    monkeypatch.setattr(socket.socket, "connect_ex", connect)
    for client, form in forms_for(["coordinator"], world):
        values = form.values | {name: ["http://127.0.0.1:1/x"] for name in form.texts()}
        assert send(client, form, values).status_code < 500


def test_every_row_of_the_abuse_cases_names_tests_that_exist() -> None:
    table = ABUSE_CASES.read_text()
    rows = re.findall(r"^\| ([A-D]\d+) \|", table, re.MULTILINE)
    assert rows == [
        f"{part}{n}" for part, most in {"A": 8, "B": 10, "C": 6, "D": 7}.items() for n in range(1, most + 1)
    ]
    named = set(re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", table))
    assert len(named) > 50
    missing = {f"{file}::{test}" for file, test in named if f"def {test}(" not in read(file)}
    assert missing == set()


def read(file: str) -> str:
    path = Path(settings.ROOT) / file
    return path.read_text() if path.exists() else ""
