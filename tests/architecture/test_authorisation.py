"""Every URL x method x role stands in one table (`authorisation.py`); a new URL without a row fails."""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.architecture.authorisation import OUTCOMES, ROLES, TABLE, UNAVAILABLE
from tests.architecture.world import World, build_world

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")


def names(patterns: list[URLPattern | URLResolver], prefix: str = "") -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from names(pattern.url_patterns, inner)
        else:
            assert pattern.name, f"{pattern} has no name"
            yield prefix + pattern.name


EVERY_URL = sorted(set(names(get_resolver().url_patterns)))


@pytest.fixture
def world(db: None) -> World:
    return build_world()


def outcome(client: Client, method: str, url: str) -> str:
    answer = client.generic(method, url)
    if answer.status_code == 302 and answer["Location"].startswith(reverse("account_login")):
        return "L"
    return {403: "F", 404: "N", 405: "M"}.get(answer.status_code, "O")


def test_every_url_has_a_row_and_every_row_a_url() -> None:
    assert sorted({name for name, _ in TABLE}) == EVERY_URL


@pytest.mark.parametrize("name", EVERY_URL)
def test_each_role_reaches_what_the_table_says(name: str, world: World) -> None:
    url = reverse(name, kwargs=world.arguments(name))
    for method in METHODS:
        expected = TABLE.get((name, method))
        found = {role: outcome(world.client(role), method, url) for role in ROLES}
        if expected:
            assert found == dict(zip(ROLES, expected.split(), strict=True)), f"{method} {url}"
        else:
            assert set(found.values()) <= UNAVAILABLE, f"{method} {url} is not in the table: {found}"


def test_the_table_uses_known_outcomes() -> None:
    assert {letter for row in TABLE.values() for letter in row.split()} <= set(OUTCOMES)
