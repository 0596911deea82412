from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client

from lodestar.history.models import Channel
from lodestar.intake.actions import withdraw_role
from lodestar.intake.models import Application, ApplicationRole
from lodestar.matchmaking import actions, policy
from lodestar.matchmaking.models import Answer, Match
from lodestar.mentorships.models import Mentorship, NotAgain, Seat
from lodestar.outbox.models import Mail
from lodestar.people.models import Person
from lodestar.programs.models import Cycle, Program
from lodestar.refusal import Refused
from tests import factories
from tests.factories import NOW
from tests.matchmaking.conftest import fresh, run, send
from tests.matchmaking.test_pages import signed_in

pytestmark = pytest.mark.django_db
NEUTRAL = "This pairing is not going ahead; you are still in the pool."


def say(match: Match, role: str, said: str, by: Person, **fields: str) -> Match:
    actions.answer_offer(match=fresh(match), role=role, said=said, by=by, at=NOW, **fields)
    return fresh(match)


def mails_to(person: Person) -> list[str]:
    return list(Mail.objects.filter(person=person).order_by("id").values_list("text", flat=True))


def test_the_mentor_is_asked_first_and_the_mail_tells_nothing_about_anybody(
    proposed: Match, coordinator: Person, mentor: Person, mentee: Person
) -> None:
    Application.objects.update(requests="CANARY objectives", position="CANARY position")
    sent = send(proposed, coordinator, line="See you soon.")
    mail = Mail.objects.get(person=mentor)
    assert (sent.state, sent.answer_due_on) == ("asked_mentor", date(2026, 9, 21))
    assert Seat.objects.get().held_by == sent.public_id
    assert "See you soon." in mail.text
    assert "21 September 2026" in mail.subject
    for secret in ["Élise", "Policy", "CANARY", "mentee", "mentor "]:
        assert secret not in mail.text + mail.subject
    assert not mails_to(mentee)


def test_both_yes_start_the_mentorship_with_the_seat_of_the_offer(
    offer: Match, mentor: Person, mentee: Person
) -> None:
    asked = say(offer, "mentor", "yes", mentor)
    assert asked.state == "asked_mentee"
    done = say(asked, "mentee", "yes", mentee)
    mentorship = Mentorship.objects.get()
    assert (done.state, done.mentorship) == ("confirmed", mentorship)
    assert Seat.objects.get().held_by == mentorship.public_id
    assert mentorship.shared_areas == ["Policy"]


@pytest.mark.parametrize(
    ("mentor_ticked", "mentee_ticked", "kind"),
    [
        ("", "", "not_said"),
        ("ongoing", "", "ongoing"),
        ("ongoing", "ongoing", "ongoing"),
        ("project_based", "", "project"),
        ("ongoing", "project_based", "project"),
    ],
)
def test_the_kind_of_the_pair_is_what_both_ticked(
    offer: Match, mentor: Person, mentee: Person, mentor_ticked: str, mentee_ticked: str, kind: str
) -> None:
    for person, ticked in [(mentor, mentor_ticked), (mentee, mentee_ticked)]:
        ticks = {name: name == ticked for name in ("ongoing", "project_based")}
        ApplicationRole.objects.filter(application__person=person).update(**ticks)
    say(say(offer, "mentor", "yes", mentor), "mentee", "yes", mentee)
    assert Mentorship.objects.get().kind == kind


def test_saying_yes_twice_is_one_answer(offer: Match, mentor: Person) -> None:
    stale = fresh(offer)
    say(offer, "mentor", "yes", mentor)
    actions.answer_offer(match=stale, role="mentor", said="yes", by=mentor, at=NOW)
    assert Answer.objects.count() == 1
    assert Mail.objects.count() == 2


def test_a_no_after_a_yes_changes_nothing(offer: Match, mentor: Person) -> None:
    say(offer, "mentor", "yes", mentor)
    with pytest.raises(Refused) as refused:
        say(offer, "mentor", "no", mentor, no_reason="not_now")
    assert refused.value.code == "decided"
    assert fresh(offer).state == "asked_mentee"


