"""Whatever is sent, nobody reads a 500, and no database sees what it cannot keep."""

import logging
from collections.abc import Iterator
from io import StringIO

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import include, path
from structlog.stdlib import ProcessorFormatter

from lodestar.config.logs import without_texts
from lodestar.people.models import Person
from lodestar.refusal import Refused


def refusing(request: HttpRequest) -> HttpResponse:
    raise Refused("taken", "Somebody was faster.")


def overflowing(request: HttpRequest) -> HttpResponse:
    return HttpResponse(str(Person.objects.filter(pk__in=[2**63]).count()))


def failing(request: HttpRequest, who: str) -> HttpResponse:
    raise ValueError(request.POST["text"])


urlpatterns = [
    path("refusing/", refusing, name="refusing"),
    path("overflowing/", overflowing, name="overflowing"),
    path("failing/<str:who>/", failing, name="failing"),
    path("", include("lodestar.config.urls")),
]
handler400 = "lodestar.ui.views.bad_request"
handler500 = "lodestar.ui.views.server_error"

pytestmark = pytest.mark.django_db
PAGE = "/account/sign-in/"


@pytest.fixture
def odd() -> Iterator[Client]:
    with override_settings(ROOT_URLCONF=__name__):
        yield Client(raise_request_exception=False)


@pytest.mark.parametrize("path", ["/account/people/%00/", PAGE + "?next=%00", PAGE + "?%00=1"])
def test_a_nul_in_an_address_is_400(client: Client, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 400
    assert "<h1>" in answer.content.decode()


def test_a_nul_in_a_form_is_400(client: Client) -> None:
    assert client.post(PAGE, {"email": "a\x00@example.org"}).status_code == 400
    assert client.post(PAGE, {"e\x00": "a"}).status_code == 400


def test_a_nul_in_a_cookie_is_400(client: Client) -> None:
    answer = client.get(PAGE, headers={"cookie": 'sessionid="abc\\000defghijkl"'})
    assert answer.status_code == 400


@pytest.mark.parametrize(
    "cookie",
    ["sessionid=" + "x" * 4000, "csrftoken=\x80\xff; sessionid=\xed\xa0\x80", ";;;===", 'messages="[['],
)
def test_a_bad_cookie_is_no_cookie(client: Client, cookie: str) -> None:
    assert client.get(PAGE, headers={"cookie": cookie}).status_code == 200


@pytest.mark.parametrize("query", ["?page=%ff%fe", "?q=%ED%A0%80", "?next=%E2%80%AE", "?" + "a=1&" * 500])
def test_an_odd_query_is_read_as_well_as_can_be(client: Client, query: str) -> None:
    assert client.get(PAGE + query).status_code == 200


@pytest.mark.parametrize(
    "page", ["1e9", "99999999999999999999", "-1", "٣", "9" * 5000, "0", "", "two", "9223372036854775808"]
)
def test_any_page_number_shows_a_page(client: Client, coordinator: Person, page: str) -> None:
    client.force_login(coordinator)
    assert client.get("/account/people/", {"page": page}).status_code == 200


@pytest.mark.parametrize("number", ["9223372036854775808", "9" * 400, "٣", "-1"])
def test_an_id_out_of_reach_is_404(client: Client, coordinator: Person, number: str) -> None:
    client.force_login(coordinator)
    assert client.get(f"/account/people/{number}/").status_code == 404
    assert client.get(f"/account/second-step/passkeys/{number}/remove/").status_code in {302, 404}


def test_too_much_is_400(client: Client) -> None:
    assert (
        client.post(PAGE, {"email": "a" * 1_100_000}, "application/x-www-form-urlencoded").status_code == 400
    )
    assert client.post(PAGE, "a=1&" * 1100, "application/x-www-form-urlencoded").status_code == 400


def test_a_broken_multipart_is_400(client: Client) -> None:
    for kind in [
        "multipart/form-data",
        "multipart/form-data; boundary=x",
        "multipart/form-data; boundary=\xff",
    ]:
        assert client.post(PAGE, b"--y\r\nbroken", kind).status_code in {200, 400}
    assert client.post(PAGE, b"--y\r\nbroken", "multipart/form-data").status_code == 400


def test_a_forged_host_is_400(client: Client) -> None:
    assert client.get(PAGE, headers={"host": "evil.example"}).status_code == 400
    assert client.get(PAGE, headers={"x-forwarded-host": "evil.example"}).status_code == 200


def test_a_refusal_no_page_has_shown_is_409(odd: Client) -> None:
    answer = odd.get("/refusing/")
    assert answer.status_code == 409
    assert "Somebody was faster." in answer.content.decode()


def test_a_number_no_column_holds_is_400(odd: Client) -> None:
    assert odd.get("/overflowing/").status_code in {200, 400}


@pytest.fixture
def log() -> Iterator[StringIO]:
    """What the real handler would write."""
    written = StringIO()
    handler = logging.StreamHandler(written)
    handler.addFilter(without_texts)
    ours = [one for one in logging.getLogger().handlers if isinstance(one.formatter, ProcessorFormatter)]
    handler.setFormatter(ours[0].formatter)
    logging.getLogger().addHandler(handler)
    yield written
    logging.getLogger().removeHandler(handler)


def test_the_log_of_a_failure_holds_no_words_of_the_visitor(odd: Client, log: StringIO) -> None:
    answer = odd.post("/failing/canary-person/?q=canary-query", {"text": "canary-text"})
    assert answer.status_code == 500
    assert "canary" not in answer.content.decode()
    assert "canary" not in log.getvalue()
    assert "ValueError in failing" in log.getvalue()
    assert '"route": "failing"' in log.getvalue()


def test_the_log_of_a_forged_host_or_form_holds_none_either(odd: Client, log: StringIO) -> None:
    odd.get("/canary-path/", headers={"host": "canary.example"})
    odd.get("/canary-path/")
    Client(enforce_csrf_checks=True).post(
        "/refusing/?canary", {"text": "canary"}, headers={"origin": "http://canary"}
    )
    assert log.getvalue().count("\n") >= 3
    assert "canary" not in log.getvalue()
