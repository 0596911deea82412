"""Two windows, two presses, two people: whoever clicks when."""

import pytest

from lodestar.history.models import Entry
from lodestar.intake import actions
from lodestar.intake.models import Application, ApplicationRole
from lodestar.intake.queries import whole
from lodestar.outbox.models import Mail
from lodestar.people.models import Person
from lodestar.programs.models import Cycle
from tests import factories
from tests.at_once import at_once
from tests.factories import NOW

pytestmark = pytest.mark.django_db(transaction=True)
State = ApplicationRole.State


def fresh(application: Application) -> Application:
    return whole(Application.objects.filter(pk=application.pk)).get()


@pytest.fixture
def draft(cycle: Cycle, stranger: Person) -> Application:
    draft = factories.make_application(
        stranger, mentee=["policy"], state=State.DRAFT, submitted_at=None, agreed_at=None
    )
    actions.read_terms(application=draft, by=stranger, at=NOW)
    return draft


def test_two_presses_at_once_send_one_application(draft: Application, stranger: Person) -> None:
    windows = [fresh(draft) for _ in range(4)]
    outcomes = at_once(
        *(
            lambda window=window: actions.submit_application(application=window, by=stranger, at=NOW)
            for window in windows
        )
    )
    assert outcomes == ["done"] * 4
    assert Mail.objects.count() == 1
    assert Entry.objects.filter(act="sent the application").count() == 1


def test_two_windows_on_one_page_save_it_once_each(draft: Application, stranger: Person) -> None:
    windows = [fresh(draft) for _ in range(3)]
    answers = {"roles": ["mentor", "mentee"], "mentor_areas": ["policy", "budget"], "please_not": ["A. Boss"]}
    outcomes = at_once(
        *(
            lambda window=window: actions.save_draft(application=window, answers=answers, by=stranger, at=NOW)
            for window in windows
        )
    )
    assert outcomes == ["done"] * 3
    saved = fresh(draft)
    assert {row.role for row in saved.roles.all()} == {"mentor", "mentee"}
    assert [named.name for named in saved.named_people.all()] == ["A. Boss"]


def test_two_who_begin_at_once_begin_one_application(cycle: Cycle, stranger: Person) -> None:
    begin = [lambda: actions.start_application(person=stranger, cycle=cycle, by=stranger, at=NOW)] * 3
    assert at_once(*begin) == ["done"] * 3
    assert Application.objects.count() == 1


def test_two_coordinators_decide_once(cycle: Cycle, coordinator: Person) -> None:
    application = factories.make_application(mentee=["policy"], state=State.SUBMITTED)
    other = factories.make_person(is_coordinator=True)
    one, two = (ApplicationRole.objects.select_related("application__person").get() for _ in range(2))
    outcomes = at_once(
        lambda: actions.accept_role(role=one, by=coordinator, at=NOW),
        lambda: actions.decline_role(role=two, reason="No", by=other, at=NOW),
    )
    assert outcomes == ["already_decided", "done"]
    assert Entry.objects.filter(thing=application.public_id).count() == 1


def test_an_answer_is_not_changed_under_the_hand_of_the_one_who_accepts(
    cycle: Cycle, coordinator: Person
) -> None:
    """Whoever is second knows what the first did: an accepted application keeps what was read."""
    application = factories.make_application(mentee=["policy"], state=State.SUBMITTED, position="Manager")
    role = ApplicationRole.objects.select_related("application__person").get()
    window = fresh(application)
    actions.accept_role(role=role, by=coordinator, at=NOW)
    outcomes = at_once(
        lambda: actions.save_draft(
            application=window, answers={"position": "Director"}, by=window.person, at=NOW
        )
    )
    assert outcomes == ["already_decided"]
    assert fresh(application).position == "Manager"
