"""The coordinator reads, decides and writes down."""

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from lodestar.history.models import Entry
from lodestar.intake.actions import accept_role, accept_roles, add_practice_people
from lodestar.intake.models import Application, ApplicationRole, NamedPerson
from lodestar.intake.queries import counts, listed, pool
from lodestar.libraries.models import Library
from lodestar.outbox.models import Mail
from lodestar.people.models import Person
from lodestar.programs.models import Cycle
from lodestar.refusal import Refused
from tests import factories

pytestmark = pytest.mark.usefixtures("open_days")
State = ApplicationRole.State


def page(name: str, *args: object) -> str:
    return reverse(f"intake:{name}", args=args)


@pytest.fixture
def desk(client: Client, coordinator: Person, cycle: Cycle) -> Client:
    client.force_login(coordinator)
    return client


@pytest.fixture
def waiting(cycle: Cycle) -> Application:
    person = factories.make_person("Noëlle ᓀᐦᐃᔭᐤ", email="noelle@example.org")
    return factories.make_application(
        person, cycle=cycle, state=State.SUBMITTED, mentor=["budget"], mentee=["policy"]
    )


def states(application: Application) -> dict[str, str]:
    return dict(application.roles.values_list("role", "state"))


def test_each_role_is_accepted_by_itself(desk: Client, waiting: Application) -> None:
    answer = desk.post(page("accept", waiting.public_id, "mentor"))
    assert answer.status_code == 302
    assert states(waiting) == {"mentor": State.ACCEPTED, "mentee": State.SUBMITTED}
    assert [row.role for row in pool(waiting.cycle)] == ["mentor"]


def test_both_roles_are_accepted_at_once(desk: Client, waiting: Application) -> None:
    desk.post(page("accept", waiting.public_id, "both"))
    assert states(waiting) == {"mentor": State.ACCEPTED, "mentee": State.ACCEPTED}
    assert Mail.objects.count() == 0


def test_a_second_decision_is_told_that_somebody_was_first(desk: Client, waiting: Application) -> None:
    desk.post(page("accept", waiting.public_id, "mentor"))
    answer = desk.post(page("accept", waiting.public_id, "mentor"))
    assert answer.status_code == 409
    assert "Somebody was here before you" in answer.content.decode()


def test_a_stale_row_cannot_be_decided_again(coordinator: Person, waiting: Application) -> None:
    first, second = (waiting.roles.get(role="mentor") for _ in range(2))
    accept_role(role=first, by=coordinator, at=factories.NOW)
    with pytest.raises(Refused) as refused:
        accept_role(role=second, by=coordinator, at=factories.NOW)
    assert refused.value.code == "already_decided"
    assert Entry.objects.filter(act__startswith="accepted").count() == 1


def test_a_coordinator_does_not_decide_on_themselves(desk: Client, coordinator: Person, cycle: Cycle) -> None:
    own = factories.make_application(coordinator, cycle=cycle, state=State.SUBMITTED, mentor=["policy"])
    for name, args in [("accept", ["mentor"]), ("decline", ["mentor"]), ("ask", []), ("correct", [])]:
        assert desk.post(page(name, own.public_id, *args)).status_code == 409
    assert states(own) == {"mentor": State.SUBMITTED}
    assert "Another coordinator" in desk.get(page("detail", own.public_id)).content.decode()


def test_several_are_accepted_together_or_not_at_all(
    desk: Client, coordinator: Person, cycle: Cycle, waiting: Application
) -> None:
    own = factories.make_application(coordinator, cycle=cycle, state=State.SUBMITTED, mentor=["policy"])
    ids = [waiting.public_id, own.public_id]
    answer = desk.post(page("accept_several"), {"application": ids}, follow=True)
    assert "Nothing was accepted" in answer.content.decode()
    assert states(waiting) == {"mentor": State.SUBMITTED, "mentee": State.SUBMITTED}
    desk.post(page("accept_several"), {"application": [waiting.public_id]})
    assert states(waiting) == {"mentor": State.ACCEPTED, "mentee": State.ACCEPTED}


@pytest.mark.parametrize("ids", [[], ["a-unknown0"], ["9" * 5000]])
def test_accepting_what_is_not_there_changes_nothing(
    desk: Client, waiting: Application, ids: list[str]
) -> None:
    answer = desk.post(page("accept_several"), {"application": [waiting.public_id, *ids] if ids else []})
    assert answer.status_code == 302
    assert states(waiting) == {"mentor": State.SUBMITTED, "mentee": State.SUBMITTED}


def test_a_decline_shows_its_mail_first_and_keeps_the_reason_out_of_it(
    desk: Client, waiting: Application
) -> None:
    url = page("decline", waiting.public_id, "mentor")
    shown = desk.post(url, {"reason": "CANARY full this year"})
    assert "Send this?" in shown.content.decode()
    assert states(waiting)["mentor"] == State.SUBMITTED
    desk.post(url, {"reason": "CANARY full this year", "confirmed": "1"})
    assert states(waiting) == {"mentor": State.DECLINED, "mentee": State.SUBMITTED}
    mail = Mail.objects.get()
    assert "CANARY" not in mail.text + mail.subject
    assert "mentor" not in mail.subject.lower()
    assert not any("CANARY" in entry.reason + str(entry.details) for entry in Entry.objects.all())
    desk.force_login(waiting.person)
    assert "CANARY full this year" in desk.get(reverse("home:status")).content.decode()


