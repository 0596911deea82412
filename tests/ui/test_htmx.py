import pytest
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from lodestar.ui.htmx import render_page_or_fragment

pytestmark = pytest.mark.django_db  # the frame asks the program for its name


def answer(*messages: str, status: int = 200, **headers: str) -> HttpResponse:
    request: HttpRequest = RequestFactory().get("/", headers=headers)
    request._messages = CookieStorage(request)  # type: ignore[attr-defined]
    for message in messages:
        request._messages.add(25, message)  # type: ignore[attr-defined]
    return render_page_or_fragment(request, "404.html", "ui/mark.html", {}, status=status)


def test_a_browser_gets_the_page_and_htmx_gets_the_fragment() -> None:
    assert b"<!doctype html>" in answer().content
    assert answer(hx_request="true").content.startswith(b"<svg")


@pytest.mark.parametrize("whole", ["hx_boosted", "hx_history_restore_request"])
def test_htmx_gets_the_page_when_it_will_show_it_whole(whole: str) -> None:
    assert b"<!doctype html>" in answer(hx_request="true", **{whole: "true"}).content


def test_caches_keep_page_and_fragment_apart() -> None:
    assert "HX-Request" in answer()["Vary"]
    assert "HX-Request" in answer(hx_request="true")["Vary"]


def test_the_status_is_passed_on() -> None:
    assert answer(status=422).status_code == answer(status=422, hx_request="true").status_code == 422


def test_waiting_messages_travel_with_the_fragment_into_the_live_region() -> None:
    page = answer("Pinned.", hx_request="true").content.decode()
    assert 'hx-swap-oob="innerHTML:#messages"' in page
    assert "Pinned." in page
    assert "hx-swap-oob" not in answer(hx_request="true").content.decode()