def test_when_the_mentor_says_no_the_mentee_is_told_nothing_and_the_seat_is_free(
    offer: Match, mentor: Person, mentee: Person
) -> None:
    ended = say(offer, "mentor", "no", mentor, no_reason="not_now", reason="private")
    assert ended.state == "declined"
    assert not mails_to(mentee)
    assert Seat.objects.get().held_by is None
    assert not NotAgain.objects.exists()


def test_no_lapse_and_withdrawal_read_the_same_to_the_other_side(
    offer: Match, mentor: Person, mentee: Person, coordinator: Person
) -> None:
    say(offer, "mentor", "yes", mentor)
    say(offer, "mentee", "no", mentee, no_reason="other", reason="CANARY reason")
    said_no = mails_to(mentor)[-1]
    again = send(same_pair_again(offer), coordinator)
    actions.withdraw_offer(match=again, by=coordinator, at=NOW, reason="CANARY reason")
    third = send(same_pair_again(offer), coordinator)
    Match.objects.filter(pk=third.pk).update(is_late=True)
    actions.withdraw_offer(match=fresh(third), by=coordinator, at=NOW)
    assert [fresh(match).state for match in (again, third)] == ["withdrawn", "lapsed"]
    assert NEUTRAL in said_no
    assert "CANARY" not in said_no
    assert mails_to(mentor)[-1] == said_no
    assert mails_to(mentor)[-3] == said_no


def same_pair_again(match: Match) -> Match:
    round = factories.make_round(match.round.cycle, rules=match.round.rules)
    return factories.make_match(match.mentor_role, match.mentee_role, round=round)


def test_not_this_person_keeps_the_two_apart(offer: Match, mentor: Person, cycle: Cycle) -> None:
    say(offer, "mentor", "no", mentor, no_reason="not_this_person")
    assert NotAgain.objects.get().lifted_at is None
    left = run(cycle).unmatched.get(application_role=offer.mentee_role)
    assert left.details["excluded"] == {"not_again": 1}


def test_whoever_needs_more_days_reads_until_when(offer: Match, mentor: Person) -> None:
    page = signed_in(mentor).post(f"/offers/{offer.public_id}/more-days", follow=True)
    due = fresh(offer).answer_due_on
    assert due
    assert due > (offer.answer_due_on or due)
    assert f"That is fine. Please answer by {due.day} {due:%B %Y}." in page.content.decode()


def test_more_days_are_given_once(offer: Match, mentor: Person) -> None:
    for _ in range(2):
        actions.ask_for_more_days(match=fresh(offer), role="mentor", by=mentor, at=NOW)
    assert fresh(offer).answer_due_on == date(2026, 9, 26)


def test_whoever_wishes_to_be_asked_first_is_asked_in_general_terms(
    proposed: Match, coordinator: Person, mentor: Person, mentee: Person, client: Client
) -> None:
    Application.objects.filter(person=mentee).update(ask_me_first=True)
    sent = send(proposed, coordinator)
    client.force_login(mentee, backend="allauth.account.auth_backends.AuthenticationBackend")
    page = client.get(f"/offers/{sent.public_id}/").content.decode()
    assert "Policy" in page
    assert "Maskwa" not in page
    assert say(sent, "mentee", "yes", mentee).state == "asked_mentor"
    assert say(sent, "mentor", "yes", mentor).state == "confirmed"


def test_an_answer_by_phone_is_kept_as_such(offer: Match, coordinator: Person) -> None:
    said_on = date(2026, 9, 13)
    actions.answer_offer(
        match=offer, role="mentor", said="yes", by=coordinator, at=NOW, channel=Channel.PHONE, said_on=said_on
    )
    answer = Answer.objects.get()
    assert (answer.channel, answer.said_on, answer.by) == ("phone", said_on, coordinator)


