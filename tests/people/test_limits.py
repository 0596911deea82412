"""Nobody can flood a mailbox, and nobody can lock another person out."""

import pytest
from django.core.mail import EmailMessage
from django.test import Client

from lodestar.people.models import Person
from tests.people.conftest import ask_code, sign_in

pytestmark = pytest.mark.django_db
Mails = list[EmailMessage]
WAIT = "Please wait a quarter of an hour"


def asks(client: Client, address: str, line: str = "10.0.0.1", **headers: str) -> bool:
    answer = client.post(
        "/account/sign-in/",
        {"email": address},
        REMOTE_ADDR=line,
        headers=headers,  # type: ignore[arg-type]
    )
    return answer.status_code == 302


def test_one_visitor_gets_five_codes_for_an_address(mailoutbox: Mails) -> None:
    for _ in range(5):
        assert asks(Client(), "coordinator@example.org")
    answer = ask_code(Client(), "coordinator@example.org", REMOTE_ADDR="10.0.0.1")
    assert WAIT in answer.content.decode()
    assert len(mailoutbox) == 5


def test_the_limit_is_the_same_for_unknown_addresses(coordinator: Person, mailoutbox: Mails) -> None:
    for address in ["coordinator@example.org", "nobody@example.org"]:
        assert [asks(Client(), address) for _ in range(7)] == [True] * 5 + [False] * 2


def test_a_stranger_does_not_lock_the_coordinator_out(coordinator: Person, mailoutbox: Mails) -> None:
    for _ in range(10):
        asks(Client(), "coordinator@example.org", "10.0.0.66")
    assert asks(Client(), "coordinator@example.org", "10.0.0.1")


def test_not_even_from_the_same_library_or_from_many_lines(coordinator: Person, mailoutbox: Mails) -> None:
    own = Client(REMOTE_ADDR="10.0.0.1")
    ask = own.post("/account/sign-in/", {"email": "coordinator@example.org"})
    assert ask.status_code == 302
    sign_in(own, "coordinator@example.org", mailoutbox, own_device="on")
    for number in range(60):
        asks(Client(), "coordinator@example.org", f"10.0.{number % 12}.1")
    assert not asks(Client(), "coordinator@example.org", "10.9.9.9")
    own.post("/account/sign-out/")
    assert asks(own, "coordinator@example.org", "10.0.0.1")


def test_a_device_mark_of_another_address_helps_nobody(mailoutbox: Mails) -> None:
    client = Client()
    sign_in(client, "mine@example.org", mailoutbox, own_device="on")
    client.post("/account/sign-out/")
    assert [asks(client, "coordinator@example.org") for _ in range(7)].count(True) == 5


def test_a_whole_library_behind_one_line_signs_in(mailoutbox: Mails) -> None:
    assert all(asks(Client(), f"staff{number}@example.org") for number in range(25))


def test_one_line_cannot_send_mail_to_everybody(mailoutbox: Mails) -> None:
    sent = [asks(Client(), f"victim{number}@example.org") for number in range(40)]
    assert sent.count(True) == 30


def test_forged_headers_do_not_buy_more_codes(mailoutbox: Mails) -> None:
    sent = [
        asks(
            Client(),
            "a@example.org",
            **{"x-forwarded-for": f"1.2.3.{number}", "x-real-ip": f"1.2.3.{number}"},
        )
        for number in range(8)
    ]
    assert sent.count(True) == 5


def test_behind_a_named_proxy_the_visitor_counts(settings, mailoutbox: Mails) -> None:  # type: ignore[no-untyped-def]
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for number in range(8):
        assert asks(Client(), "a@example.org", **{"x-forwarded-for": f"9.9.9.9, 1.2.3.{number}"})
    sent = [asks(Client(), "b@example.org", **{"x-forwarded-for": f"1.2.3.{n}, 10.1.1.1"}) for n in range(8)]
    assert sent.count(True) == 5
