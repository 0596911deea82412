"""Coordinator, finance and administrator do nothing without a second step."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.conf import LazySettings
from django.core.mail import EmailMessage
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import get_resolver

from lodestar.people.middleware import ALWAYS_OPEN, OPEN_WITHOUT_SECOND_FACTOR
from lodestar.people.models import Person
from tests.factories import TOTP_SECRET, add_second_factor, make_person
from tests.people.conftest import sign_in

pytestmark = pytest.mark.django_db
Mails = list[EmailMessage]
NEEDED = "/account/second-step/needed/"


def app_code(secret: str = TOTP_SECRET) -> str:
    counter = next(iter(yield_hotp_counters_from_time()))
    return format_hotp_value(hotp_value(secret, counter))


@pytest.fixture(params=["is_coordinator", "is_finance", "is_administrator"])
def officer(request: pytest.FixtureRequest) -> Person:
    """Somebody with a role and no second step yet."""
    person = make_person("Officer", email="officer@example.org", **{request.param: True})
    Authenticator.objects.all().delete()
    return person


def test_without_a_second_step_every_page_leads_to_adding_one(client: Client, officer: Person) -> None:
    client.force_login(officer)
    for path in ["/account/", "/account/people/", "/account/second-step/", "/account/address/"]:
        answer = client.get(path)
        assert (answer.status_code, answer["Location"]) == (302, NEEDED), path
        assert client.post(path)["Location"] == NEEDED
    assert "Add a second step first" in client.get(NEEDED).content.decode()


def test_what_is_open_without_one_is_this_and_no_more() -> None:
    names = {key for key in get_resolver().reverse_dict if isinstance(key, str)}
    assert {name for name in ALWAYS_OPEN | OPEN_WITHOUT_SECOND_FACTOR if ":" not in name} <= names
    assert {"account_logout", "healthz", "readyz"} == ALWAYS_OPEN
    assert {"mfa_activate_totp", "mfa_add_webauthn", "people:second_factor"} == OPEN_WITHOUT_SECOND_FACTOR


@pytest.mark.parametrize("path", ["/account/", "/account/second-step/passkeys/add/", NEEDED])
def test_a_session_older_than_the_second_step_has_to_show_it(
    client: Client, officer: Person, path: str
) -> None:
    client.force_login(officer)
    assert client.get("/account/")["Location"] == NEEDED
    add_second_factor(officer)
    assert client.get(path)["Location"] == "/account/sign-in/"
    assert "_auth_user_id" not in client.session


def test_recovery_codes_alone_are_no_second_step(client: Client, officer: Person) -> None:
    Authenticator.objects.create(user=officer, type=Authenticator.Type.RECOVERY_CODES, data={"seed": "x"})
    client.force_login(officer)
    assert client.get("/account/")["Location"] == NEEDED


def test_signing_out_is_open_without_one(client: Client, officer: Person) -> None:
    client.force_login(officer)
    assert client.post("/account/sign-out/")["Location"] == "/"
    assert client.get("/account/")["Location"].startswith("/account/sign-in/")


@pytest.mark.django_db(transaction=True)
def test_adding_an_app_opens_the_pages(client: Client, officer: Person) -> None:
    client.force_login(officer)
    page = client.get("/account/second-step/app/add/").content.decode()
    secret = re.findall(r"<code>([A-Z2-7]+)</code>", page)[0]
    wrong = client.post("/account/second-step/app/add/", {"code": "000000"}).content.decode()
    assert "That is not the right code" in wrong
    answer = client.post("/account/second-step/app/add/", {"code": app_code(secret)})
    assert answer["Location"] == "/account/second-step/recovery-codes/"
    assert client.get("/account/people/").status_code in {200, 403}
    codes = client.get("/account/second-step/recovery-codes/").content.decode()
    assert codes.count("<li><code>") == 10


def test_removing_the_last_one_closes_them_again(client: Client, coordinator: Person) -> None:
    client.force_login(coordinator)
    assert client.get("/account/people/").status_code == 200
    path = "/account/second-step/app/remove/"
    assert client.get(path)["Location"].startswith("/account/second-step/again/")
    client.post("/account/second-step/again/", {"code": app_code()})
    assert "Remove the app?" in client.get(path).content.decode()
    client.post(path)
    assert not Authenticator.objects.exists()
    assert client.get("/account/people/")["Location"] == NEEDED


def test_whoever_has_one_is_asked_for_it_after_the_code(
    client: Client, coordinator: Person, mailoutbox: Mails
) -> None:
    answer = sign_in(client, "coordinator@example.org", mailoutbox)
    assert answer["Location"] == "/account/sign-in/second-step/"
    assert client.get("/account/people/")["Location"].startswith("/account/sign-in/")
    page = client.get("/account/sign-in/second-step/").content.decode()
    assert "Type the code that your app shows now" in page
    wrong = client.post("/account/sign-in/second-step/", {"code": "000000"}).content.decode()
    assert "That is not the right code" in wrong
    assert "_auth_user_id" not in client.session
    answer = client.post("/account/sign-in/second-step/", {"code": app_code()})
    assert answer["Location"] == "/home/"
    assert client.get("/account/people/").status_code == 200


def test_guessing_the_second_step_ends_soon(client: Client, coordinator: Person, mailoutbox: Mails) -> None:
    sign_in(client, "coordinator@example.org", mailoutbox)
    for _ in range(6):
        page = client.post("/account/sign-in/second-step/", {"code": "000000"}).content.decode()
    assert "Too many tries" in page
    assert (
        "Too many tries"
        in client.post("/account/sign-in/second-step/", {"code": app_code()}).content.decode()
    )


def test_the_own_device_survives_the_second_step(
    client: Client, coordinator: Person, mailoutbox: Mails
) -> None:
    sign_in(client, "coordinator@example.org", mailoutbox, own_device="on")
    answer = client.post("/account/sign-in/second-step/", {"code": app_code()})
    assert answer.cookies["sessionid"]["max-age"] == 14 * 24 * 60 * 60


def test_only_the_demo_does_without(client: Client, officer: Person, settings: LazySettings) -> None:
    client.force_login(officer)
    settings.DEMO = True
    assert client.get("/account/").status_code == 200
    settings.DEMO = False
    assert client.get("/account/").status_code == 302


def test_others_need_none(client: Client, stranger: Person) -> None:
    client.force_login(stranger)
    assert client.get("/account/").status_code == 200


def test_whoever_lost_the_second_step_adds_another_after_a_command(
    client: Client, coordinator: Person
) -> None:
    client.force_login(coordinator)
    call_command("forget_second_step", "Coordinator@example.org")
    assert client.get("/account/")["Location"].startswith("/account/sign-in/")
    coordinator.refresh_from_db()
    client.force_login(coordinator)
    assert client.get("/account/")["Location"] == NEEDED
    with pytest.raises(CommandError, match="Nobody has the address"):
        call_command("forget_second_step", "nobody@example.org")


MADE_UP = [
    "",
    "[]",
    "{}",
    "null",
    '"x"',
    "1",
    '{"response": []}',
    "{",
    "[" * 5000,
    '{"id": "\\ud800", "rawId": "\\ud800", "type": "public-key", "response": {"userHandle": "\\ud800"}}',
    '{"response": {"userHandle": "OTk5OTk5OTk5OTk5OTk5OTk5OTk5"}, "id": "AA"}',
    '{"response": {"userHandle": "OTk5OTk5OTk5OTk5OTk5OTk5OTk5"}, "id": "AA", "rawId": "AA"}',
]


@pytest.mark.parametrize("credential", MADE_UP)
def test_a_made_up_passkey_opens_nothing(client: Client, credential: str) -> None:
    answer = client.get("/account/sign-in/passkey/", headers={"accept": "application/json"})
    assert answer.json()["request_options"]["publicKey"]["challenge"]
    answer = client.post("/account/sign-in/passkey/", {"credential": credential})
    assert answer.status_code in {302, 400}
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("credential", MADE_UP)
def test_a_made_up_passkey_is_not_added(client: Client, stranger: Person, credential: str) -> None:
    client.force_login(stranger)
    client.get("/account/second-step/passkeys/add/")
    answer = client.post("/account/second-step/passkeys/add/", {"credential": credential})
    assert answer.status_code in {200, 400}
    assert not Authenticator.objects.exists()


@pytest.mark.parametrize("credential", MADE_UP)
def test_a_made_up_passkey_is_no_second_step(
    client: Client, coordinator: Person, mailoutbox: Mails, credential: str
) -> None:
    sign_in(client, "coordinator@example.org", mailoutbox)
    answer = client.post("/account/sign-in/second-step/", {"credential": credential})
    assert answer.status_code in {200, 400}
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize(
    "path",
    [
        "account/second-step/",
        "account/second-step/app/add/",
        "account/second-step/passkeys/",
        "account/second-step/passkeys/add/",
        "account/second-step/recovery-codes/new/",
    ],
)
def test_every_page_of_the_second_step_is_drawn_in_our_frame(
    client: Client, stranger: Person, path: str
) -> None:
    client.force_login(stranger)
    page = client.get(f"/{path}").content.decode()
    assert page.count("<h1") == 1
    assert 'class="skip"' in page
    assert "style=" not in page
    assert not re.search(r"<script(?![^>]*(src=|application/json))", page)


@pytest.mark.parametrize(
    "path",
    [
        "signup/",
        "login/",
        "password/change/",
        "password/set/",
        "password/reset/",
        "email/",
        "confirm-email/",
        "inactive/",
        "reauthenticate/",
        "login/code/",
        "social/connections/",
        "2fa/",
        "second-step/trust/",
    ],
)
def test_pages_of_the_library_that_we_do_not_use_are_not_there(client: Client, path: str) -> None:
    for prefix in ["/account/", "/accounts/"]:
        assert client.get(prefix + path).status_code == 404
        assert client.post(prefix + path).status_code == 404
