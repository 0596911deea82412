from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from lodestar.history.models import Channel, Entry
from lodestar.mentorships import actions, queries
from lodestar.mentorships.models import Mentorship, NewMatchWish, NotAgain, Seat
from lodestar.outbox.models import Mail
from lodestar.people.models import Person
from lodestar.programs.models import Program
from lodestar.refusal import Refused
from tests import factories
from tests.factories import NOW, TODAY
from tests.mentorships.conftest import role_of
from tests.mentorships.test_seats import at_once


def start(mentor: Person, mentee: Person, **fields: Any) -> Mentorship:
    actions.provide_seats(mentor=mentor, capacity=1)
    return actions.start_mentorship(
        mentor_role=role_of(mentor, "mentor"),
        mentee_role=role_of(mentee, "mentee"),
        seat=actions.take_seat(mentor=mentor, holder="m-offer"),
        from_holder="m-offer",
        kind=Mentorship.Kind.ONGOING,
        shared_areas=["Policy"],
        by=mentee,
        at=NOW,
        **fields,
    )


def test_a_start_passes_the_seat_and_introduces_both(mentor: Person, mentee: Person) -> None:
    mentorship = start(mentor, mentee)

    assert Seat.objects.get().held_by == mentorship.public_id
    to_mentor, to_mentee = Mail.objects.get(person=mentor), Mail.objects.get(person=mentee)
    assert "mentee@example.org" in to_mentor.text
    assert "780-555-0111" in to_mentee.text
    assert "Please make the first step" in to_mentee.text
    assert "makes the first step" in to_mentor.text
    assert "Policy" not in to_mentor.text + to_mentee.text


def test_the_introduction_of_somebody_without_an_address_is_told_by_hand(
    mentor: Person, mentee: Person
) -> None:
    Person.objects.filter(pk=mentee.pk).update(email=None)

    start(mentor, mentee)

    mail = Mail.objects.get(person=mentee)
    assert mail.state == Mail.State.BY_HAND
    assert "http" not in mail.text


def test_an_introduction_that_was_never_told_is_dropped_with_the_end(mentor: Person, mentee: Person) -> None:
    Person.objects.filter(pk=mentee.pk).update(email=None)
    mentorship = start(mentor, mentee)
    actions.remind_first_contact(mentorship=mentorship, at=NOW)
    actions.end_mentorship(mentorship=mentorship, by=mentor, at=NOW, reason="completed")
    states = {mail.key.split(":")[0]: mail.state for mail in Mail.objects.filter(person=mentee)}
    assert states == {"introduction": "needless", "first-contact": "needless", "end": "by_hand"}


def test_nobody_is_called_about_a_first_talk_that_has_been(mentor: Person, mentee: Person) -> None:
    Person.objects.filter(pk=mentee.pk).update(email=None)
    mentorship = start(mentor, mentee)
    actions.remind_first_contact(mentorship=mentorship, at=NOW)
    actions.say_we_talked(mentorship=mentorship, on=TODAY, by=mentor, at=NOW)
    assert Mail.objects.get(person=mentee, key__startswith="first-contact").state == "needless"
    assert Mail.objects.get(person=mentee, key__startswith="introduction").state == "by_hand"


def test_the_same_offer_starts_one_mentorship(mentor: Person, mentee: Person) -> None:
    mentorship = start(mentor, mentee)

    with pytest.raises(Refused) as refused:
        actions.start_mentorship(
            mentor_role=mentorship.mentor_role,
            mentee_role=mentorship.mentee_role,
            seat=mentorship.seat,
            from_holder="m-offer",
            kind=Mentorship.Kind.ONGOING,
            shared_areas=[],
            by=mentee,
            at=NOW,
        )

    assert refused.value.code == "seat_gone"
    assert Mentorship.objects.count() == 1


def test_we_have_talked_is_said_once(pair: Mentorship, mentor: Person, mentee: Person) -> None:
    actions.say_we_talked(mentorship=pair, on=TODAY, by=mentee, at=NOW)

    with pytest.raises(Refused) as refused:
        actions.say_we_talked(mentorship=pair, on=TODAY, by=mentor, at=NOW)

    assert refused.value.code == "already_said"
    assert Mentorship.objects.get().first_talk_said_by == mentee
    assert Entry.objects.count() == 1


