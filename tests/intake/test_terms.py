"""What applicants read before they send: in the words they were shown, ticked as the program asks."""

import pytest
from django.test import Client
from django.urls import reverse

from lodestar.history.models import Channel, Entry
from lodestar.intake.actions import agree_to_terms
from lodestar.intake.models import Application
from lodestar.people.models import Person
from lodestar.programs.actions import write_terms
from lodestar.programs.models import Cycle, Program, Terms
from tests.factories import NOW

pytestmark = pytest.mark.usefixtures("open_days")
STEP = reverse("intake:step", args=["agree"])
LATE = reverse("intake:agree")
ITEMS = [{"heading": "Keep it private:", "text": "Please."}, {"heading": "Tell us", "text": "Early."}]


def write_anew(cycle: Cycle, kind: str) -> Terms:
    return write_terms(
        program=cycle.program, kind=kind, heading="New", intro="", items=ITEMS, by=None, at=NOW
    )


@pytest.fixture
def beginner(client: Client, cycle: Cycle, stranger: Person) -> Client:
    client.force_login(stranger)
    client.post(reverse("intake:start"))
    return client


@pytest.fixture
def by_paper(client: Client, mentee: Person) -> Client:
    Application.objects.update(agreed_at=None, considerations=None, privacy_notice=None)
    client.force_login(mentee)
    return client


@pytest.mark.parametrize("kind", ["considerations", "privacy"])
def test_words_changed_since_they_were_opened_are_read_again(
    beginner: Client, cycle: Cycle, kind: str
) -> None:
    ticks = {"agree": "on", "agree_privacy": "on", "go": "next"}
    shown = beginner.get(STEP).context["form"].current_version()
    new = write_anew(cycle, kind)
    page = beginner.post(STEP, ticks | {"version": shown})
    assert page.status_code == 409
    assert "Please read them again" in page.content.decode()
    assert Application.objects.get().considerations is None
    beginner.post(STEP, ticks | {"version": page.context["form"]["version"].value()})
    application = Application.objects.get()
    assert new in (application.considerations, application.privacy_notice)


@pytest.mark.parametrize("kind", ["considerations", "privacy"])
def test_so_are_they_by_whoever_applied_on_paper(by_paper: Client, cycle: Cycle, kind: str) -> None:
    ticks = {"agree": "on", "agree_privacy": "on", "discloses": "on"}
    shown = by_paper.get(LATE).context["form"]["seen"].value()
    write_anew(cycle, kind)
    page = by_paper.post(LATE, ticks | {"seen": shown})
    assert "Please read them again" in page.content.decode()
    assert Application.objects.get().agreed_at is None
    by_paper.post(LATE, ticks | {"seen": page.context["form"]["seen"].value()})
    assert Application.objects.get().agreed_at == NOW


def test_where_each_point_is_ticked_by_itself_it_is_so_on_paper_and_in_the_preview_too(
    by_paper: Client, coordinator: Person, cycle: Cycle
) -> None:
    Program.objects.update(considerations_one_by_one=True)
    write_anew(cycle, "considerations")
    ticks = {"agree_1": "on", "agree_privacy": "on", "discloses": "on"}
    assert by_paper.post(LATE, ticks).status_code == 422
    by_paper.post(LATE, ticks | {"agree_2": "on"})
    assert Application.objects.get().agreed_at == NOW
    by_paper.force_login(coordinator)
    preview = by_paper.get(reverse("intake:preview")).content.decode()
    assert 'name="agree_1"' in preview
    assert "Keep it private</" in preview


def test_history_says_that_terms_agreed_to_on_paper_were_recorded_by_the_coordinator(
    by_paper: Client, coordinator: Person
) -> None:
    application = Application.objects.first()
    assert application
    agree_to_terms(application=application, by=coordinator, at=NOW, channel=Channel.PAPER, said_on=NOW.date())
    entries = Entry.objects.filter(thing=application.public_id, at=NOW, actor=coordinator)
    read = entries.get(act="read the considerations and the privacy notice")
    assert (read.channel, read.said_on) == (Channel.PAPER, NOW.date())
