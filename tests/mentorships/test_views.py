import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from lodestar.history.models import Entry
from lodestar.mentorships import actions
from lodestar.mentorships.models import Mentorship, NewMatchWish
from lodestar.people.models import Person
from lodestar.refusal import Refused
from tests import factories
from tests.factories import NOW, TODAY
from tests.mentorships.conftest import role_of

CANARY = "Canary for the coordinator"


def url_of(pair: Mentorship, name: str = "mentorship") -> str:
    return reverse(f"mentorships:{name}", args=[pair.public_id])


def page(client: Client, person: Person, pair: Mentorship) -> str:
    client.force_login(person)
    return client.get(url_of(pair)).content.decode()


def test_each_of_the_pair_reads_how_to_reach_the_other(
    client: Client, pair: Mentorship, mentor: Person, mentee: Person
) -> None:
    assert 'href="mailto:mentee@example.org"' in page(client, mentor, pair)
    assert 'href="tel:780-555-0111"' in page(client, mentee, pair)


def test_the_coordinator_reads_how_to_reach_both(
    client: Client, pair: Mentorship, coordinator: Person
) -> None:
    shown = page(client, coordinator, pair)
    for way in (
        "mailto:mentee@example.org",
        "mailto:mentor@example.org",
        "tel:780-555-0111",
        "tel:780-555-0122",
    ):
        assert f'href="{way}"' in shown


def test_a_kind_that_nobody_ticked_is_left_to_the_two(
    client: Client, pair: Mentorship, mentor: Person
) -> None:
    assert "not said yet, for the two of you" not in page(client, mentor, pair)
    Mentorship.objects.update(kind="not_said")
    assert "not said yet, for the two of you" in page(client, mentor, pair)


def test_a_mentors_other_mentee_is_not_shown(
    client: Client, pair: Mentorship, mentor: Person, mentee: Person
) -> None:
    other = factories.make_person("Other Odette")
    application = factories.make_application(other, mentee=["policy"])
    factories.make_mentorship(role_of(mentor, "mentor"), application.roles.get())

    assert "Odette" not in page(client, mentee, pair)
    assert "Odette" not in page(client, mentor, pair)


def test_requests_kept_private_stay_private(
    client: Client, pair: Mentorship, mentor: Person, mentee: Person
) -> None:
    mentee.applications.update(requests="Plan of service before fall")
    assert "Plan of service" in page(client, mentor, pair)

    mentee.applications.update(requests_stay_private=True)
    assert "Plan of service" not in page(client, mentor, pair)


@pytest.mark.parametrize(("years", "newer"), [(0, True), (1, True), (2, False), (None, False)])
def test_a_newer_mentee_reads_the_recommendation_the_others_the_options(
    client: Client, pair: Mentorship, mentee: Person, years: int | None, newer: bool
) -> None:
    mentee.applications.update(years_in_role=years)

    text = page(client, mentee, pair)

    assert ("half- or full-day job shadowing experience" in text) is newer
    assert ("Interviews" in text) is not newer
    assert "one trip per year" in text


@pytest.mark.parametrize("name", ["mentorship", "talked", "ask", "end", "wish"])
def test_a_stranger_finds_nothing(client: Client, pair: Mentorship, stranger: Person, name: str) -> None:
    client.force_login(stranger)
    ask = client.get if name == "mentorship" else client.post

    assert ask(url_of(pair, name)).status_code == 404


def test_only_the_coordinator_and_the_writer_read_a_message(
    client: Client, pair: Mentorship, mentor: Person, mentee: Person, coordinator: Person
) -> None:
    client.force_login(mentee)
    client.post(url_of(pair, "ask"), {"ask-text": CANARY})

    assert CANARY in page(client, mentee, pair)
    assert CANARY in page(client, coordinator, pair)
    assert CANARY not in page(client, mentor, pair)


def test_a_coordinator_in_the_pair_sees_it_only_as_one_of_the_pair(
    client: Client, pair: Mentorship, mentor: Person, mentee: Person, coordinator: Person
) -> None:
    message = actions.ask_coordinator(mentorship=pair, text=CANARY, by=mentee, at=NOW)
    Person.objects.filter(pk=mentor.pk).update(is_coordinator=True)
    mentor.refresh_from_db()
    factories.add_second_factor(mentor)

    assert CANARY not in page(client, mentor, pair)
    assert pair.public_id not in client.get(reverse("mentorships:list")).content.decode()
    answer = reverse("mentorships:answer", args=[message.public_id])
    assert client.post(answer, {f"{message.public_id}-text": "Yes"}).status_code == 404


def test_the_coordinator_answers_and_the_writer_reads_it(
    client: Client, pair: Mentorship, mentee: Person, coordinator: Person
) -> None:
    message = actions.ask_coordinator(mentorship=pair, text="May we?", by=mentee, at=NOW)
    client.force_login(coordinator)
    answer = reverse("mentorships:answer", args=[message.public_id])
    client.post(answer, {f"{message.public_id}-text": "You may, of course"})

    assert "You may, of course" in page(client, mentee, pair)


def test_we_have_talked_is_one_press_and_a_wrong_day_is_kept_with_its_error(
    client: Client, pair: Mentorship, mentee: Person
) -> None:
    client.force_login(mentee)
    wrong = client.post(url_of(pair, "talked"), {"on": "2199-01-01"})
    assert "2199-01-01" in wrong.content.decode()
    assert "still to come" in wrong.content.decode()

    assert client.post(url_of(pair, "talked"), {"on": TODAY}).status_code == 302
    assert "You first talked on 14 September 2026" in page(client, mentee, pair)


