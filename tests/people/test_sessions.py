"""Sessions end on time, on request, and leave nothing in a cache."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.core.mail import EmailMessage
from django.test import Client

from lodestar.people import middleware
from lodestar.people.models import Person
from lodestar.people.tasks import clear_ended_sessions
from tests.factories import NOW
from tests.people.conftest import sign_in

pytestmark = pytest.mark.django_db
Mails = list[EmailMessage]


def is_in(client: Client) -> bool:
    return client.get("/account/").status_code == 200


def test_a_shared_device_is_signed_out_after_thirty_idle_minutes(
    client: Client, stranger: Person, mailoutbox: Mails
) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        answer = sign_in(client, "stranger@example.org", mailoutbox)
        assert not answer.cookies["sessionid"]["max-age"]
        for _ in range(3):
            clock.shift(timedelta(minutes=29))
            assert is_in(client)
        clock.shift(timedelta(minutes=30))
        page = client.get("/account/", follow=True).content.decode()
        assert "You were signed out because this page was not used for a while." in page
        assert "next" in page
        assert not is_in(client)


def test_a_shared_device_is_signed_out_after_twelve_hours_of_use(
    client: Client, stranger: Person, mailoutbox: Mails
) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        sign_in(client, "stranger@example.org", mailoutbox)
        for _ in range(12 * 60 // 20 - 1):
            clock.shift(timedelta(minutes=20))
            assert is_in(client)
        clock.shift(timedelta(minutes=20))
        assert not is_in(client)


def test_an_own_device_stays_fourteen_days_and_no_longer(
    client: Client, stranger: Person, mailoutbox: Mails
) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        answer = sign_in(client, "stranger@example.org", mailoutbox, own_device="on")
        assert answer.cookies["sessionid"]["max-age"] == middleware.LONGEST_ON_OWN_DEVICE
        clock.shift(timedelta(days=13))
        assert is_in(client)
        clock.shift(timedelta(days=1))
        assert not is_in(client)


def test_the_session_key_changes_at_sign_in(client: Client, stranger: Person, mailoutbox: Mails) -> None:
    client.post("/account/sign-in/", {"email": "stranger@example.org"})
    before = client.session.session_key
    sign_in(client, "stranger@example.org", mailoutbox)
    assert before
    assert client.session.session_key != before


def test_signing_out_is_one_post(client: Client, stranger: Person) -> None:
    client.force_login(stranger)
    assert "<form" in client.get("/account/sign-out/").content.decode()
    assert is_in(client)
    client.post("/account/sign-out/")
    assert not is_in(client)
    assert client.post("/account/sign-out/").status_code == 302


def test_signing_out_everywhere_ends_every_session(client: Client, stranger: Person) -> None:
    other = Client()
    for one in (client, other):
        one.force_login(stranger)
    assert client.get("/account/sign-out-everywhere/").status_code == 405
    assert is_in(other)
    page = client.post("/account/sign-out-everywhere/", follow=True).content.decode()
    assert "You are signed out on every device." in page
    assert not is_in(client)
    assert not is_in(other)
    stranger.refresh_from_db()
    client.force_login(stranger)
    assert is_in(client)


def test_a_closed_account_is_out_at_once(client: Client, stranger: Person) -> None:
    client.force_login(stranger)
    assert is_in(client)
    Person.objects.update(is_active=False)
    assert not is_in(client)


def test_pages_of_a_signed_in_person_are_never_stored(client: Client, stranger: Person) -> None:
    client.force_login(stranger)
    for path in ["/account/", "/account/address/", "/nowhere/", "/account/people/", "/account/sign-out/"]:
        assert "no-store" in client.get(path)["Cache-Control"], path
    assert "no-store" in client.post("/account/sign-out/")["Cache-Control"]
    assert "no-store" in client.get("/account/sign-in/")["Cache-Control"]


@pytest.mark.parametrize("path", ["/account/sign-in/", "/account/sign-out/", "/account/sign-out-everywhere/"])
def test_every_change_needs_its_token(path: str, stranger: Person) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(stranger)
    assert client.post(path, {"email": "a@b.ca"}).status_code == 403
    assert is_in(client)


def test_cookies_are_out_of_reach_of_scripts(client: Client, stranger: Person, mailoutbox: Mails) -> None:
    answer = sign_in(client, "stranger@example.org", mailoutbox, own_device="on")
    for name in ["sessionid", "own_device"]:
        assert answer.cookies[name]["httponly"]
        assert answer.cookies[name]["samesite"] == "Lax"
    assert "stranger" not in answer.cookies["own_device"].value


def test_a_click_within_the_same_minute_writes_nothing(
    client: Client, stranger: Person, django_assert_num_queries
) -> None:  # type: ignore[no-untyped-def]
    client.force_login(stranger)
    client.get("/account/")
    with django_assert_num_queries(3):
        client.get("/account/address/")


def test_rows_of_ended_sessions_are_cleared(client: Client, stranger: Person) -> None:
    client.force_login(stranger)
    ended = Session.objects.create(session_key="x" * 32, session_data="", expire_date=NOW)
    clear_ended_sessions()
    assert not Session.objects.filter(pk=ended.pk).exists()
    assert is_in(client)
