"""The form, from the first page to the status page."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lodestar.history.models import Entry
from lodestar.intake.models import Application, ApplicationRole
from lodestar.libraries.models import Library
from lodestar.outbox.models import Mail
from lodestar.people.models import Person
from lodestar.programs.models import Cycle
from tests import factories

State = ApplicationRole.State


pytestmark = pytest.mark.usefixtures("open_days")


def url(key: str) -> str:
    return reverse("intake:step", args=[key])


def fill(client: Client, library: Library, **about: str) -> None:
    client.post(reverse("intake:start"))
    client.post(url("agree"), {"agree": "on", "agree_privacy": "on"})
    client.post(url("about"), {"name": "Stan Stranger"})
    client.post(url("roles"), {"roles": ["mentee"]})
    client.post(url("library"), {"library": library.public_id, **about})
    client.post(url("sought"), {"mentee_areas": ["group:technology", "policy"]})


def test_a_stranger_applies_and_is_told_where_things_stand(
    client: Client, cycle: Cycle, stranger: Person, library: Library
) -> None:
    client.force_login(stranger)
    fill(client, library)
    client.post(url("important"), {"first_area": "policy"})
    client.post(url("wishes"), {"requests": "Mornings", "please_not": "A. Boss\nB. Boss"})
    answer = client.post(url("check"), {"discloses": "on"}, follow=True)
    application = Application.objects.get()
    assert application.submitted_at is not None
    assert application.agreed_at is not None
    assert [row.state for row in application.roles.all()] == [State.SUBMITTED]
    assert {area.label for area in application.roles.get().areas.all()} == {"Technology", "Policy"}
    assert [row.name for row in application.named_people.all()] == ["A. Boss", "B. Boss"]
    assert "waiting for review" in answer.content.decode()
    assert Mail.objects.count() == 1


def test_a_second_press_sends_nothing_twice(
    client: Client, cycle: Cycle, stranger: Person, library: Library
) -> None:
    client.force_login(stranger)
    fill(client, library)
    for _ in range(2):
        client.post(url("check"), {"discloses": "on"})
    assert Application.objects.count() == 1
    assert Mail.objects.count() == 1
    assert Entry.objects.filter(act="sent the application").count() == 1


def test_what_is_needed_is_said_and_what_was_typed_stays(
    client: Client, cycle: Cycle, stranger: Person
) -> None:
    client.force_login(stranger)
    client.post(reverse("intake:start"))
    answer = client.post(url("library"), {"position": "Clerk"})
    assert answer.status_code == 422
    assert "Choose your library" in answer.content.decode()
    assert Application.objects.get().position == "Clerk"
    answer = client.post(url("check"), {"discloses": "on"})
    assert answer.status_code == 422
    assert Application.objects.get().submitted_at is None


@pytest.mark.parametrize(("go", "where"), [("back", "roles"), ("later", "")])
def test_going_back_or_away_keeps_even_what_is_not_valid(
    client: Client, cycle: Cycle, stranger: Person, go: str, where: str
) -> None:
    client.force_login(stranger)
    client.post(reverse("intake:start"))
    answer = client.post(url("library"), {"position": "Clerk", "years_in_role": "many", "go": go})
    assert answer["Location"] == (url(where) if where else reverse("home:status"))
    assert "many" in client.get(url("library")).content.decode()


def test_a_page_saves_itself_also_half_done_and_another_device_shows_it(
    client: Client, cycle: Cycle, stranger: Person
) -> None:
    client.force_login(stranger)
    client.post(reverse("intake:start"))
    page = client.get(url("library"))
    typed = {"position": "Clerk", "years_in_role": "fi", "version": page.context["form"]["version"].value()}
    assert client.post(reverse("intake:autosave", args=["library"]), typed).status_code == 204
    device = Client()
    device.force_login(stranger)
    assert 'value="fi"' in device.get(url("library")).content.decode()
    assert (
        client.post(url("library"), typed | {"years_in_role": "5", "other_library": "Here"}).status_code
        == 302
    )
    assert Application.objects.get().typed == {}
    assert Application.objects.get().years_in_role == 5


def test_another_window_is_not_wiped(
    client: Client, cycle: Cycle, stranger: Person, library: Library
) -> None:
    client.force_login(stranger)
    fill(client, library)
    old = client.get(url("wishes")).context["form"]["version"].value()
    client.post(url("wishes"), {"requests": "First window", "version": old})
    client.post(
        url("roles"),
        {"roles": ["mentee"], "version": client.get(url("roles")).context["form"]["version"].value()},
    )
    answer = client.post(url("wishes"), {"requests": "Second window", "version": old})
    assert answer.status_code == 409
    assert "Second window" in answer.content.decode()
    assert Application.objects.get().requests == "First window"
    again = answer.context["form"]["version"].value()
    client.post(url("wishes"), {"requests": "Second window", "version": again})
    assert Application.objects.get().requests == "Second window"


def test_after_closing_what_is_typed_is_kept_and_the_day_is_said(
    client: Client, cycle: Cycle, stranger: Person
) -> None:
    client.force_login(stranger)
    client.post(reverse("intake:start"))
    Cycle.objects.update(closed_at=factories.NOW)
    answer = client.post(url("about"), {"name": "CANARY", "other_library": "Here"})
    assert answer.status_code == 409
    assert "closed on 14 September 2026" in answer.content.decode()
    assert "CANARY" in client.get(url("about")).content.decode()


def test_what_was_decided_elsewhere_is_told_and_what_was_typed_is_kept(
    client: Client, cycle: Cycle, stranger: Person, library: Library
) -> None:
    client.force_login(stranger)
    fill(client, library)
    client.post(url("check"), {"discloses": "on"})
    ApplicationRole.objects.update(state=State.ACCEPTED)
    answer = client.post(url("wishes"), {"requests": "CANARY"})
    assert answer.status_code == 409
    assert "decided on" in answer.content.decode()
    assert "CANARY" in answer.content.decode()
    assert Application.objects.get().requests == ""


def test_a_sent_application_is_edited_without_being_lost(
    client: Client, cycle: Cycle, stranger: Person, library: Library
) -> None:
    client.force_login(stranger)
    fill(client, library)
    client.post(url("check"), {"discloses": "on"})
    client.post(url("wishes"), {"requests": "Mornings"})
    application = Application.objects.get()
    assert application.requests == "Mornings"
    assert application.submitted_at == factories.NOW
    answer = client.post(url("sought"), {"mentee_areas": []})
    assert answer.status_code == 409
    assert application.roles.get().areas.count() == 2
    assert Mail.objects.count() == 1


def test_one_role_is_withdrawn_and_applied_for_again(
    client: Client, cycle: Cycle, stranger: Person, library: Library
) -> None:
    client.force_login(stranger)
    fill(client, library)
    client.post(url("roles"), {"roles": ["mentor", "mentee"]})
    client.post(url("offered"), {"mentor_unsure": "on"})
    client.post(url("check"), {"discloses": "on"})
    own = Application.objects.get().public_id
    withdraw = reverse("intake:withdraw", args=[own, "mentor"])
    assert "Step back?" in client.get(withdraw).content.decode()
    client.post(withdraw)
    rows = {row.role: row.state for row in ApplicationRole.objects.all()}
    assert rows == {"mentor": State.WITHDRAWN, "mentee": State.SUBMITTED}
    client.post(url("roles"), {"roles": ["mentor", "mentee"]})
    client.post(url("check"), {"discloses": "on"})
    rows = {row.role: row.state for row in ApplicationRole.objects.all()}
    assert rows == {"mentor": State.SUBMITTED, "mentee": State.SUBMITTED}
    client.post(reverse("intake:withdraw", args=[own, "both"]))
    assert {row.state for row in ApplicationRole.objects.all()} == {State.WITHDRAWN}


def test_last_years_answers_come_along_but_not_the_consent(
    client: Client, stranger: Person, library: Library
) -> None:
    last = factories.make_cycle(
        **{name: day - timedelta(days=365) for name, day in dates().items()}, name="Last year"
    )
    old = factories.make_application(
        stranger, cycle=last, library=library, mentee=["policy"], position="Clerk"
    )
    cycle = factories.make_cycle()
    client.force_login(stranger)
    assert "Same as last year?" in client.get(reverse("intake:apply")).content.decode()
    client.post(reverse("intake:start"), {"same": "1"})
    new = Application.objects.get(cycle=cycle)
    assert (new.position, new.considerations, new.agreed_at) == ("Clerk", None, None)
    assert [area.label for area in new.roles.get().areas.all()] == ["Policy"]
    assert new.roles.get().state == State.DRAFT
    assert old.roles.get().state == State.ACCEPTED


def dates() -> dict[str, date]:
    return {
        "opens_on": factories.TODAY - timedelta(days=10),
        "closes_on": factories.TODAY + timedelta(days=20),
        "matched_by": factories.TODAY + timedelta(days=40),
        "midpoint_on": factories.TODAY + timedelta(days=130),
        "ends_on": factories.TODAY + timedelta(days=260),
    }


def test_paper_people_agree_at_their_first_sign_in(client: Client, mentee: Person) -> None:
    Application.objects.update(agreed_at=None, considerations=None, privacy_notice=None)
    client.force_login(mentee)
    assert "Please read two short texts" in client.get(reverse("home:status")).content.decode()
    ticks = {"agree": "on", "agree_privacy": "on"}
    assert client.post(reverse("intake:agree"), ticks).status_code == 422
    client.post(reverse("intake:agree"), ticks | {"discloses": "on"})
    application = Application.objects.get()
    assert application.agreed_at == factories.NOW
    assert application.privacy_notice is not None


def test_the_pool_is_never_called_accepted(client: Client, mentee: Person) -> None:
    client.force_login(mentee)
    page = client.get(reverse("home:status")).content.decode()
    assert "in this year&#x27;s pool" in page
    assert "accepted" not in page.lower()


@pytest.mark.parametrize(
    ("step", "data"),
    [
        ("about", {"name": "x" * 100_000}),
        ("library", {"library": "l-unknown0"}),
        ("library", {"years_in_role": "9" * 400}),
        ("about", {"date_on_form": "0001-01-01"}),
        ("about", {"name": "Stan", "phone": "call me maybe"}),
        ("roles", {"roles": ["owner"]}),
        ("sought", {"mentee_areas": ["sorcery", "group:sorcery"]}),
        ("wishes", {"requests": "x" * 4001}),
        ("wishes", {"please_not": "\n".join(str(number) for number in range(11))}),
    ],
)
def test_bad_input_is_told_on_its_page_and_saves_nothing(
    client: Client, cycle: Cycle, stranger: Person, library: Library, step: str, data: dict[str, str]
) -> None:
    client.force_login(stranger)
    fill(client, library)
    before = Application.objects.values("changed_at", "requests", "position", "years_in_role").get()
    answer = client.post(url(step), data)
    assert answer.status_code == 422
    assert Application.objects.values("changed_at", "requests", "position", "years_in_role").get() == before


def test_extra_fields_in_a_page_change_nothing(
    client: Client, cycle: Cycle, stranger: Person, library: Library
) -> None:
    client.force_login(stranger)
    fill(client, library)
    extra = {"state": "accepted", "submitted_at": "2026-01-01", "position": "King", "person": "1"}
    client.post(url("wishes"), {"requests": "Fine"} | extra)
    application = Application.objects.get()
    assert (application.position, application.submitted_at, application.person) == ("", None, stranger)
    assert application.roles.get().state == State.DRAFT


@pytest.mark.parametrize("key", ["nothing", "offered"])
def test_a_page_that_is_not_there_is_not_found(
    client: Client, cycle: Cycle, stranger: Person, library: Library, key: str
) -> None:
    client.force_login(stranger)
    fill(client, library)
    assert client.get(url(key)).status_code == 404
    assert client.post(url(key), {}).status_code == 404


@pytest.mark.parametrize("key", ["agree", "about", "sought", "wishes", "check"])
def test_no_page_of_the_form_asks_the_database_more_than_twenty_times(
    client: Client, cycle: Cycle, stranger: Person, library: Library, key: str
) -> None:
    client.force_login(stranger)
    fill(client, library)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url(key)).status_code == 200
    assert len(queries) <= 20


def test_the_steps_follow_the_paper_form_and_mark_only_what_may_stay_empty(
    client: Client, cycle: Cycle, stranger: Person
) -> None:
    """The paper form asks name, date, role, library staff, library location, areas, requests, time."""
    client.force_login(stranger)
    client.post(reverse("intake:start"))
    client.post(url("roles"), {"roles": ["mentor", "mentee"]})
    paper = ["name", "date_on_form", "roles", "staff_band", "location_kind"]
    paper += ["mentor_areas", "mentor_other", "mentee_areas", "mentee_other"]
    paper += ["requests", "mentor_time", "mentee_time"]
    asked = []
    for key in ["about", "roles", "library", "offered", "sought", "wishes"]:
        page = client.get(url(key))
        asked += [name for name in page.context["form"].fields if name in paper]
        for name in {"name", "roles", "library", "mentor_areas", "mentee_areas"} & set(
            page.context["form"].fields
        ):
            label = page.context["form"].fields[name].label
            assert f"{label} <span" not in page.content.decode()
    assert asked == paper
