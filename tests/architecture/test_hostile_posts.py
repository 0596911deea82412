"""Hostile values in every field of every form that anybody is shown: never a 500, and no typed word lost."""

from collections.abc import Iterator, Sequence
from urllib.parse import quote_from_bytes

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client
from django.urls import resolve

from lodestar.intake.models import ApplicationRole
from lodestar.matchmaking.models import MatchingRound
from tests.architecture.addresses import addresses, names
from tests.architecture.forms import Form, forms_of, text_of
from tests.architecture.stages import build_stage
from tests.architecture.test_canaries import SIGNING_OUT, taken_back
from tests.architecture.world import World, apply, browser_of, build_world, make_person
from tests.factories import NOW, make_application

State = ApplicationRole.State
pytestmark = pytest.mark.django_db

HOSTILE = {
    "nothing": "",
    "NUL": "a\0b",
    "a lone surrogate": "a\ud800b",
    "a megabyte": "x" * 900_000,  # just below the limit of a request, so that the form itself must refuse it
    "more than a column holds": str(2**63),
    "a long number": "9" * 400,
    "digits of another script": "٣",
    "below zero": "-1",
    "no number": "NaN",
    "an unknown choice": "no-such-choice",
    "script": "<script>alert(1)</script>\"'",
    "a line break": "one\r\nBcc: victim@example.org\r\n\r\ntwo",
    "right to left": "\u202etxt.exe\u0000"[:-1],
    "a last day": "9999-12-31",
    "a first day": "0001-01-01",
    "deep JSON": "[" * 50_000,
    "JSON with a surrogate": '{"id": "\\ud800", "rawId": "\\u0000"}',
}
CHOSEN = {"checkbox", "radio", "select", "hidden", "button"}
ALONE = {"NUL", "a lone surrogate", "more than a column holds", "an unknown choice"}
SHORT = 15
PEOPLE = [("nobody", "stranger", "mentor", "mentee"), ("coordinator",)]
MARK = "Words somebody typed"
# answers that keep nothing on purpose: a code is typed again, and these pages are sent by script
NOT_KEPT = {"code", "credential"}


@pytest.fixture
def world(db: None) -> Iterator[World]:
    with time_machine.travel(NOW, tick=False):
        world = build_world()
        build_stage("proposed", MatchingRound.objects.get())
        both = {"mentor": ["policy", "budget"], "mentee": ["makerspaces", "remote_work"]}
        make_application(world.people["stranger"], state=State.DRAFT, submitted_at=None, **both)
        apply(make_person("waiting"), state=State.SUBMITTED, **both)
        yield world


def forms_for(roles: Sequence[str], world: World) -> list[tuple[Client, Form]]:
    """Each form once, by where it is sent and its fields, from every page that one of them may open."""
    found: dict[tuple[str, frozenset[str]], tuple[Client, Form]] = {}
    for role in roles:
        client = browser_of(world.people.get(role))
        for url in (url for name in sorted(names("GET", {role})) for url in addresses(name, world)):
            for form in forms_of(url, text_of(client.get(url))):
                found.setdefault((kind_of(form.action), frozenset(form.kinds)), (client, form))
    return [(client, form) for client, form in found.values() if kind_of(form.action) not in SIGNING_OUT]


def kind_of(action: str) -> str:
    """Which view it is sent to."""
    return resolve(action.split("?")[0]).view_name


def encoded(values: dict[str, list[str]]) -> str:
    """As a browser that sends any bytes would: Python's own encoder refuses lone surrogates."""
    pairs = [(name, value) for name, several in values.items() for value in several]
    return "&".join(f"{quote(name)}={quote(value)}" for name, value in pairs)


def quote(text: str) -> str:
    return quote_from_bytes(text.encode("utf-8", "surrogatepass"))


def send(client: Client, form: Form, values: dict[str, list[str]]) -> HttpResponse:
    """Send it from another window with the same cookies, and take back what it did."""
    window = Client(raise_request_exception=False)
    window.cookies = client.cookies.copy()
    with taken_back():
        return window.post(form.action, encoded(values), "application/x-www-form-urlencoded")


def ways(form: Form, name: str) -> Iterator[dict[str, list[str]]]:
    """The value in all fields at once, in what is typed only, in each field alone, and twice."""
    value, every = HOSTILE[name], {field: [HOSTILE[name]] for field in form.kinds}
    yield every
    typed = {field: [value] for field in form.kinds if form.kinds[field] not in CHOSEN}
    if typed and typed != every:
        yield form.values | typed
    if name in ALONE:
        yield {field: [value, value] for field in form.kinds}
        for field in form.kinds if len(form.kinds) <= SHORT else form.texts():
            yield form.values | {field: [value]}


@pytest.mark.full
@pytest.mark.parametrize("roles", PEOPLE, ids="-".join)
def test_no_field_of_any_form_brings_the_server_down(roles: tuple[str, ...], world: World) -> None:
    failures = [
        f"{kind_of(form.action)}: {name} in {sorted(values)}"
        for client, form in forms_for(roles, world)
        for name in HOSTILE
        for values in ways(form, name)
        if send(client, form, values).status_code >= 500
    ]
    assert failures == []


@pytest.mark.parametrize("roles", PEOPLE, ids="-".join)
def test_what_was_typed_stays_when_a_form_is_not_accepted(roles: tuple[str, ...], world: World) -> None:
    lost = []
    for client, form in forms_for(roles, world):
        texts = [name for name in form.texts() if name not in NOT_KEPT]
        values = {name: ["no-such-choice"] for name in form.kinds} | {name: [MARK] for name in texts}
        answer = send(client, form, values)
        if texts and answer.status_code not in {302, 204} and MARK not in text_of(answer):
            lost.append(f"{kind_of(form.action)}: {texts} {answer.status_code}")
    assert lost == []
