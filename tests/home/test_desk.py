"""The coordinator's desk: what needs a word, in order, and how many are where."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from lodestar.matchmaking.models import Match, MatchingRound, Unmatched
from lodestar.mentorships.models import NewMatchWish
from lodestar.outbox.models import Mail
from lodestar.people.models import Person
from lodestar.programs.models import Cycle, Program
from lodestar.programs.queries import FIRST_STEPS
from tests import factories
from tests.factories import NOW
from tests.home.conftest import make_late_offer, role_of, signed_in


def words(desk: Client) -> str:
    return desk.get(reverse("home:home")).content.decode()


def test_an_empty_desk_says_so_and_leads_to_the_first_steps(desk: Client) -> None:
    found = words(desk)
    assert "Nothing needs you now" in found
    assert reverse("programs:first_steps") in found


def test_the_first_steps_leave_the_desk_when_all_are_taken(desk: Client) -> None:
    Program.objects.update(first_steps_done=list(FIRST_STEPS))
    assert reverse("programs:first_steps") not in words(desk)


def test_without_a_cycle_the_first_steps_are_what_needs_doing(client: Client, coordinator: Person) -> None:
    factories.make_program()
    client.force_login(coordinator)
    assert "There is no cycle yet." in words(client)


def test_closed_by_hand_the_desk_says_since_when(desk: Client, cycle: Cycle) -> None:
    assert "Applications closed" not in words(desk)
    Cycle.objects.update(closed_at=NOW)
    found = words(desk)
    assert "<dt>Applications closed</dt><dd>14 September 2026</dd>" in found
    assert "Applications close<" not in found


def test_an_application_for_both_roles_waits_once(desk: Client, cycle: Cycle) -> None:
    factories.make_application(cycle=cycle, state="submitted", mentor=["policy"], mentee=["budget"])
    assert "1 application waits for your word." in words(desk)


def test_an_answer_to_a_question_stands_on_the_desk_until_the_word_is_given(
    desk: Client, cycle: Cycle, coordinator: Person
) -> None:
    application = factories.make_application(cycle=cycle, state="submitted", mentee=["policy"])
    question = application.questions.create(text="Which days?", asked_by=coordinator, asked_at=NOW)
    assert "answered your question" not in words(desk)
    application.questions.filter(pk=question.pk).update(answer="Mondays", answered_at=NOW)
    found, page = words(desk), reverse("intake:detail", args=[application.public_id])
    assert "1 applicant answered your question." in found
    assert page in found
    shown = desk.get(page).content.decode()
    assert shown.index("Mondays") < shown.index("<h2>Mentee</h2>")
    application.roles.update(state="accepted")
    assert "answered your question" not in words(desk)


def test_a_coordinators_own_answer_is_not_theirs_to_read(
    desk: Client, cycle: Cycle, coordinator: Person
) -> None:
    own = factories.make_application(coordinator, cycle=cycle, state="submitted", mentee=["policy"])
    own.questions.create(text="?", asked_by=coordinator, asked_at=NOW, answer="Yes", answered_at=NOW)
    assert "answered your question" not in words(desk)


def test_one_of_a_kind_is_counted_in_the_singular(desk: Client, mentor: Person, mentee: Person) -> None:
    factories.make_mentorship(role_of(mentor, "mentor"), role_of(mentee, "mentee"))
    stages = {str(stage.label) for stage in desk.get(reverse("home:home")).context["desk"].stages}
    assert "pair" in stages
    assert "pairs" not in stages


def test_the_strip_says_when_the_next_answer_is_due(desk: Client, mentor: Person) -> None:
    offer = make_late_offer(1)
    Match.objects.filter(pk=offer.pk).update(is_late=False, answer_due_on=date(2026, 9, 21))
    assert "next answer due 21 September 2026" in words(desk)
    Match.objects.filter(pk=offer.pk).update(mentor_role=role_of(mentor, "mentor"))
    Person.objects.filter(pk=mentor.pk).update(is_coordinator=True)
    assert "next answer due" not in words(signed_in(Person.objects.get(pk=mentor.pk)))


def test_what_is_urgent_stands_first(desk: Client, cycle: Cycle) -> None:
    factories.make_application(cycle=cycle, state="submitted", mentee=["policy"])
    make_mail("x", Mail.State.FAILED)
    found = words(desk)
    assert found.index("1 mail was not delivered") < found.index("1 application waits")


def test_a_late_answer_is_said(desk: Client, cycle: Cycle) -> None:
    make_late_offer(1)
    assert "1 answer is late." in words(desk)


def test_a_late_answer_stays_on_the_desk_with_its_round_when_another_one_is_run(
    desk: Client, cycle: Cycle
) -> None:
    first = make_late_offer(1).round
    factories.make_round(cycle, created_at=NOW + timedelta(days=1), solved_at=NOW + timedelta(days=1))
    found = words(desk)
    assert "1 answer is late." in found
    assert reverse("matchmaking:round", args=[first.public_id]) in found


@pytest.mark.parametrize("ended", Match.ENDED)
def test_a_mentee_whose_pairing_ended_waits_again_until_a_later_round_has_looked_at_them(
    desk: Client, cycle: Cycle, ended: str
) -> None:
    match = make_late_offer(1)
    Match.objects.update(state=ended, is_late=False)
    later = factories.make_round(cycle, created_at=NOW, solved_at=NOW)
    found, said = words(desk), "1 mentee waits again: their pairing did not go ahead, or ended."
    assert said in found
    assert str(match.mentee_role.application.person) in found
    Unmatched.objects.create(round=later, application_role=match.mentee_role, code="all_taken")
    assert said not in words(desk)
    MatchingRound.objects.filter(pk=later.pk).update(state="stopped")
    assert said in words(desk)
    match.mentee_role.__class__.objects.filter(pk=match.mentee_role_id).update(state="withdrawn")
    assert said not in words(desk)


def test_a_coordinators_own_pairs_are_not_on_their_desk(
    desk: Client, coordinator: Person, mentee: Person
) -> None:
    offer = make_late_offer(1)
    application = factories.make_application(coordinator, mentor=["policy"])
    pair = factories.make_mentorship(
        application.roles.get(), role_of(mentee, "mentee"), first_talk_asked_at=NOW - timedelta(days=8)
    )
    Match.objects.filter(pk=offer.pk).update(mentor_role=application.roles.get())
    found = words(desk)
    assert "late" not in found
    assert pair.public_id not in found
    other = factories.make_person(is_coordinator=True)
    found = words(signed_in(other))
    assert "1 answer is late." in found
    assert pair.public_id in found


def test_each_state_of_a_mail_is_counted_with_its_own_list(desk: Client) -> None:
    for number, state in enumerate(["failed", "unsure", "unsure", "by_hand"]):
        make_mail(f"m{number}", state)
    found = words(desk)
    for sentence, state in [
        ("1 mail was not delivered.", "failed"),
        ("2 mails were perhaps sent.", "unsure"),
        ("1 message is to be told", "by_hand"),
    ]:
        assert sentence in found
        assert f"?state={state}" in found


def make_mail(key: str, state: str) -> Mail:
    return Mail.objects.create(
        key=key, message_id=f"<{key}@testserver>", address="a@example.org", subject="s", text="t",
        state=state, due_at=NOW, created_at=NOW,
    )  # fmt: skip


@pytest.mark.parametrize("rows", [1, 3])
def test_the_desk_needs_the_same_queries_for_one_row_and_for_three(
    desk: Client, cycle: Cycle, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    factories.make_round(cycle)
    for number in range(rows):
        factories.make_application(cycle=cycle, state="submitted", mentee=["policy"])
        make_late_offer(number)
    with django_assert_num_queries(18):
        desk.get(reverse("home:home"))


def test_only_the_link_nearest_to_the_page_is_the_current_one(desk: Client) -> None:
    found = desk.get(reverse("home:settings")).content.decode()
    assert found.count('aria-current="page"') == 1
    assert f'href="{reverse("home:settings")}" aria-current="page"' in found


def test_pairs_not_asked_yet_stay_on_the_desk_after_the_first_offers_went_out(
    desk: Client, cycle: Cycle
) -> None:
    match = make_late_offer(1)
    MatchingRound.objects.filter(pk=match.round_id).update(state="published")
    said = "pair that nobody has been asked about yet."
    assert said not in words(desk)
    Match.objects.filter(pk=match.pk).update(state="proposed", is_late=False)
    assert f"Round {match.round.number} has 1 {said}" in words(desk)
    MatchingRound.objects.filter(pk=match.round_id).update(state="proposed")
    assert "proposes pairs" in words(desk)
    match.delete()
    assert "proposes pairs" not in words(desk)


def test_a_mentee_whose_mentorship_ended_waits_again_unless_they_wish_no_match(
    desk: Client, cycle: Cycle, mentor: Person, mentee: Person
) -> None:
    match = make_late_offer(1)
    ended = factories.make_mentorship(
        match.mentor_role, match.mentee_role, ended_at=NOW, end_reason="completed"
    )
    Match.objects.filter(pk=match.pk).update(state="confirmed", is_late=False, mentorship=ended)
    said = "1 mentee waits again"
    assert said in words(desk)
    NewMatchWish.objects.create(mentorship=ended, person=match.mentee_role.application.person, wished=False)
    assert said not in words(desk)
