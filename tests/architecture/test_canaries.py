"""Every planted text appears, on any page of anybody, only for those whom `who_sees` allows."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import pytest
import time_machine
from django.conf import settings
from django.db import transaction
from django.http import HttpResponse

from lodestar.matchmaking.models import MatchingRound
from tests.architecture.addresses import PARTICIPANTS, addresses, names
from tests.architecture.authorisation import ROLES
from tests.architecture.forms import text_of
from tests.architecture.stages import STAGES, build_stages, keep_requests_private, leave_the_pool
from tests.architecture.who_sees import WHO_SEES, Canary, Reader, canaries_in, planted
from tests.architecture.world import World, browser_of, build_world
from tests.factories import NOW

READERS = (*ROLES, "hopeful", "refused")
# whom the mentor of the world reads about: the mentee of the mentorship, and the mentee of the offer
KNOWS: dict[str, set[Canary]] = {
    "mentor": {("asked", "mentee"), ("paired", "mentee"), ("asked", "hopeful")},
    "mentee": {("asked", "mentor"), ("paired", "mentor")},
    "outsider": {("asked", "hopeful")},  # their mentorship has ended
    "hopeful": {("asked", "outsider")},
}
SIGNING_OUT = {"account_logout", "people:sign_out_everywhere"}
pytestmark = pytest.mark.django_db


@pytest.fixture
def world(db: None) -> Iterator[World]:
    with time_machine.travel(NOW, tick=False):
        yield build_world()


def reader_of(role: str, world: World) -> Reader:
    return Reader(role, world.people.get(role), frozenset(KNOWS.get(role, set())))


def read_all(reader: Reader, found: Iterable[str]) -> dict[str, set[Canary]]:
    """Open every address; return the canaries on each page."""
    client = browser_of(reader.person)
    return {url: canaries_in(all_of(client.get(url), url, reader)) for url in found}


def all_of(answer: HttpResponse, url: str, reader: Reader) -> str:
    """Whatever was answered, error pages and redirects included: headers and text.

    Every page comes with the strict policy, and a signed-in person's page stays out of every cache.
    """
    assert answer.status_code < 500, url
    if reader.person:
        assert "no-store" in answer["Cache-Control"], url
    policy = answer["Content-Security-Policy"]
    assert "unsafe" not in policy, url
    for directive, sources in settings.CONTENT_SECURITY_POLICY["DIRECTIVES"].items():
        assert f"{directive} {' '.join(sources)}" in policy, url
    assert answer["X-Frame-Options"] == "DENY", url
    return f"{dict(answer.items())} {text_of(answer)}"


def every_page(world: World, roles: set[str] | None = None) -> Iterator[str]:
    return (url for name in sorted(names("GET", roles)) for url in addresses(name, world))


def leaks(reader: Reader, pages: dict[str, set[Canary]]) -> dict[str, set[Canary]]:
    """The pages with something that is not this reader's to see."""
    wrong = {url: {one for one in seen if not reader.may_see(one)} for url, seen in pages.items()}
    return {url: seen for url, seen in wrong.items() if seen}


def missing(reader: Reader, pages: dict[str, set[Canary]]) -> set[Canary]:
    """What the table says is shown to this reader, and no page shows."""
    return {one for one in planted() if reader.must_see(one)} - set().union(*pages.values())


def test_every_kind_of_canary_has_a_row_and_every_row_a_canary(world: World) -> None:
    build_stages(MatchingRound.objects.get())
    assert {kind for kind, _ in planted()} == set(WHO_SEES)


@pytest.mark.parametrize("role", READERS)
def test_each_role_reads_what_the_table_says_and_nothing_else(role: str, world: World) -> None:
    reader = reader_of(role, world)
    pages = read_all(reader, every_page(world))
    assert leaks(reader, pages) == {}
    assert missing(reader, pages) == set()


@pytest.mark.parametrize("stage", STAGES)
def test_a_pair_reads_of_each_other_what_its_stage_allows(stage: str, world: World) -> None:
    readers = readers_of_stages()
    for reader in readers:
        if reader.key.startswith(f"{stage}_"):
            pages = read_all(reader, every_page(world, PARTICIPANTS))
            assert leaks(reader, pages) == {}
            assert missing(reader, pages) == set()


def readers_of_stages() -> list[Reader]:
    return build_stages(MatchingRound.objects.get())


def test_requests_kept_private_stay_so_after_both_said_yes(world: World) -> None:
    mentor, _mentee = [one for one in readers_of_stages() if one.key.startswith("confirmed_")]
    pages = read_all(mentor, every_page(world, PARTICIPANTS))
    assert ("requests", "confirmed_mentee") in set().union(*pages.values())
    keep_requests_private("confirmed_mentee")
    pages = read_all(mentor, every_page(world, PARTICIPANTS))
    assert ("requests", "confirmed_mentee") not in set().union(*pages.values())


@pytest.mark.parametrize("gone", ["mentor", "mentee"])
def test_whoever_leaves_the_pool_is_no_longer_named_to_the_other(gone: str, world: World) -> None:
    pair = [one for one in readers_of_stages() if one.key.startswith("turn_")]
    leave_the_pool(f"turn_{gone}")
    [other] = [one for one in pair if one.key != f"turn_{gone}"]
    pages = read_all(other, every_page(world, PARTICIPANTS))
    assert ("name", f"turn_{gone}") not in set().union(*pages.values())


@pytest.mark.parametrize("role", [role for role in READERS if role != "coordinator"])
def test_what_a_refused_or_mistaken_post_answers_is_only_for_those_allowed(role: str, world: World) -> None:
    """Posts without a field, each taken back afterwards; the page that follows is read too."""
    reader = reader_of(role, world)
    client = browser_of(reader.person)
    pages: dict[str, set[Canary]] = {}
    for url in [url for name in names("POST") - SIGNING_OUT for url in addresses(name, world)]:
        with taken_back():
            pages[url] = canaries_in(all_of(client.post(url, follow=True), url, reader))
    assert leaks(reader, pages) == {}


@contextmanager
def taken_back() -> Iterator[None]:
    point = transaction.savepoint()
    yield
    transaction.savepoint_rollback(point)
