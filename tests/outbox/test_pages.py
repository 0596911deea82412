from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client
from django_q.models import OrmQ
from pytest_django import Settings

from lodestar.history.queries import entries_about
from lodestar.outbox.models import Mail
from lodestar.outbox.queries import needing_attention
from lodestar.people.models import Person
from tests.factories import NOW, make_person
from tests.outbox.conftest import make_mail

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
State = Mail.State
LIST_QUERIES = 5  # session, person, program, count, rows
DETAIL_QUERIES = 5  # session, person, program, mail, history


@pytest.fixture
def desk(coordinator: Person, client: Client, settings: Settings) -> Client:
    settings.DEMO = False
    client.force_login(coordinator, backend=BACKEND)
    return client


def words(answer) -> str:
    return " ".join(answer.content.decode().split())


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_shows_all_mails_in_a_fixed_number_of_queries(
    desk: Client, rows: int, django_assert_num_queries
) -> None:
    for number in range(rows):
        make_mail(person=make_person(f"Reader {number}"))
    with django_assert_num_queries(LIST_QUERIES):
        page = words(desk.get("/outbox/"))
    assert page.count("Reader ") == rows


@pytest.mark.parametrize("rows", [1, 3])
def test_one_mail_in_a_fixed_number_of_queries(desk: Client, rows: int, django_assert_num_queries) -> None:
    mail = [make_mail(state=State.UNSURE) for _ in range(rows)][-1]
    with django_assert_num_queries(DETAIL_QUERIES):
        assert mail.text in words(desk.get(f"/outbox/{mail.public_id}/"))


def test_the_newest_mail_stands_first_and_a_state_can_be_chosen(desk: Client) -> None:
    make_mail(subject="Older", created_at=NOW - timedelta(days=1))
    make_mail(subject="Newer", state=State.FAILED)
    page = words(desk.get("/outbox/"))
    assert page.index("Newer") < page.index("Older")
    page = words(desk.get("/outbox/?state=failed"))
    assert "Newer" in page
    assert "Older" not in page


@pytest.mark.parametrize("query", ["page=1e9", "page=999999999999999999999", "page=-1", "state=nothing"])
def test_a_wrong_query_shows_a_page(desk: Client, query: str) -> None:
    make_mail()
    assert desk.get(f"/outbox/?{query}").status_code == 200


def test_an_empty_outbox_says_so(desk: Client) -> None:
    assert "No mails here" in words(desk.get("/outbox/"))


@pytest.mark.parametrize("public_id", ["o-22222222", "o" * 500, "ᒪᐢᑿ"])
def test_an_unknown_mail_is_not_found(desk: Client, public_id: str) -> None:
    assert desk.get(f"/outbox/{public_id}/").status_code == 404


def test_in_the_demo_everyone_reads_mails_and_nobody_signed_out_acts(
    client: Client, settings: Settings
) -> None:
    settings.DEMO = True
    mail = make_mail(state=State.UNSURE)
    assert mail.subject in words(client.get("/outbox/"))
    page = words(client.get(f"/outbox/{mail.public_id}/"))
    assert mail.text in page
    assert "Send again" not in page
    assert client.post(f"/outbox/{mail.public_id}/send-again/").status_code == 302
    mail.refresh_from_db()
    assert mail.state == State.UNSURE


def test_outside_the_demo_only_coordinators_read_mails(
    client: Client, stranger: Person, settings: Settings
) -> None:
    settings.DEMO = False
    mail = make_mail()
    urls = ["/outbox/", f"/outbox/{mail.public_id}/", f"/outbox/{mail.public_id}/letter/"]
    assert [client.get(url).status_code for url in urls] == [302, 302, 302]
    client.force_login(stranger, backend=BACKEND)
    assert [client.get(url).status_code for url in urls] == [403, 403, 403]


def test_a_mail_is_shown_as_text_and_only_addresses_of_the_site_are_links(
    desk: Client, settings: Settings
) -> None:
    settings.SITE_URL = "https://lodestar.example.org"
    mail = make_mail(
        text="<script>1</script>\nhttps://lodestar.example.org/home/\nhttps://evil.example/",
        html='<img src="https://evil.example/pixel.png">',
    )
    page = words(desk.get(f"/outbox/{mail.public_id}/"))
    assert "&lt;script&gt;1&lt;/script&gt;" in page
    assert '<a href="https://lodestar.example.org/home/">' in page
    assert 'href="https://evil.example' not in page
    assert '<img src="https://evil' not in page


def test_send_again_queues_the_mail_and_says_so(desk: Client) -> None:
    mail = make_mail(state=State.UNSURE)
    assert "Send again" in words(desk.get(f"/outbox/{mail.public_id}/"))
    answer = desk.post(f"/outbox/{mail.public_id}/send-again/", follow=True)
    assert "The mail is on its way again." in words(answer)
    assert "Coordinator Corrine sent the mail again." in words(answer)
    mail.refresh_from_db()
    assert (mail.state, OrmQ.objects.count()) == (State.QUEUED, 1)


def test_what_another_tab_has_settled_is_answered_with_a_conflict(desk: Client) -> None:
    mail = make_mail(state=State.SENT, sent_at=NOW)
    told = {"channel": "phone", "said_on": "2026-09-03"}
    for answer in (
        desk.post(f"/outbox/{mail.public_id}/send-again/"),
        desk.post(f"/outbox/{mail.public_id}/told/", told),
    ):
        assert answer.status_code == 409
        assert "This mail has been dealt with in the meantime." in words(answer)
    assert not OrmQ.objects.exists()


def test_a_mail_told_by_phone_is_settled_with_its_day(desk: Client) -> None:
    mail = make_mail(person=make_person(email=None, phone="780-555-0100"), state=State.BY_HAND)
    page = words(desk.get(f"/outbox/{mail.public_id}/"))
    assert "780-555-0100" in page
    assert "Send again" not in page
    with time_machine.travel(NOW, tick=False):
        desk.post(f"/outbox/{mail.public_id}/told/", {"channel": "phone", "said_on": "2026-09-03"})
    mail.refresh_from_db()
    assert mail.state == State.TOLD
    assert entries_about(mail).get().said_on == date(2026, 9, 3)


@pytest.mark.parametrize(
    "posted",
    [
        {},
        {"channel": "phone", "said_on": "2026-09-15"},
        {"channel": "program", "said_on": "2026-09-03"},
        {"channel": "?", "said_on": "yesterday"},
    ],
)
def test_a_wrong_note_changes_nothing_and_says_why(desk: Client, posted: dict) -> None:
    mail = make_mail(state=State.BY_HAND)
    with time_machine.travel(NOW, tick=False):
        answer = desk.post(f"/outbox/{mail.public_id}/told/", posted)
    assert answer.status_code == 200
    assert "aria-invalid" in words(answer)
    mail.refresh_from_db()
    assert mail.state == State.BY_HAND


def test_a_letter_has_the_text_of_the_mail(desk: Client) -> None:
    mail = make_mail(person=make_person("ᒪᐢᑿ", email=None, phone="780-555-0100"), state=State.BY_HAND)
    page = words(desk.get(f"/outbox/{mail.public_id}/letter/"))
    assert mail.text in page
    assert "ᒪᐢᑿ" in page


def test_the_desk_counts_what_waits_for_somebody() -> None:
    waiting = [make_mail(state=state) for state in Mail.NEEDS_SOMEONE]
    make_mail()
    make_mail(state=State.FAILED, person=make_person(is_active=False))
    direct = make_mail(state=State.FAILED, person=None)
    assert set(needing_attention()) == {*waiting, direct}