@pytest.mark.parametrize(("role", "thanks"), [("mentor", "offering your time"), ("mentee", "applying")])
def test_a_decline_thanks_for_what_was_asked(
    desk: Client, waiting: Application, role: str, thanks: str
) -> None:
    desk.post(page("decline", waiting.public_id, role), {"reason": "Full", "confirmed": "1"})
    assert f"Thank you for {thanks}." in Mail.objects.get().text


def test_half_decided_only_what_may_still_be_saved_is_offered_for_a_change(
    desk: Client, waiting: Application
) -> None:
    Application.objects.update(requests="Please in the fall.")

    def offered() -> set[str]:
        shown = desk.get(reverse("home:status")).content.decode()
        return {key for key in ("about", "wishes", "offered", "sought") if f'"{page("step", key)}"' in shown}

    desk.force_login(waiting.person)
    assert offered() == {"about", "wishes", "offered", "sought"}
    waiting.roles.filter(role="mentor").update(state=State.ACCEPTED)
    assert offered() == {"sought"}


def test_a_question_goes_out_is_answered_and_waits_again(desk: Client, waiting: Application) -> None:
    url = page("ask", waiting.public_id)
    desk.post(url, {"text": "Which days?", "confirmed": "1"})
    assert set(states(waiting).values()) == {State.MORE_ASKED}
    assert "Which days?" not in Mail.objects.get().text
    desk.force_login(waiting.person)
    assert "Which days?" in desk.get(reverse("home:status")).content.decode()
    desk.post(page("answer", waiting.questions.get().pk), {"answer": "Mondays"})
    assert set(states(waiting).values()) == {State.SUBMITTED}
    assert waiting.questions.get().answer == "Mondays"


def test_an_answer_given_by_phone_says_so_in_the_history(desk: Client, waiting: Application) -> None:
    desk.post(page("ask", waiting.public_id), {"text": "Which days?", "confirmed": "1"})
    number = waiting.questions.get().pk
    said = {"answer": "Mondays", "channel": "phone", "said_on": "2026-09-03"}
    desk.post(page("record_answer", waiting.public_id, number), said)
    assert "said by phone on 3 September 2026" in desk.get(page("detail", waiting.public_id)).content.decode()


def test_an_answer_of_another_applicant_is_not_found(
    client: Client, stranger: Person, waiting: Application
) -> None:
    question = waiting.questions.create(text="?", asked_by=stranger, asked_at=factories.NOW)
    client.force_login(stranger)
    assert client.post(page("answer", question.pk), {"answer": "mine"}).status_code == 404
    assert client.post(page("answer", 2**63), {"answer": "mine"}).status_code == 404


def test_a_draft_is_its_writers_alone(desk: Client, cycle: Cycle, stranger: Person) -> None:
    draft = factories.make_application(
        stranger, cycle=cycle, state=State.DRAFT, mentee=["policy"], submitted_at=None, requests="CANARY"
    )
    listed = desk.get(page("list")).content.decode()
    assert "Stranger Stan" not in listed
    assert "Begun and not sent: 1." in listed
    assert desk.get(page("detail", draft.public_id)).status_code == 404
    assert desk.get(page("correct", draft.public_id)).status_code == 404


@pytest.mark.parametrize("text", ["noelle", "ᓀᐦᐃᔭᐤ", "NOËLLE", "noelle@example.org"])
def test_a_name_is_found_whatever_its_accents(desk: Client, waiting: Application, text: str) -> None:
    factories.make_application(mentor=["policy"])
    found = desk.get(page("list"), {"text": text}).content.decode()
    assert waiting.public_id in found
    assert found.count('name="application"') == 1


