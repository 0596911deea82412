"""A participant's first page and status page say where each role stands, and never too much."""

from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from lodestar.intake.models import Application, ApplicationRole
from lodestar.matchmaking import actions
from lodestar.matchmaking.models import Match
from lodestar.mentorships import actions as mentorships
from lodestar.mentorships.models import Mentorship
from lodestar.people.models import Person
from tests import factories
from tests.factories import NOW
from tests.home.conftest import role_of, send, signed_in

HOME, STATUS = "home:home", "home:status"
SUGGESTION = "We have a suggestion for you"
IN_POOL = "We look for a good pairing"


def words(person: Person, name: str) -> str:
    return signed_in(person).get(reverse(name)).content.decode()


def test_the_first_page_names_whom_a_suggestion_is_about_once_they_agreed(
    offer: Match, mentor: Person
) -> None:
    named = f"{SUGGESTION}: Mentee Élise."
    assert named in words(mentor, HOME)
    Application.objects.filter(person=mentor).update(agreed_at=None)
    factories.make_cycle(opens_on=NOW.date())  # the page is about this cycle, the offer is of the last one
    found = words(mentor, HOME)
    assert f"{SUGGESTION}. Would" in found
    assert "Élise" not in found


def test_it_names_nobody_to_a_mentee_who_is_asked_first(
    proposed: Match, mentee: Person, coordinator: Person
) -> None:
    Application.objects.filter(person=mentee).update(ask_me_first=True)
    send(proposed, coordinator)
    found = words(mentee, HOME)
    assert f"{SUGGESTION}. Would" in found
    assert "Maskwa" not in found


def test_in_the_pool_both_pages_say_by_when_to_hear(mentee: Person) -> None:
    assert IN_POOL in words(mentee, HOME)
    assert IN_POOL in words(mentee, STATUS)


def test_the_one_who_is_asked_reads_so_and_the_other_reads_nothing(
    offer: Match, mentor: Person, mentee: Person
) -> None:
    for name in (HOME, STATUS):
        assert reverse("matchmaking:offer", args=[offer.public_id]) in words(mentor, name)
        assert IN_POOL in words(mentee, name)
        assert offer.public_id not in words(mentee, name)


def test_whoever_said_yes_reads_by_when_they_hear(offer: Match, mentor: Person) -> None:
    actions.answer_offer(match=offer, role="mentor", said="yes", by=mentor, at=NOW)
    assert "Thank you for your yes. You will hear by 21 September 2026" in words(mentor, STATUS)
    assert SUGGESTION not in words(mentor, HOME)


def test_a_pair_stands_on_both_pages_of_both(offer: Match, mentor: Person, mentee: Person) -> None:
    actions.answer_offer(match=offer, role="mentor", said="yes", by=mentor, at=NOW)
    offer.refresh_from_db()
    actions.answer_offer(match=offer, role="mentee", said="yes", by=mentee, at=NOW)
    page = reverse("mentorships:mentorship", args=[Mentorship.objects.get().public_id])
    for person, partner in [(mentor, mentee), (mentee, mentor)]:
        for name in (HOME, STATUS):
            found = words(person, name)
            assert f"You and {partner} have been a pair since 14 September 2026." in found
            assert page in found
            assert IN_POOL not in found


def test_a_pair_that_has_not_said_they_talked_is_not_told_that_nothing_needs_them(
    mentor: Person, mentee: Person
) -> None:
    pair = factories.make_mentorship(role_of(mentor, "mentor"), role_of(mentee, "mentee"))
    found = words(mentee, HOME)
    assert "You have not told us yet that you talked." in found
    assert "Nothing needs you now" not in found
    mentorships.say_we_talked(mentorship=pair, on=NOW.date(), by=mentor, at=NOW)
    assert "Nothing needs you now" in words(mentee, HOME)


def test_each_role_of_one_person_has_its_own_place(mentor: Person, mentee: Person) -> None:
    own = Application.objects.get(person=mentor)
    factories.add_role(own, "mentee", ["makerspaces"], state="submitted")
    factories.make_mentorship(role_of(mentor, "mentor"), role_of(mentee, "mentee"))
    found = words(mentor, STATUS)
    assert f"You and {mentee} have been a pair" in found
    assert "We read your application." in found


def test_no_suggestion_is_shown_before_the_terms_are_agreed_to(offer: Match, mentor: Person) -> None:
    Application.objects.filter(person=mentor).update(agreed_at=None)
    for name in (HOME, STATUS):
        assert offer.public_id not in words(mentor, name)
        assert reverse("intake:agree") in words(mentor, name)


def test_an_ended_pair_is_no_place_any_more(mentor: Person, mentee: Person) -> None:
    factories.make_mentorship(
        role_of(mentor, "mentor"), role_of(mentee, "mentee"), ended_at=NOW, end_reason="workload"
    )
    assert IN_POOL in words(mentee, STATUS)
    assert "Ended on 14 September 2026" in words(mentee, HOME)


def test_who_wishes_no_new_match_reads_that_we_look_for_none_and_may_change_it(
    mentor: Person, mentee: Person
) -> None:
    pair = factories.make_mentorship(
        role_of(mentor, "mentor"), role_of(mentee, "mentee"), ended_at=NOW, end_reason="workload"
    )
    own = reverse("mentorships:mentorship", args=[pair.public_id])
    mentorships.wish_new_match(mentorship=pair, wished=False, by=mentee, at=NOW)
    for name in (HOME, STATUS):
        assert IN_POOL not in words(mentee, name)
        assert "You told us that you wish no new match now" in words(mentee, name)
        assert own in words(mentee, name)
        assert IN_POOL in words(mentor, name)
    signed_in(mentee).post(f"{own}wish", {"wished": "yes"})
    assert IN_POOL in words(mentee, STATUS)


def test_an_offer_that_is_over_because_somebody_left_is_no_suggestion(
    offer: Match, mentor: Person, mentee: Person
) -> None:
    ApplicationRole.objects.filter(pk=offer.mentee_role_id).update(state="withdrawn")
    for name in (HOME, STATUS):
        found = words(mentor, name)
        assert SUGGESTION.lower() not in found.lower()
        assert offer.public_id not in found
        assert IN_POOL in found


def test_without_an_application_the_status_page_leads_to_the_form(stranger: Person, cycle: object) -> None:
    answer = signed_in(stranger).get(reverse(STATUS))
    assert answer["Location"] == reverse("intake:apply")
    assert "Would you like to take part?" in words(stranger, HOME)


def test_an_answer_that_cannot_be_kept_comes_back_with_its_question(client: Client, mentee: Person) -> None:
    question = Application.objects.get(person=mentee).questions.create(
        text="Which days?", asked_by=mentee, asked_at=NOW
    )
    client.force_login(mentee)
    answer = client.post(reverse("intake:answer", args=[question.pk]), {"answer": "x" * 4001})
    assert answer.status_code == 422
    assert "Which days?" in answer.content.decode()
    assert "x" * 4001 in answer.content.decode()


def test_the_pages_need_the_same_queries_for_one_pair_and_for_three(
    mentor: Person, mentee: Person, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = signed_in(mentor)
    for partners in (1, 3):
        while Mentorship.objects.count() < partners:
            other = factories.make_application(mentee=["policy"])
            factories.make_mentorship(role_of(mentor, "mentor"), other.roles.get())
        with django_assert_num_queries(14):
            client.get(reverse(HOME))
        with django_assert_num_queries(14):
            client.get(reverse(STATUS))
