"""What the pages of a handover show before it happens, and after."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from lodestar.handover.models import Handover
from lodestar.intake.models import Application
from lodestar.people.models import Person
from lodestar.programs.models import Cycle
from tests import factories
from tests.factories import TODAY
from tests.home.conftest import signed_in

pytestmark = pytest.mark.django_db
LATER = TODAY + timedelta(days=30)


def form(leaver: Person, successor: Person, on: date = TODAY, **more: str) -> dict[str, str]:
    return {"leaver": leaver.public_id, "successor": successor.public_id, "on": str(on)} | more


def test_the_page_shows_exactly_what_will_happen_before_it_does(
    cycle: Cycle, coordinator: Person, successor: Person, mentor: Person
) -> None:
    factories.make_assigned(Application.objects.get(person=mentor), coordinator)
    Person.objects.filter(pk=coordinator.pk).update(is_administrator=True)
    client, url = signed_in(coordinator), reverse("handover:new")
    wanted = form(coordinator, successor, becomes_contact="on")
    shown = client.post(url, wanted).content.decode()
    for words in [
        "Coordinator Corrine hands over to Successor Sue now?",
        "looks after the 1 application, offer or pair that is assigned to Coordinator Corrine",
        "Successor Sue, 780-555-0177, sue@example.org",
        "These roles stay, until somebody takes them away: administrator",
        "You have taken over what Coordinator Corrine did as a coordinator.",
    ]:
        assert words in " ".join(shown.split()), words
    assert not Handover.objects.exists()
    answer = client.post(url, wanted | {"sure": "yes"}, follow=True)
    assert "Successor Sue has taken over. You are signed out." in answer.content.decode()
    assert client.get(reverse("people:account")).status_code == 302


def test_a_planned_one_stands_on_the_page_of_people_until_it_is_taken_back(
    cycle: Cycle, coordinator: Person, successor: Person
) -> None:
    client = signed_in(successor)
    client.post(reverse("handover:new"), form(coordinator, successor, LATER, sure="yes"))
    words = "On 14 October 2026 Successor Sue takes over from Coordinator Corrine."
    assert words in client.get(reverse("people:list")).content.decode()
    handover = Handover.objects.get()
    answer = client.post(reverse("handover:cancel", args=[handover.public_id]), follow=True)
    assert "The handover is taken back." in answer.content.decode()
    assert words not in client.get(reverse("people:list")).content.decode()


def test_a_mistake_is_said_beside_its_field_and_what_was_typed_stays(
    client: Client, cycle: Cycle, coordinator: Person, successor: Person
) -> None:
    client.force_login(coordinator)
    shown = client.post(reverse("handover:new"), form(coordinator, coordinator, TODAY - timedelta(days=3)))
    words = shown.content.decode()
    assert "Choose somebody else to take over." in words
    assert "This day is over. Choose today or a later day." in words
    assert 'value="2026-09-11"' in words


def test_the_only_coordinator_is_told_what_to_do_first(
    client: Client, coordinator: Person, cycle: Cycle
) -> None:
    client.force_login(coordinator)
    shown = client.get(reverse("handover:new")).content.decode()
    assert "Nobody can take over yet" in shown
    assert reverse("people:invite") in shown