def test_the_end_page_shows_the_very_words_and_the_end_tells_nothing_of_the_reason(
    client: Client, pair: Mentorship, mentor: Person, mentee: Person
) -> None:
    client.force_login(mentee)
    assert "nobody&#x27;s fault" in client.get(url_of(pair, "end")).content.decode()
    assert client.post(url_of(pair, "end"), {"reason": ""}).status_code == 200

    client.post(url_of(pair, "end"), {"reason": "mismatch", "wants_new_match": "yes"})

    assert NewMatchWish.objects.get().wished
    closed = page(client, mentor, pair)
    assert "Thank you for what you gave" in closed
    assert "fit" not in closed
    assert "mentee@example.org" not in closed


def test_the_coordinator_reads_that_who_asked_for_the_end_gets_no_mail(
    client: Client, pair: Mentorship, mentor: Person, mentee: Person, coordinator: Person
) -> None:
    client.force_login(coordinator)
    told = client.get(url_of(pair, "end")).content.decode()
    for person in (mentor, mentee):
        assert f"Unless {person} asked for it, {person} will read exactly this" in told
    client.force_login(mentee)
    own = client.get(url_of(pair, "end")).content.decode()
    assert f"{mentor} will read exactly this" in own
    assert "asked for it" not in own


def test_an_end_that_happened_in_another_tab_is_said_kindly(
    client: Client, pair: Mentorship, mentor: Person, mentee: Person
) -> None:
    actions.end_mentorship(mentorship=pair, reason="completed", by=mentor, at=NOW)
    client.force_login(mentee)

    answer = client.post(url_of(pair, "end"), {"reason": "workload"}, follow=True)

    assert "has ended in the meantime" in answer.content.decode()
    assert Mentorship.objects.get().end_reason == "completed"


def test_the_other_side_says_whether_they_wish_a_new_match_and_may_change_it(
    client: Client, pair: Mentorship, mentor: Person, mentee: Person
) -> None:
    actions.end_mentorship(mentorship=pair, reason="completed", by=mentor, at=NOW)
    client.force_login(mentee)
    for wished in ["no", "no", "yes"]:
        client.post(url_of(pair, "wish"), {"wished": wished})
        assert NewMatchWish.objects.get().wished is (wished == "yes")

    assert Entry.objects.filter(act="said whether they wish a new match").count() == 2
    assert "You told us that you would like a new match" in page(client, mentee, pair)


def test_the_coordinator_records_a_wish_told_by_telephone(
    client: Client, pair: Mentorship, mentor: Person, mentee: Person, coordinator: Person
) -> None:
    actions.end_mentorship(mentorship=pair, reason="completed", by=mentor, at=NOW)
    client.force_login(coordinator)
    told = {"who": "mentee", "wished": "no", "channel": "phone", "said_on": "2026-09-14"}
    assert "required" in client.post(url_of(pair, "wish"), told | {"who": ""}).content.decode()
    client.post(url_of(pair, "wish"), told)

    wish = NewMatchWish.objects.get()
    assert (wish.person, wish.wished) == (mentee, False)
    assert "by phone" in page(client, coordinator, pair)
    assert "does not wish a new match now" in page(client, coordinator, pair)


def test_nobody_wishes_for_the_partner(pair: Mentorship, mentor: Person, mentee: Person) -> None:
    actions.end_mentorship(mentorship=pair, reason="completed", by=mentor, at=NOW)
    Person.objects.filter(pk=mentor.pk).update(is_coordinator=True)
    mentor.refresh_from_db()
    with pytest.raises(Refused):
        actions.wish_new_match(mentorship=pair, wished=False, by=mentor, at=NOW, said_by=mentee)


def test_the_coordinator_records_an_end_told_by_telephone(
    client: Client, pair: Mentorship, mentee: Person, coordinator: Person
) -> None:
    client.force_login(coordinator)
    client.post(
        url_of(pair, "end"),
        {"reason": "left", "asked_by": "mentee", "channel": "phone", "said_on": "2026-09-14"},
    )

    assert Mentorship.objects.get().ended_by == mentee
    assert "by phone" in page(client, coordinator, pair)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_the_same_few_queries_for_any_number_of_rows(
    client: Client, coordinator: Person, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    factories.make_cycle()
    for _row in range(rows):
        mentor = factories.make_application(mentor=["policy"]).roles.get()
        mentee = factories.make_application(mentee=["policy"]).roles.get()
        factories.make_mentorship(mentor, mentee)
    client.force_login(coordinator)

    with django_assert_num_queries(LIST_QUERIES):
        page = client.get(reverse("mentorships:list"), {"state": "active", "page": "1e9"})

    assert len(page.context["page"].object_list) == rows


@pytest.mark.parametrize("rows", [1, 3])
def test_the_coordinators_page_asks_the_same_few_queries_for_any_number_of_messages(
    client: Client,
    pair: Mentorship,
    coordinator: Person,
    mentee: Person,
    rows: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for row in range(rows):
        actions.ask_coordinator(mentorship=pair, text=f"Question {row}", by=mentee, at=NOW)
    client.force_login(coordinator)

    with django_assert_num_queries(PAGE_QUERIES):
        page = client.get(url_of(pair))

    assert len(page.context["messages_and_forms"]) == rows


LIST_QUERIES = 5
PAGE_QUERIES = 10