@pytest.mark.parametrize(
    "query",
    [
        "page=1e9",
        "page=999999999999999999999",
        "state=draft",
        "area=sorcery",
        "text=" + "x" * 9000,
    ],
)
def test_a_strange_request_for_the_list_is_answered(desk: Client, waiting: Application, query: str) -> None:
    assert desk.get(page("list") + "?" + query).status_code == 200


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_the_same_number_of_questions_for_any_number_of_rows(
    desk: Client, cycle: Cycle, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(rows):
        factories.make_application(cycle=cycle, state=State.SUBMITTED, mentor=["policy", "budget"])
    with django_assert_num_queries(LIST_QUERIES):
        assert desk.get(page("list")).content.decode().count('name="application"') == rows


LIST_QUERIES = 15


def test_somebody_unsure_is_talked_with_before_they_count(
    desk: Client, coordinator: Person, cycle: Cycle
) -> None:
    unsure = factories.make_application(cycle=cycle, state=State.SUBMITTED, mentee=[])
    unsure.roles.update(is_unsure=True)
    accept_roles(roles=list(unsure.roles.all()), by=coordinator, at=factories.NOW)
    assert list(listed(cycle=cycle, talk_first=True)) == [unsure]
    assert counts(cycle).talk_first == 1
    assert not pool(cycle)
    desk.post(
        page("talked", unsure.public_id, "mentee"),
        {"channel": "phone", "said_on": "2026-09-14", "any_mentor": "on"},
    )
    assert counts(cycle).talk_first == 0
    assert [row.application for row in pool(cycle)] == [unsure.public_id]


def test_a_name_is_linked_to_a_person_or_set_aside(
    desk: Client, waiting: Application, mentor: Person
) -> None:
    named = NamedPerson.objects.create(application=waiting, kind="please_not", name="Mentor Maskwa")
    url = page("link_name", waiting.public_id, named.pk)
    assert mentor.public_id in desk.get(url).content.decode()
    desk.post(url, {"person": mentor.public_id})
    named.refresh_from_db()
    assert named.person == mentor
    desk.post(page("dismiss_name", waiting.public_id, named.pk))
    named.refresh_from_db()
    assert named.person is None
    assert named.dismissed_at == factories.NOW


def test_a_paper_form_is_entered_and_corrected(desk: Client, library: Library, cycle: Cycle) -> None:
    typed = {
        "channel": "paper",
        "said_on": "2026-09-03",
        "name": "Paper Pat",
        "phone": "780-555-0177",
        "library": library.public_id,
        "roles": ["mentor"],
        "mentor_areas": ["group:technology"],
    }
    desk.post(page("enter"), typed)
    application = Application.objects.get()
    assert (application.source, application.agreed_at) == ("paper", None)
    assert Mail.objects.get().state == Mail.State.BY_HAND
    desk.post(page("correct", application.public_id), typed | {"position": "Director"})
    application.refresh_from_db()
    assert application.position == "Director"
    assert states(application) == {"mentor": State.SUBMITTED}
    again = desk.post(page("enter"), typed | {"email": "other@example.org", "roles": []})
    assert again.status_code == 422
    assert "Paper Pat" in again.content.decode()


def test_an_address_of_another_person_is_not_entered_twice(
    desk: Client, library: Library, waiting: Application
) -> None:
    typed = {
        "channel": "paper",
        "said_on": "2026-09-14",
        "name": "Second Sam",
        "email": "noelle@example.org",
        "roles": ["mentor"],
    }
    typed |= {"library": library.public_id, "mentor_unsure": "on"}
    answer = desk.post(page("enter"), typed)
    assert answer.status_code == 409
    assert "belongs to" in answer.content.decode()
    assert Application.objects.count() == 1


@pytest.mark.parametrize("email", [f"{'x' * 64}@{'y' * 200}.example.org", "élise@example.org"])
def test_an_address_that_no_person_can_have_is_said_beside_its_field(
    desk: Client, library: Library, email: str
) -> None:
    typed = {
        "channel": "paper",
        "said_on": "2026-09-14",
        "name": "Sam",
        "email": email,
        "phone": "780-555-0100",
    }
    typed |= {"library": library.public_id, "roles": "mentor", "mentor_unsure": "on"}
    answer = desk.post(page("enter"), typed)
    assert answer.status_code == 422
    assert "email" in answer.context["form"].errors


def test_made_up_people_come_and_go_without_a_mail(desk: Client, coordinator: Person, cycle: Cycle) -> None:
    for _ in range(3):
        factories.make_library()
    add_practice_people(cycle=cycle, by=coordinator, at=factories.NOW)
    roles = ApplicationRole.objects.filter(application__person__is_made_up=True)
    accept_roles(roles=list(roles), by=coordinator, at=factories.NOW)
    mentor, mentee = (roles.filter(role=role)[0] for role in ("mentor", "mentee"))
    factories.make_match(mentor, mentee)
    factories.make_mentorship(mentor, mentee)
    assert len(roles) == 10
    desk.post(page("practice"), {"remove": "1"})
    assert not Person.objects.filter(is_made_up=True).exists()
    assert Mail.objects.count() == 0


@pytest.mark.parametrize(
    "key", ["agree", "about", "roles", "library", "offered", "sought", "important", "wishes", "check"]
)
def test_the_form_is_shown_to_the_coordinator_without_being_kept(desk: Client, key: str) -> None:
    assert desk.get(page("preview_step", key)).status_code == 200
    assert Application.objects.count() == 0


@pytest.mark.parametrize("name", ["list", "enter", "practice", "preview"])
def test_a_stranger_does_not_get_the_coordinators_pages(client: Client, stranger: Person, name: str) -> None:
    client.force_login(stranger)
    assert client.get(page(name)).status_code == 403


def test_a_nul_in_the_address_is_a_bad_request(desk: Client, waiting: Application) -> None:
    assert desk.get(page("list") + "?text=%00").status_code == 400
    answer = desk.post(page("accept_several"), {"application": [waiting.public_id, "\0"]})
    assert answer.status_code == 400
    assert states(waiting) == {"mentor": State.SUBMITTED, "mentee": State.SUBMITTED}
