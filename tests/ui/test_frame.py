import re
from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from django.test import Client, RequestFactory, override_settings
from django.urls import path

from lodestar.ui import views
from tests.ui.kitchen import SignedIn

UI = Path(views.__file__).parent
pytestmark = pytest.mark.django_db  # the frame asks the program for its name
VENDOR = UI / "static" / "ui" / "vendor"

urlpatterns = [
    path("conflict", views.conflict),
    path("slow-down", views.too_many_requests),
    path("out", views.conflict, name="account_logout"),
]


def frame(user: object, **values: object) -> str:
    request = RequestFactory().get("/")
    request.user = user  # type: ignore[assignment]
    return render_to_string("ui/base.html", {"user": user, **values}, request)


def test_a_visitor_loads_no_script() -> None:
    assert "<script" not in frame(AnonymousUser())


@override_settings(ROOT_URLCONF=__name__)
def test_a_signed_in_person_reads_their_name_and_signs_out_with_one_button() -> None:
    page = render_to_string("ui/masthead.html", {"user": SignedIn(), "csrf_token": "token"})
    assert "Élise Côté-Lévesque" in page
    assert re.search(r'<form method="post" action="/out">.*?Not you\? Sign out</button></form>', page, re.S)


def test_a_signed_in_person_loads_htmx_two() -> None:
    assert "htmx-2.min.js" in frame(SignedIn())


def test_htmx_may_not_evaluate_code_style_the_page_or_keep_private_pages() -> None:
    page = frame(SignedIn())
    for setting in ('"allowEval": false', '"includeIndicatorStyles": false', '"historyCacheSize": 0'):
        assert setting in page


def test_the_demo_bar_is_included_by_name_and_only_then() -> None:
    assert "<svg" in frame(AnonymousUser(), demo_bar="ui/mark.html").split("<header")[0]
    assert "<svg" not in frame(AnonymousUser()).split("<header")[0]


def test_no_template_has_inline_style_or_script() -> None:
    for template in UI.rglob("*.html"):
        text = template.read_text()
        assert not re.search(r"\sstyle=|<style|\son[a-z]+=|<script(?! src)", text), template


@pytest.mark.parametrize(
    "folder", [folder for folder in VENDOR.iterdir() if folder.is_dir()], ids=lambda f: f.name
)
def test_what_is_not_ours_has_its_licence_beside_it_and_no_source_map(folder: Path) -> None:
    assert (folder / "LICENSE").stat().st_size > 500
    assert not any("sourceMappingURL" in sheet.read_text() for sheet in folder.glob("*.css"))


def test_every_file_the_style_sheet_names_is_there() -> None:
    sheet = UI / "static" / "ui" / "lodestar.css"
    named = re.findall(r'url\("([^"]+)"\)', sheet.read_text())
    assert len(named) == 6
    assert all((sheet.parent / name).is_file() for name in named)


def test_a_page_that_is_not_there_answers_in_the_same_look() -> None:
    answer = Client().get("/there-is-no-such-page")
    assert answer.status_code == 404
    assert "We cannot find that page" in answer.content.decode()


@override_settings(ROOT_URLCONF=__name__)
@pytest.mark.parametrize(("address", "status"), [("/conflict", 409), ("/slow-down", 429)])
def test_a_conflict_and_a_rush_say_so(address: str, status: int) -> None:
    assert Client().get(address).status_code == status


def test_a_form_sent_too_late_says_that_the_text_is_still_there() -> None:
    answer = Client(enforce_csrf_checks=True)
    with override_settings(ROOT_URLCONF="tests.ui.kitchen"):
        page = answer.post("/")
    assert page.status_code == 403
    assert "your text is still there" in page.content.decode()


def test_the_pages_for_a_broken_request_and_a_broken_server_read_nothing_of_the_request() -> None:
    request = RequestFactory().get("/", headers={"host": "bad host"})
    assert views.bad_request(request).status_code == 400
    assert views.server_error(request).status_code == 500


def test_a_page_that_is_not_open_to_somebody_says_so_kindly() -> None:
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    assert views.permission_denied(request).status_code == 403
