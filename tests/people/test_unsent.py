"""Nothing typed is lost when the session ended in the middle, and nobody else finds it."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.core.mail import EmailMessage
from django.test import Client

from lodestar.people import unsent
from lodestar.people.models import Person
from tests.factories import NOW, make_person
from tests.people.conftest import sign_in

pytestmark = pytest.mark.django_db
Mails = list[EmailMessage]
PAGE = "/account/unsent/"
TYPED = {"name": "Stan of the North", "phone": "780-555-0177"}


@pytest.fixture
def ended(client: Client, stranger: Person, mailoutbox: Mails) -> Iterator[Client]:
    """A browser whose session ends with its next request."""
    with time_machine.travel(NOW, tick=False) as clock:
        sign_in(client, "stranger@example.org", mailoutbox)
        clock.shift(timedelta(minutes=31))
        yield client


def test_what_was_typed_is_offered_after_signing_in_again_and_can_be_sent(
    ended: Client, stranger: Person, mailoutbox: Mails
) -> None:
    assert ended.post("/account/", TYPED)["Location"].startswith("/account/sign-in/")
    answer = sign_in(ended, "stranger@example.org", mailoutbox)
    assert ended.get(answer["Location"])["Location"] == PAGE
    page = ended.get(PAGE).content.decode()
    assert 'action="/account/"' in page
    assert all(f'name="{name}" value="{value}"' in page for name, value in TYPED.items())
    ended.post("/account/", TYPED)
    stranger.refresh_from_db()
    assert stranger.name == TYPED["name"]
    assert ended.get(PAGE).status_code == 404


def test_the_page_shows_itself_once_and_can_be_left(ended: Client, mailoutbox: Mails) -> None:
    ended.post("/account/", TYPED)
    sign_in(ended, "stranger@example.org", mailoutbox)
    assert ended.get("/home/")["Location"] == PAGE
    assert ended.get("/home/").status_code == 200
    assert ended.post(PAGE)["Location"] == "/home/"
    assert ended.get(PAGE).status_code == 404


def test_nobody_else_who_signs_in_there_finds_it(ended: Client, mailoutbox: Mails) -> None:
    make_person("Other", email="other@example.org")
    ended.post("/account/", TYPED)
    sign_in(ended, "other@example.org", mailoutbox)
    assert ended.get("/home/").status_code == 200
    assert ended.get(PAGE).status_code == 404


def test_only_an_ended_session_keeps_anything(client: Client, stranger: Person, mailoutbox: Mails) -> None:
    client.post("/account/", TYPED)
    sign_in(client, "stranger@example.org", mailoutbox)
    assert client.get(PAGE).status_code == 404


def test_what_is_typed_on_public_pages_is_not_kept(ended: Client, mailoutbox: Mails) -> None:
    ended.get("/account/")
    sign_in(ended, "stranger@example.org", mailoutbox)
    assert ended.get(PAGE).status_code == 404


def test_what_a_script_saves_by_itself_does_not_take_the_place_of_the_form(ended: Client) -> None:
    ended.post("/account/", TYPED, headers={"Sec-Fetch-Mode": "cors"})
    assert unsent.KEY in ended.session
    assert "path" not in ended.session[unsent.KEY]
    ended.post("/account/", TYPED, headers={"Sec-Fetch-Mode": "navigate"})
    assert ended.session[unsent.KEY]["path"] == "/account/"


def test_a_flood_is_not_kept(ended: Client) -> None:
    ended.post("/account/", {"name": "x" * (unsent.MOST + 1)})
    assert "path" not in ended.session[unsent.KEY]
