"""A second press, a second window, a second coordinator: nothing happens twice, nothing is overwritten."""

import pytest
from django.test import Client
from django.urls import reverse

from lodestar.history.models import Entry
from lodestar.intake.actions import (
    answer_question,
    ask_for_more,
    correct_application,
    decline_role,
    enter_application,
    withdraw_role,
)
from lodestar.intake.models import Application, ApplicationRole, Question
from lodestar.intake.queries import answers_of, blank_answers, whole
from lodestar.libraries.models import Library
from lodestar.outbox.models import Mail
from lodestar.people.models import Person
from lodestar.programs.models import Cycle
from lodestar.refusal import Refused
from tests import factories
from tests.factories import NOW

pytestmark = pytest.mark.usefixtures("open_days")
State = ApplicationRole.State


@pytest.fixture
def waiting(cycle: Cycle) -> Application:
    return factories.make_application(cycle=cycle, state=State.SUBMITTED, mentee=["policy"])


@pytest.fixture
def question(waiting: Application, coordinator: Person) -> Question:
    return ask_for_more(application=waiting, text="Which days?", by=coordinator, at=NOW)


def answer(question: Question, text: str) -> None:
    answer_question(question=question, answer=text, by=question.application.person, at=NOW)


def test_asking_the_same_twice_asks_once(
    waiting: Application, question: Question, coordinator: Person
) -> None:
    again = ask_for_more(application=waiting, text="Which days?", by=coordinator, at=NOW)
    assert again == question
    assert Mail.objects.count() == 1
    ask_for_more(application=waiting, text="How far?", by=coordinator, at=NOW)
    assert waiting.questions.count() == 2


def test_whoever_looks_at_an_old_page_asks_nothing_about_a_decided_application(
    waiting: Application, coordinator: Person
) -> None:
    stale = Application.objects.prefetch_related("roles").get()
    assert stale.roles.all()
    waiting.roles.update(state=State.ACCEPTED)
    with pytest.raises(Refused, match="Nothing of this application waits"):
        ask_for_more(application=stale, text="Which days?", by=coordinator, at=NOW)


def test_an_answer_is_given_once(question: Question) -> None:
    stale = Question.objects.select_related("application").get()
    answer(question, "Mondays")
    with pytest.raises(Refused, match="answered in the meantime"):
        answer(stale, "Fridays")
    assert Question.objects.get().answer == "Mondays"


def test_the_same_answer_twice_is_one_answer(question: Question) -> None:
    answer(question, "Mondays")
    answer(question, "Mondays")
    assert Entry.objects.filter(act="answered a question").count() == 1


def test_an_answer_that_comes_second_is_shown_with_what_was_typed(client: Client, question: Question) -> None:
    answer(question, "Mondays")
    client.force_login(question.application.person)
    page = client.post(reverse("intake:answer", args=[question.pk]), {"answer": "On Fridays"})
    assert page.status_code == 409
    assert "answered in the meantime" in page.content.decode()
    assert "On Fridays" in page.content.decode()


def test_who_gives_no_address_is_entered_once_and_known_again_the_next_year(
    waiting: Application, coordinator: Person, library: Library
) -> None:
    answers = blank_answers() | {
        "name": "Élise Cardinal", "phone": "780-555-0133", "roles": ["mentee"],
        "mentee_areas": ["policy"], "libraries": [library.public_id],
    }  # fmt: skip
    paper = {"email": "", "answers": answers, "by": coordinator, "at": NOW, "channel": "paper"}
    first = enter_application(cycle=waiting.cycle, **paper)
    with pytest.raises(Refused, match="has already applied in this cycle"):
        enter_application(cycle=waiting.cycle, **paper)
    next_year = enter_application(cycle=factories.make_cycle(), **paper)
    assert next_year.person == first.person


def test_who_was_declined_cannot_withdraw_and_so_apply_again(
    client: Client, waiting: Application, coordinator: Person
) -> None:
    role = waiting.roles.get()
    decline_role(role=role, reason="Next year", by=coordinator, at=NOW)
    with pytest.raises(Refused, match="nothing to withdraw"):
        withdraw_role(role=role, by=waiting.person, at=NOW)
    client.force_login(waiting.person)
    client.post(reverse("intake:withdraw", args=[waiting.public_id, "mentee"]))
    assert waiting.roles.get().state == State.DECLINED
    client.force_login(coordinator)
    record = reverse("intake:record_withdrawal", args=[waiting.public_id, "mentee"])
    assert record not in client.get(reverse("intake:detail", args=[waiting.public_id])).content.decode()


def test_who_has_one_role_decided_is_accepted_for_the_other_with_many(
    client: Client, waiting: Application, coordinator: Person
) -> None:
    factories.add_role(waiting, "mentor", ["budget"], state=State.DECLINED)
    client.force_login(coordinator)
    client.post(reverse("intake:accept_several"), {"application": [waiting.public_id]})
    states = dict(waiting.roles.values_list("role", "state"))
    assert states == {"mentor": State.DECLINED, "mentee": State.ACCEPTED}


def test_a_correction_is_refused_when_the_application_changed_since_the_page_was_read(
    waiting: Application, coordinator: Person
) -> None:
    def correct(seen: Application, requests: str) -> None:
        answers = answers_of(seen) | {"requests": requests}
        correct_application(application=seen, answers=answers, by=coordinator, at=NOW, channel="phone")

    first, second = (whole(Application.objects.filter(pk=waiting.pk)).get() for _ in range(2))
    correct(first, "Mornings")
    with pytest.raises(Refused) as refused:
        correct(second, "Evenings")
    assert refused.value.code == "changed_meanwhile"
    assert Application.objects.get(pk=waiting.pk).requests == "Mornings"
