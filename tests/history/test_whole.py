"""The whole history of a person and of a pair: all that belongs to them, and nothing of one's own pair."""

import pytest
from django.test import Client
from django.urls import reverse

from lodestar.history.actions import record
from lodestar.history.queries import whole_history
from lodestar.intake.models import Application
from lodestar.matchmaking import actions as matchmaking
from lodestar.matchmaking.models import Match
from lodestar.mentorships import actions as mentorships
from lodestar.mentorships.models import Mentorship
from lodestar.people.models import Person
from tests import factories
from tests.factories import NOW, TODAY
from tests.home.conftest import signed_in, today
from tests.matchmaking.conftest import fresh, offer, proposed

__all__ = ["offer", "proposed", "today"]
pytestmark = pytest.mark.django_db
PHONE = {"channel": "phone", "said_on": TODAY}


@pytest.fixture
def pair(offer: Match, coordinator: Person, mentor: Person, mentee: Person) -> Mentorship:
    """Pinned, asked, agreed by telephone, and with a question to the coordinator."""
    cycle = offer.round.cycle
    for role in ("mentor", "mentee"):
        matchmaking.answer_offer(match=fresh(offer), role=role, said="yes", by=coordinator, at=NOW, **PHONE)
    matchmaking.forbid_pair(
        cycle=cycle, mentor=mentor, mentee=mentee, note="Cousins.", by=coordinator, at=NOW
    )
    found = Mentorship.objects.get()
    mentorships.ask_coordinator(mentorship=found, text="Private words", by=mentee, at=NOW)
    record("entered the person", mentee, by=coordinator, at=NOW)
    record(
        "accepted the application as mentee", Application.objects.get(person=mentee), by=coordinator, at=NOW
    )
    return found


def acts(kind: str, public_id: str, reader: Person) -> list[str]:
    return [line.entry.act for line in whole_history(kind, public_id, reader)]


OF_PAIR = {
    "sent an offer",
    "answered an offer",
    "started the mentorship",
    "forbade a pair",
    "wrote to the coordinator",
}


def test_of_a_pair_the_offer_the_decisions_and_the_mentorship(pair: Mentorship, coordinator: Person) -> None:
    found = acts("mentorship", pair.public_id, coordinator)
    assert set(found) == OF_PAIR
    assert found.index("sent an offer") < found.index("wrote to the coordinator")
    shown = signed_in(coordinator).get(reverse("history:thing", args=["mentorship", pair.public_id]))
    words = shown.content.decode()
    assert "Mentor Maskwa and Mentee Élise" in words
    assert "(Mentor Maskwa, Mentee Élise)" in words
    assert "Cousins." in words
    assert "Private words" not in words


def test_of_a_person_also_their_applications(pair: Mentorship, coordinator: Person, mentee: Person) -> None:
    others = {"entered the person", "accepted the application as mentee"}
    assert set(acts("person", mentee.public_id, coordinator)) == OF_PAIR | others
    shown = signed_in(coordinator).get(reverse("history:thing", args=["person", mentee.public_id]))
    assert "Application of Mentee Élise, Cycle" in shown.content.decode()


def test_of_another_person_and_pair_there_is_nothing_in_it(
    pair: Mentorship, coordinator: Person, mentor: Person
) -> None:
    other = factories.make_application(factories.make_person("Other"), mentee=["policy"])
    another = factories.make_mentorship(pair.mentor_role, other.roles.get())
    record("started the mentorship", another, by=coordinator, at=NOW)
    assert acts("mentorship", another.public_id, coordinator) == ["started the mentorship"]
    assert acts("person", other.person.public_id, coordinator) == ["started the mentorship"]


def test_a_coordinator_reads_nothing_of_their_own_pair_or_application_there(
    client: Client, pair: Mentorship, coordinator: Person, mentor: Person, mentee: Person
) -> None:
    Person.objects.filter(pk=mentee.pk).update(is_coordinator=True)
    factories.add_second_factor(mentee)
    reader = Person.objects.get(pk=mentee.pk)
    own = Application.objects.get(person=mentee)
    assert acts("mentorship", pair.public_id, reader) == []
    assert acts("application", own.public_id, reader) == []
    assert "forbade a pair" in acts("cycle", own.cycle.public_id, coordinator)
    assert "forbade a pair" not in acts("cycle", own.cycle.public_id, reader)
    assert acts("person", mentor.public_id, reader) == []
    assert acts("person", mentee.public_id, reader) == ["entered the person"]
    client.force_login(reader)
    assert (
        "Cousins." not in client.get(reverse("programs:cycle", args=[own.cycle.public_id])).content.decode()
    )


def test_a_draft_has_no_history_for_a_coordinator(coordinator: Person, mentee: Person) -> None:
    application = Application.objects.get(person=mentee)
    record("began the application", application, by=mentee, at=NOW)
    Application.objects.update(submitted_at=None)
    assert acts("application", application.public_id, coordinator) == []
    assert acts("person", mentee.public_id, coordinator) == []