@pytest.mark.parametrize(("days", "code"), [(1, "date_ahead"), (-1, "date_before")])
def test_the_first_talk_is_between_the_start_and_today(
    pair: Mentorship, mentee: Person, days: int, code: str
) -> None:
    with pytest.raises(Refused) as refused:
        actions.say_we_talked(mentorship=pair, on=TODAY + timedelta(days=days), by=mentee, at=NOW)

    assert refused.value.code == code


def test_a_stranger_cannot_say_that_they_talked(pair: Mentorship, stranger: Person) -> None:
    with pytest.raises(Refused):
        actions.say_we_talked(mentorship=pair, on=TODAY, by=stranger, at=NOW)


def test_what_the_coordinator_records_names_its_channel(pair: Mentorship, coordinator: Person) -> None:
    actions.say_we_talked(
        mentorship=pair, on=TODAY, by=coordinator, at=NOW, channel=Channel.PHONE, said_on=TODAY
    )

    entry = Entry.objects.get()
    assert (entry.channel, entry.said_on) == (Channel.PHONE, TODAY)


def test_a_message_is_mailed_to_coordinators_without_its_text(
    pair: Mentorship, coordinator: Person, mentee: Person
) -> None:
    actions.ask_coordinator(mentorship=pair, text="Canary seven", by=mentee, at=NOW)
    actions.ask_coordinator(mentorship=pair, text="Canary seven", by=mentee, at=NOW)

    mail = Mail.objects.get()
    assert mail.person_id == coordinator.pk
    assert "Canary" not in mail.subject + mail.text + mail.html
    assert "Canary" not in str(Entry.objects.values())
    assert queries.open_messages().count() == 1


def test_a_message_that_stands_twice_already_is_not_sent_a_third_time(
    pair: Mentorship, coordinator: Person, mentee: Person
) -> None:
    for _ in range(2):
        pair.messages.create(writer=mentee, text="May we?", written_at=NOW)
    actions.ask_coordinator(mentorship=pair, text="May we?", by=mentee, at=NOW)

    assert pair.messages.count() == 2
    assert not Mail.objects.exists()


def test_a_coordinator_in_the_pair_is_not_asked(pair: Mentorship, mentor: Person, mentee: Person) -> None:
    Person.objects.filter(pk=mentor.pk).update(is_coordinator=True)

    with pytest.raises(Refused) as refused:
        actions.ask_coordinator(mentorship=pair, text="About my mentor", by=mentee, at=NOW)

    assert refused.value.code == "no_reader"


def test_a_message_goes_to_the_deputy_of_whoever_is_away(
    pair: Mentorship, mentor: Person, mentee: Person, coordinator: Person
) -> None:
    deputy = factories.make_person(is_coordinator=True)
    away = {"away_until": factories.TODAY, "deputy": deputy}
    Person.objects.filter(pk=coordinator.pk).update(**away)
    actions.ask_coordinator(mentorship=pair, text="Who pays?", by=mentee, at=NOW)
    assert [mail.person for mail in Mail.objects.filter(key__startswith="message:")] == [deputy]
    Person.objects.filter(pk=mentor.pk).update(is_coordinator=True)
    Person.objects.filter(pk=coordinator.pk).update(deputy=mentor)
    actions.ask_coordinator(mentorship=pair, text="And when?", by=mentee, at=NOW)
    latest = Mail.objects.filter(key__startswith="message:").exclude(person=deputy)
    assert [mail.person for mail in latest] == [coordinator]


def test_an_answer_is_given_once_and_its_mail_holds_no_text(
    pair: Mentorship, coordinator: Person, mentee: Person
) -> None:
    message = actions.ask_coordinator(mentorship=pair, text="May we?", by=mentee, at=NOW)
    actions.answer_message(message=message, text="Canary eight", by=coordinator, at=NOW)

    with pytest.raises(Refused):
        actions.answer_message(message=message, text="Again", by=coordinator, at=NOW)

    assert "Canary" not in Mail.objects.get(person=mentee).text
    assert not queries.open_messages()


def test_a_coordinator_in_the_pair_cannot_answer_the_partner(
    pair: Mentorship, coordinator: Person, mentor: Person, mentee: Person
) -> None:
    message = actions.ask_coordinator(mentorship=pair, text="May we?", by=mentee, at=NOW)
    mentor.is_coordinator = True
    mentor.save()

    with pytest.raises(Refused):
        actions.answer_message(message=message, text="Yes", by=mentor, at=NOW)


