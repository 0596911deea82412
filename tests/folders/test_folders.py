"""Notes and "assigned to": coordinators keep them for each other, nobody looks after what is their own."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from lodestar.folders import actions
from lodestar.folders.models import Folder, Note
from lodestar.history.models import Entry
from lodestar.history.queries import Thing
from lodestar.intake.actions.practice import add_practice_people, remove_practice_people
from lodestar.intake.models import Application
from lodestar.matchmaking import actions as matchmaking
from lodestar.matchmaking.models import Match
from lodestar.people.actions import remove_role
from lodestar.people.models import Person, StaffRole
from lodestar.programs.models import Cycle
from lodestar.refusal import Refused
from tests import factories
from tests.factories import NOW, TODAY
from tests.home.conftest import signed_in
from tests.matchmaking.conftest import fresh, offer, proposed

__all__ = ["offer", "proposed"]
pytestmark = pytest.mark.django_db
PHONE = {"channel": "phone", "said_on": TODAY}


@pytest.fixture
def other(db: None) -> Person:
    return factories.make_person("Other Odile", email="odile@example.org", is_coordinator=True)


@pytest.fixture
def own(mentee: Person) -> Person:
    """The mentee, who coordinates the program as well."""
    Person.objects.filter(pk=mentee.pk).update(is_coordinator=True)
    factories.add_second_factor(mentee)
    return Person.objects.get(pk=mentee.pk)


def application_of(person: Person) -> Thing:
    return Thing("application", Application.objects.get(person=person).public_id)


def page(name: str, thing: Thing, *more: int) -> str:
    return reverse(f"folders:{name}", args=[thing.kind, thing.public_id, *more])


def test_a_note_is_kept_once_and_history_tells_of_it_without_its_words(
    coordinator: Person, mentor: Person
) -> None:
    thing = application_of(mentor)
    for _ in range(2):
        actions.write_note(thing=thing, text="Secret words", by=coordinator, at=NOW)
    note = Note.objects.get()
    assert (note.text, note.by, note.folder.thing) == ("Secret words", coordinator, thing.public_id)
    [entry] = Entry.objects.filter(kind="application", thing=thing.public_id)
    assert entry.act == "wrote a note for the coordinators"
    assert "Secret" not in f"{entry.reason} {entry.details}"


def test_a_note_put_away_stays_readable_below_the_others(coordinator: Person, mentor: Person) -> None:
    thing, client = application_of(mentor), signed_in(coordinator)
    client.post(page("note", thing), {"text": "Old news"})
    note = Note.objects.get()
    for _ in range(2):
        client.post(page("put_away", thing, note.pk))
    note.refresh_from_db()
    assert (note.put_away_by, Note.objects.open().count()) == (coordinator, 0)
    shown = client.get(page("folder", thing)).content.decode()
    assert "put away by Coordinator Corrine" in shown
    assert "Old news" in shown
    assert "Old news" not in client.get(reverse("intake:detail", args=[thing.public_id])).content.decode()
    assert Entry.objects.filter(act="put a note of the coordinators away").count() == 1


def test_a_note_of_another_folder_is_not_put_away_through_this_one(
    coordinator: Person, mentor: Person, mentee: Person
) -> None:
    note = factories.make_note(Application.objects.get(person=mentor), coordinator)
    answer = signed_in(coordinator).post(page("put_away", application_of(mentee), note.pk))
    assert answer.status_code == 404
    assert Note.objects.open().count() == 1


@pytest.mark.parametrize("text", ["", "   ", "x" * 4001])
def test_a_note_without_or_with_too_many_words_is_refused_and_kept_in_the_form(
    coordinator: Person, mentor: Person, text: str
) -> None:
    answer = signed_in(coordinator).post(page("note", application_of(mentor)), {"text": text})
    assert answer.status_code == 422
    assert text in answer.content.decode()
    assert not Note.objects.exists()


def test_the_form_says_that_people_may_ask_to_read_it(coordinator: Person, mentor: Person) -> None:
    shown = signed_in(coordinator).get(page("folder", application_of(mentor))).content.decode()
    assert "people may ask to read what is written about them (Protection of Privacy Act)" in shown


def test_one_thing_is_assigned_to_one_coordinator(coordinator: Person, other: Person, mentor: Person) -> None:
    thing = application_of(mentor)
    for to in (other, coordinator, coordinator):
        actions.assign(thing=thing, to=to, by=coordinator, at=NOW)
    assert Folder.objects.get().assigned_to == coordinator
    with pytest.raises(IntegrityError), transaction.atomic():
        Folder.objects.create(kind=thing.kind, thing=thing.public_id)
    assert [entry.act for entry in Entry.objects.filter(thing=thing.public_id)] == [
        "assigned it to a coordinator",
        "took it on",
    ]
    actions.assign(thing=thing, to=None, by=coordinator, at=NOW)
    assert Folder.objects.get().assigned_to is None


def test_only_coordinators_are_assigned_and_assign(
    coordinator: Person, mentor: Person, mentee: Person
) -> None:
    thing = application_of(mentor)
    for to, by in [(mentee, coordinator), (coordinator, mentee)]:
        with pytest.raises(Refused):
            actions.assign(thing=thing, to=to, by=by, at=NOW)
    assert not Folder.objects.exists()
    answer = signed_in(coordinator).post(page("assign", thing), {"to": mentee.public_id})
    assert answer.status_code == 422


def test_nobody_is_assigned_their_own_application_or_reads_notes_about_it(
    coordinator: Person, own: Person
) -> None:
    thing = application_of(own)
    with pytest.raises(Refused) as refused:
        actions.assign(thing=thing, to=own, by=coordinator, at=NOW)
    assert refused.value.code == "own"
    actions.assign(thing=thing, to=coordinator, by=coordinator, at=NOW)
    actions.write_note(thing=thing, text="About Élise", by=coordinator, at=NOW)
    client = signed_in(own)
    assert client.get(page("folder", thing)).status_code == 404
    assert client.post(page("note", thing), {"text": "Me too"}).status_code == 404
    assert client.get(reverse("history:thing", args=["application", thing.public_id])).status_code == 404
    for url in [
        reverse("intake:detail", args=[thing.public_id]),
        reverse("intake:list"),
        reverse("handover:briefing"),
        reverse("history:thing", args=["person", coordinator.public_id]),
    ]:
        shown = client.get(url).content.decode()
        assert "About Élise" not in shown, url
        assert "Coordinator Corrine" not in shown, url
        assert "note for the coordinators" not in shown, url
    assert "About Élise" in signed_in(coordinator).get(page("folder", thing)).content.decode()


def test_neither_of_an_own_pair_reads_or_writes_in_its_folder(
    offer: Match, coordinator: Person, own: Person
) -> None:
    thing = Thing("match", offer.public_id)
    actions.write_note(thing=thing, text="About the two", by=coordinator, at=NOW)
    actions.assign(thing=thing, to=coordinator, by=coordinator, at=NOW)
    with pytest.raises(Refused):
        actions.write_note(thing=thing, text="Mine", by=own, at=NOW)
    client = signed_in(own)
    assert client.get(page("folder", thing)).status_code == 404
    for url in [reverse("matchmaking:round", args=[offer.round.public_id]), reverse("handover:briefing")]:
        shown = client.get(url).content.decode()
        assert "About the two" not in shown, url
        assert page("folder", thing) not in shown, url
    shown = signed_in(coordinator).get(reverse("matchmaking:round", args=[offer.round.public_id]))
    assert page("folder", thing) in shown.content.decode()


def test_the_folder_of_an_offer_goes_on_with_the_mentorship(
    offer: Match, coordinator: Person, mentor: Person, mentee: Person
) -> None:
    thing = Thing("match", offer.public_id)
    actions.write_note(thing=thing, text="Call, do not mail", by=coordinator, at=NOW)
    actions.assign(thing=thing, to=coordinator, by=coordinator, at=NOW)
    for role in ("mentor", "mentee"):
        matchmaking.answer_offer(match=fresh(offer), role=role, said="yes", by=coordinator, at=NOW, **PHONE)
    pair = fresh(offer).mentorship
    assert pair
    folder = Folder.objects.get()
    assert (folder.kind, folder.thing, folder.assigned_to) == ("mentorship", pair.public_id, coordinator)
    shown = signed_in(coordinator).get(reverse("mentorships:mentorship", args=[pair.public_id]))
    assert "Call, do not mail" in shown.content.decode()
    for person in (mentor, mentee):
        theirs = signed_in(person).get(reverse("mentorships:mentorship", args=[pair.public_id]))
        assert "Call, do not mail" not in theirs.content.decode()


@pytest.mark.parametrize("kind", ["person", "cycle", "nonsense", "match"])
def test_there_is_no_folder_of_anything_else(coordinator: Person, mentor: Person, kind: str) -> None:
    client = signed_in(coordinator)
    for public_id in (mentor.public_id, "x"):
        assert client.get(f"/folders/{kind}/{public_id}/").status_code == 404


def test_a_pair_that_is_only_proposed_has_no_folder(coordinator: Person, proposed: Match) -> None:
    assert signed_in(coordinator).get(page("folder", Thing("match", proposed.public_id))).status_code == 404


def names_in(client: Client, url: str, assigned: str, *names: str) -> list[str]:
    shown = client.get(url, {"assigned": assigned}).content.decode()
    return [name for name in names if name in shown]


def test_the_lists_show_whose_it_is_and_can_be_asked_for_mine_or_nobodys(
    cycle: Cycle, coordinator: Person, other: Person, mentor: Person, mentee: Person
) -> None:
    Person.objects.filter(pk=other.pk).update(away_until=TODAY, deputy=coordinator)
    for person, to in [(mentor, other), (mentee, coordinator)]:
        factories.make_assigned(Application.objects.get(person=person), to)
    third = factories.make_application(factories.make_person("Third Theo"), cycle=cycle, mentee=["policy"])
    applications, names = reverse("intake:list"), ["Maskwa", "Élise", "Theo"]
    client = signed_in(coordinator)
    assert names_in(client, applications, "", *names) == names
    assert names_in(client, applications, "me", *names) == ["Élise"]
    assert names_in(client, applications, "nobody", *names) == ["Theo"]
    shown = client.get(applications).content.decode()
    assert "Other Odile" in shown
    assert "away until 14 September 2026, deputy: Coordinator Corrine" in shown
    pair = factories.make_mentorship(
        Application.objects.get(person=mentor).roles.get(), Application.objects.get(person=mentee).roles.get()
    )
    factories.make_mentorship(pair.mentor_role, third.roles.get())
    factories.make_assigned(pair, coordinator)
    pairs = reverse("mentorships:list")
    assert names_in(client, pairs, "me", "Élise", "Theo") == ["Élise"]
    assert names_in(client, pairs, "nobody", "Élise", "Theo") == ["Theo"]


def test_an_absence_that_is_over_is_not_shown(coordinator: Person, other: Person, mentor: Person) -> None:
    Person.objects.filter(pk=other.pk).update(away_until=TODAY - timedelta(days=1), deputy=coordinator)
    application = Application.objects.get(person=mentor)
    factories.make_assigned(application, other)
    for url in [reverse("intake:list"), reverse("intake:detail", args=[application.public_id])]:
        shown = signed_in(coordinator).get(url).content.decode()
        assert "Other Odile" in shown
        assert "away until" not in shown


def test_whoever_is_no_coordinator_any_more_looks_after_nothing(
    coordinator: Person, other: Person, mentor: Person
) -> None:
    factories.make_assigned(Application.objects.get(person=mentor), other)
    remove_role(person=other, role=StaffRole.COORDINATOR, by=coordinator, at=NOW)
    assert Folder.objects.get().assigned_to is None
    assert Entry.objects.filter(act="left it without anybody who looks after it").exists()


def test_made_up_people_take_what_was_kept_about_them_along(cycle: Cycle, coordinator: Person) -> None:
    factories.make_library(is_member=True)
    add_practice_people(cycle=cycle, by=coordinator, at=NOW)
    roles = [application.roles.get() for application in Application.objects.all()]
    match = factories.make_match(roles[0], roles[-1], state=Match.State.WITHDRAWN)
    for thing in (roles[0].application, match, factories.make_mentorship(roles[0], roles[-1])):
        factories.make_note(thing, coordinator)
    remove_practice_people(by=coordinator, at=NOW)
    assert not Folder.objects.exists()
    assert not Note.objects.exists()
