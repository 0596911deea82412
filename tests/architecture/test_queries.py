"""No page asks the database more than twenty times, nor more often when there is more to show."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lodestar.handover.models import Handover
from lodestar.history.actions import record
from lodestar.intake.models import Application, ApplicationRole, NamedPerson, Question
from lodestar.libraries.models import Board
from lodestar.matchmaking.models import MatchingRound, Ruling, Unmatched
from lodestar.mentorships.models import Mentorship, MessageToCoordinator
from lodestar.outbox.models import Mail
from lodestar.people.models import Person
from tests import factories
from tests.architecture.authorisation import ROLES, TABLE
from tests.architecture.stages import build_stage
from tests.architecture.world import World, apply, build_world, make_person, role_of
from tests.factories import NOW, TODAY

pytestmark = pytest.mark.django_db

MOST = 20
LONG_AGO = TODAY - timedelta(days=1000)
DAYS = ["opens_on", "closes_on", "matched_by", "midpoint_on", "ends_on"]
# the pages that list things, with what they ask for one row as for three
LISTS = {
    "handover:briefing": 19,
    "handover:list": 4,
    "history:thing": 6,
    "home:home": 18,
    "home:settings": 3,
    "intake:list": 15,
    "libraries:boards": 4,
    "libraries:list": 4,
    "matchmaking:choices": 20,
    "matchmaking:round": 19,
    "matchmaking:rounds": 7,
    "matchmaking:send": 9,
    "mentorships:list": 5,
    "outbox:list": 5,
    "people:list": 6,
    "programs:areas": 5,
    "programs:cycles": 4,
    "travel:rates": 4,
}
PAGES = sorted(
    (name, role)
    for (name, method), row in TABLE.items()
    if method == "GET"
    for role, letter in zip(ROLES, row.split(), strict=True)
    if letter == "O" and role in {"mentor", "mentee", "coordinator"}
)


@pytest.fixture
def world(db: None) -> Iterator[World]:
    with time_machine.travel(NOW, tick=False):
        yield build_world()


def count(world: World, name: str, role: str) -> int:
    """How often a page asks, once what is read only at the first request of a process has been read."""
    client, url = world.client(role), reverse(name, kwargs=world.arguments(name))
    client.get(url)
    with CaptureQueriesContext(connection) as asked:
        client.get(url)
    return len(asked)


def add_rows(world: World, times: int) -> None:
    """More of everything that a page may list, about the same people too."""
    round = MatchingRound.objects.get(public_id=world.things["round"])
    for _ in range(times):
        for stage in ["proposed", "asked", "turn", "declined", "confirmed", "ended"]:
            build_stage(stage, round, key=f"{stage}_{new_word()}")
        add_to_the_pair(world)
        add_elsewhere(round)


def new_word() -> str:
    """The next number in letters, as canaries are written."""
    return "".join("abcdefghij"[int(digit)] for digit in str(next(factories.numbers)))


def add_to_the_pair(world: World) -> None:
    people = world.people
    application = Application.objects.get(public_id=world.things["application"])
    mentorship = Mentorship.objects.get(public_id=world.things["mentorship"])
    for writer in [people["mentor"], people["mentee"]]:
        MessageToCoordinator.objects.create(mentorship=mentorship, writer=writer, text="More", written_at=NOW)
    Question.objects.create(
        application=application, text="More?", asked_by=people["coordinator"], asked_at=NOW
    )
    NamedPerson.objects.create(
        application=application, kind="please_not", name="Somebody", person=people["mentor"]
    )
    for thing in [application, mentorship]:
        factories.make_note(thing, people["coordinator"], f"More {new_word()}")
    for thing in [application, mentorship, people["mentee"]]:
        record("did more", thing, by=people["coordinator"], at=NOW)


def add_elsewhere(round: MatchingRound) -> None:
    number = next(factories.numbers)
    waiting = apply(
        make_person(f"waiting_{new_word()}"), mentee=["policy"], state=ApplicationRole.State.SUBMITTED
    )
    Unmatched.objects.create(round=round, application_role=role_of(waiting, "mentee"), code="no_shared_area")
    Ruling.objects.create(
        cycle=round.cycle, mentor=Person.objects.latest("pk"), mentee=waiting.person, kind="pin",
        by=Person.objects.coordinators()[0], at=NOW,
    )  # fmt: skip
    factories.make_cycle(program=round.cycle.program, **dict.fromkeys(DAYS, LONG_AGO))
    factories.make_round(round.cycle)
    factories.make_assigned(waiting, Person.objects.coordinators()[0])
    factories.make_note(waiting, Person.objects.coordinators()[0])
    Handover.objects.create(
        leaver=Person.objects.coordinators()[0], successor=waiting.person, on=TODAY, state="done",
        planned_by=waiting.person, planned_at=NOW, settled_at=NOW,
    )  # fmt: skip
    factories.make_library(board=Board.objects.create(name=f"Board {number}"))
    Mail.objects.create(
        key=f"more{number}", message_id=f"<{number}@x>", person=waiting.person, address="a@example.org",
        subject="More", text="More", state=Mail.State.FAILED, due_at=NOW, created_at=NOW,
    )  # fmt: skip


def test_no_page_asks_more_than_twenty_times_and_none_more_often_for_more_rows(world: World) -> None:
    add_rows(world, 1)
    few = {page: count(world, *page) for page in PAGES}
    assert {page: asked for page, asked in few.items() if asked > MOST} == {}
    add_rows(world, 2)
    many = {page: count(world, *page) for page in PAGES}
    assert {page: (few[page], many[page]) for page in PAGES if many[page] > few[page]} == {}


def test_each_list_asks_exactly_as_often_for_one_row_as_for_three(world: World) -> None:
    add_rows(world, 1)
    assert {name: count(world, name, "coordinator") for name in LISTS} == LISTS
    add_rows(world, 2)
    assert {name: count(world, name, "coordinator") for name in LISTS} == LISTS