def end(pair: Mentorship, by: Person, **fields: Any) -> None:
    fields = {"reason": Mentorship.EndReason.WORKLOAD} | fields
    actions.end_mentorship(mentorship=pair, by=by, at=NOW, **fields)


def test_an_end_frees_the_seat_and_tells_the_other_in_neutral_words(
    pair: Mentorship, mentor: Person, mentee: Person
) -> None:
    end(pair, mentee, reason=Mentorship.EndReason.MISMATCH, wants_new_match=True)

    mail = Mail.objects.get()
    assert mail.person_id == mentor.pk
    for word in ["fit", "mentee", "Élise"]:
        assert word not in mail.text
    assert Seat.objects.free().filter(mentor=mentor).count() == 1
    assert NewMatchWish.objects.get().person == mentee
    assert "mismatch" not in str(Entry.objects.values())


@pytest.mark.parametrize(
    ("reason", "apart"), [("mismatch", True), ("no_contact", True), ("completed", False), ("workload", False)]
)
def test_only_mismatch_and_no_contact_keep_them_apart(
    pair: Mentorship, mentee: Person, reason: str, apart: bool
) -> None:
    end(pair, mentee, reason=reason)

    assert NotAgain.objects.exists() is apart


def test_a_mentorship_ends_once(pair: Mentorship, mentor: Person, mentee: Person) -> None:
    end(pair, mentee)

    with pytest.raises(Refused) as refused:
        end(pair, mentor)

    assert refused.value.code == "already_ended"
    assert Mail.objects.count() == 1


def test_nothing_is_said_after_the_end(pair: Mentorship, mentor: Person, mentee: Person) -> None:
    in_another_tab = Mentorship.objects.get()
    end(pair, mentee)

    with pytest.raises(Refused):
        actions.say_we_talked(mentorship=in_another_tab, on=TODAY, by=mentor, at=NOW)


def test_an_end_recorded_for_the_mentee_tells_the_mentor_only(
    pair: Mentorship, coordinator: Person, mentor: Person, mentee: Person
) -> None:
    end(pair, coordinator, said_by=mentee, wants_new_match=False, channel=Channel.PHONE, said_on=TODAY)

    assert [mail.person_id for mail in Mail.objects.all()] == [mentor.pk]
    assert NewMatchWish.objects.get().person == mentee


def test_an_end_by_the_coordinator_tells_both(pair: Mentorship, coordinator: Person) -> None:
    end(pair, coordinator, wants_new_match=True)

    assert Mail.objects.count() == 2
    assert not NewMatchWish.objects.exists()


def test_the_reminder_asks_both_once_and_the_desk_hears_a_week_later(
    pair: Mentorship, coordinator: Person
) -> None:
    program = Program.objects.current()
    days = timedelta(days=program.first_contact_days)
    assert not queries.not_yet_asked_about_first_contact(program, NOW + days - timedelta(seconds=1))
    [due] = queries.not_yet_asked_about_first_contact(program, NOW + days)

    actions.remind_first_contact(mentorship=due, at=NOW + days)
    actions.remind_first_contact(mentorship=due, at=NOW + days)

    assert Mail.objects.count() == 2
    assert Entry.objects.count() == 1
    assert not queries.without_first_contact(coordinator, program, NOW + days + timedelta(days=6))
    assert list(queries.without_first_contact(coordinator, program, NOW + days + timedelta(days=7))) == [pair]


def test_who_has_talked_is_not_reminded(pair: Mentorship, mentee: Person) -> None:
    actions.say_we_talked(mentorship=pair, on=TODAY, by=mentee, at=NOW)

    actions.remind_first_contact(mentorship=pair, at=NOW + timedelta(days=20))

    assert not Mail.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_who_end_at_the_same_moment_end_it_once(mentor: Person, mentee: Person) -> None:
    pair = factories.make_mentorship(role_of(mentor, "mentor"), role_of(mentee, "mentee"))

    def ending(by: Person) -> Callable[[], object]:
        return lambda: end(Mentorship.objects.get(pk=pair.pk), by)

    answers = at_once([ending(mentor), ending(mentee)])

    assert sorted(map(str, answers)) == ["None", "already_ended"]
    assert Entry.objects.count() == 1