def test_nobody_else_answers_for_a_side(offer: Match, mentee: Person, stranger: Person) -> None:
    for person in (mentee, stranger):
        with pytest.raises(Refused) as refused:
            say(offer, "mentor", "yes", person)
        assert refused.value.code == "not_yours"


@pytest.mark.parametrize("state", ["proposed", "confirmed", "declined", "lapsed", "withdrawn"])
def test_an_offer_that_is_not_live_takes_no_answer_no_reminder_and_no_end(
    offer: Match, coordinator: Person, state: str
) -> None:
    match = fresh(offer)
    match.state = state
    for refusal in [
        policy.may_answer(match, "mentor", "yes", on_web=True),
        policy.may_steer(match, coordinator),
    ]:
        assert refusal is not None
        assert refusal.code == "decided"


def test_a_second_offer_for_the_last_place_is_refused_whole(
    offer: Match, coordinator: Person, cycle: Cycle
) -> None:
    other = factories.make_application(cycle=cycle, mentee=["policy"]).roles.get()
    second = factories.make_match(offer.mentor_role, other, round=offer.round)
    with pytest.raises(Refused) as refused:
        send(second, coordinator)
    assert refused.value.code == "mentor_full"
    assert fresh(second).state == "proposed"
    assert "Maskwa" in refused.value.message


def test_an_offer_is_reminded_of_once_then_marked_late_and_a_late_yes_still_counts(
    offer: Match, mentor: Person
) -> None:
    for day in [3, 4, 4, 5, 7]:
        actions.remind_and_lapse_offers(at=NOW + timedelta(days=day))
    assert len(mails_to(mentor)) == 2
    assert not fresh(offer).is_late
    actions.remind_and_lapse_offers(at=NOW + timedelta(days=8))
    late = fresh(offer)
    assert (late.is_late, late.state) == (True, "asked_mentor")
    assert Seat.objects.get().held_by == offer.public_id
    assert say(offer, "mentor", "yes", mentor).state == "asked_mentee"
    assert not fresh(offer).is_late


def test_the_offer_of_somebody_who_left_the_pool_ends_by_itself(
    offer: Match, mentor: Person, mentee: Person
) -> None:
    ApplicationRole.objects.filter(pk=offer.mentee_role_id).update(state="withdrawn")
    actions.remind_and_lapse_offers(at=NOW)
    assert fresh(offer).state == "withdrawn"
    assert NEUTRAL in mails_to(mentor)[-1]
    assert not mails_to(mentee)


@pytest.mark.parametrize(
    ("asked", "due"),
    [
        (date(2026, 9, 14), date(2026, 9, 21)),
        (date(2026, 12, 12), date(2026, 12, 19)),
        (date(2026, 12, 13), date(2027, 1, 4)),
        (date(2026, 12, 28), date(2027, 1, 4)),
    ],
)
def test_no_answer_is_due_on_a_day_off(asked: date, due: date) -> None:
    assert policy.due_on(asked, 7, Program()) == due


def test_the_last_day_lasts_until_midnight_in_edmonton(offer: Match) -> None:
    actions.remind_and_lapse_offers(at=datetime(2026, 9, 22, 5, 59, tzinfo=UTC))
    assert not fresh(offer).is_late
    actions.remind_and_lapse_offers(at=datetime(2026, 9, 22, 6, 0, tzinfo=UTC))
    assert fresh(offer).is_late


def test_whoever_steps_back_has_no_offer_at_once_and_the_other_reads_the_neutral_words(
    offer: Match, mentor: Person, mentee: Person
) -> None:
    withdraw_role(role=offer.mentee_role, by=mentee, at=NOW)
    assert fresh(offer).state == "withdrawn"
    assert NEUTRAL in mails_to(mentor)[-1]
    assert not Seat.objects.held().exists()
    assert not mails_to(mentee)
