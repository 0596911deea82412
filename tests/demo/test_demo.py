import json
import os
import subprocess
import sys
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from lodestar.demo import queries
from lodestar.intake.models import Application, ApplicationRole
from lodestar.matchmaking.models import MatchingRound
from lodestar.people.models import Person
from lodestar.programs.models import Cycle
from tests import factories
from tests.mentorships.conftest import role_of


@pytest.fixture
def demo(settings: Any) -> None:
    settings.DEMO = True


@pytest.mark.usefixtures("demo")
def test_loading_twice_keeps_the_data(db: None) -> None:
    call_command("load_demo", verbosity=0)
    before = list(Application.objects.values_list("public_id", flat=True))
    Person.objects.filter(applications__isnull=False).update(phone="780-555-0199")
    call_command("load_demo", verbosity=0)

    assert list(Application.objects.values_list("public_id", flat=True)) == before
    assert Person.objects.filter(phone="780-555-0199").exists()
    waiting = Application.objects.filter(roles__state=ApplicationRole.State.SUBMITTED).distinct()
    assert waiting.count() == 4
    assert not MatchingRound.objects.exists()
    assert not Application.objects.filter(person__is_coordinator=True).exists()
    assert not Application.objects.filter(person__is_finance=True).exists()


@pytest.mark.usefixtures("demo")
def test_nearly_every_mentee_in_the_pool_may_be_named_and_every_mentor_agrees_first(db: None) -> None:
    call_command("load_demo", verbosity=0)
    pool = ApplicationRole.objects.filter(state=ApplicationRole.State.ACCEPTED)
    agreed = {"application__agreed_at__isnull": False}
    assert pool.filter(role="mentee", **agreed).count() == 10
    assert pool.filter(role="mentee").exclude(**agreed).count() == 3
    assert not pool.filter(role="mentor", **agreed).exists()


@pytest.mark.usefixtures("demo")
def test_a_cycle_that_ran_out_is_moved_to_today(db: None) -> None:
    call_command("load_demo", verbosity=0)
    cycle = Cycle.objects.get()
    Cycle.objects.update(opens_on=cycle.opens_on.replace(year=2020), closes_on="2020-12-31")

    call_command("load_demo", verbosity=0)

    assert Cycle.objects.get().opens_on == cycle.opens_on


def test_fictional_people_are_not_loaded_outside_the_demo(db: None) -> None:
    with pytest.raises(CommandError):
        call_command("load_demo")


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("role", ["coordinator", "mentor", "mentee", "finance"])
def test_one_click_becomes_each_role(
    client: Client, coordinator: Person, finance: Person, mentor: Person, mentee: Person, role: str
) -> None:
    client.post(reverse("demo:become", args=[role]))

    expected = {"coordinator": coordinator, "mentor": mentor, "mentee": mentee, "finance": finance}[role]
    assert client.session["_auth_user_id"] == str(expected.pk)


@pytest.mark.usefixtures("demo")
def test_one_click_becomes_nobody(client: Client, mentor: Person) -> None:
    client.force_login(mentor)

    client.post(reverse("demo:become_nobody"))

    assert "_auth_user_id" not in client.session


def test_who_has_an_offer_to_answer_comes_first(mentor: Person, mentee: Person) -> None:
    busy = factories.make_person()
    application = factories.make_application(busy, mentor=["policy"])
    seat = factories.Seat.objects.create(mentor=busy, number=1)
    factories.make_match(application.roles.get(), role_of(mentee, "mentee"), state="asked_mentor", seat=seat)

    assert queries.find("mentor") == busy


@pytest.mark.usefixtures("demo")
def test_someone_else_can_be_searched_and_become(client: Client, mentor: Person, mentee: Person) -> None:
    page = client.get(reverse("demo:people"), {"text": "elise"})

    assert "Élise" in page.content.decode()
    assert "Maskwa" not in page.content.decode()
    client.post(reverse("demo:become_someone", args=[mentee.public_id]))
    assert client.session["_auth_user_id"] == str(mentee.pk)


@pytest.mark.parametrize("url", ["/demo/people/", "/demo/mentor/become", "/demo/nobody/become"])
def test_there_is_no_way_in_outside_the_demo(client: Client, mentor: Person, url: str) -> None:
    assert client.get(url).status_code == 404
    assert client.post(url).status_code == 404
    assert "_auth_user_id" not in client.session


def test_production_does_not_install_the_demo() -> None:
    code = (
        "import json; from django.conf import settings as s;"
        "print(json.dumps([s.DEMO, s.INSTALLED_APPS, s.TEMPLATES]))"
    )
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "lodestar.config.settings.production",
        "SECRET_KEY": "k" * 60,
        "ALLOWED_HOSTS": "example.org",
        "SITE_URL": "https://example.org",
        "EMAIL_URL": "smtp://localhost:25",
        "PYTHONPATH": str(django_settings.ROOT / "src"),
    }
    answer = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    )

    is_demo, *installed = json.loads(answer.stdout)
    assert is_demo is False
    assert "lodestar.demo" not in str(installed)
