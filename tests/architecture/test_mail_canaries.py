"""What a mail may say: names and ways of contact at the right moment, and never what is confidential."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
import time_machine

from lodestar.handover import actions as handover
from lodestar.handover.models import Handover
from lodestar.home.actions import mail_about_failures, mail_on_monday
from lodestar.intake import actions as intake
from lodestar.intake.models import Application
from lodestar.matchmaking import actions as matchmaking
from lodestar.matchmaking.models import Match, MatchingRound
from lodestar.mentorships import actions as mentorships
from lodestar.mentorships.models import Mentorship, MessageToCoordinator
from lodestar.outbox.models import Mail
from lodestar.people import actions as people
from lodestar.people.models import Person, StaffRole
from lodestar.programs.models import Cycle
from tests.architecture.stages import build_stages
from tests.architecture.who_sees import Canary, canaries_in
from tests.architecture.world import World, build_world
from tests.factories import NOW, TODAY
from tests.matchmaking.conftest import fresh

pytestmark = pytest.mark.django_db

COLLEAGUES = {("name", "coordinator"), ("name", "administrator")}  # who hands over to whom
OWN_NAME, PARTNER = {"name"}, {"name", "phone", "email"}
# the beginning of a mail's key: what of one's own it may say, what of the partner's
MAY_SAY: dict[str, tuple[set[str], set[str]]] = {
    "address-changed": (set(), set()),
    "application-declined": (OWN_NAME, set()),
    "application-received": (OWN_NAME, set()),
    "end": (OWN_NAME, set()),
    "failed-mail": (set(), set()),
    "first-contact": (OWN_NAME, PARTNER),
    "handover-cancelled": (OWN_NAME, set()),
    "handover-done": (OWN_NAME, set()),
    "handover-planned": (OWN_NAME, set()),
    "introduction": (OWN_NAME, PARTNER),
    "invitation": (set(), set()),
    "message": (OWN_NAME, set()),
    "message-answer": (OWN_NAME, set()),
    "monday": (set(), set()),
    "new-dates": (OWN_NAME, set()),
    "not_going_ahead": (OWN_NAME, set()),
    "offer": (OWN_NAME, {"line"}),
    "offer_reminder": (OWN_NAME, set()),
    "partner-address": (OWN_NAME, set()),
    "question": (OWN_NAME, set()),
}


@pytest.fixture
def world(db: None) -> Iterator[World]:
    with time_machine.travel(NOW, tick=False):
        world = build_world()
        build_stages(MatchingRound.objects.get())
        yield world


def match_of(stage: str) -> Match:
    return fresh(Match.objects.get(mentor_role__application__person__name__endswith=f"-{stage}_mentor"))


def answer(stage: str, role: str, said: str, **fields: str) -> None:
    match = match_of(stage)
    person = (match.mentor_role if role == "mentor" else match.mentee_role).application.person
    matchmaking.answer_offer(match=match, role=role, said=said, by=person, at=NOW, **fields)


def application_of(key: str) -> Application:
    return Application.objects.get(person__name__endswith=f"-{key}")


def everything_that_writes(by: Person) -> Iterator[Callable[[], object]]:
    """Every act that mails, on somebody with canaries."""
    at, said = {"by": by, "at": NOW}, "canary-decline-turn_mentee"
    pair = Mentorship.objects.get(mentor__name__endswith="-confirmed_mentor")
    one, two = match_of("asked"), match_of("first")
    proposed = match_of("proposed")
    yield lambda: matchmaking.send_offers(
        round=proposed.round, matches=[proposed], lines={proposed.pk: "canary-line-proposed_mentor"}, **at
    )
    yield lambda: matchmaking.remind_offer(match=one, **at)
    yield lambda: answer("asked", "mentor", "yes")
    yield lambda: answer("asked", "mentee", "yes")
    yield lambda: answer("turn", "mentee", "no", no_reason="other", reason=said)
    yield lambda: matchmaking.withdraw_offer(match=two, reason="canary-reason-match", **at)
    yield lambda: mentorships.ask_coordinator(
        mentorship=pair, text="canary-message-new", by=pair.mentor, at=NOW
    )
    yield lambda: mentorships.answer_message(
        message=MessageToCoordinator.objects.filter(mentorship=pair)[0], text="canary-reply-new", **at
    )
    yield lambda: mentorships.remind_first_contact(mentorship=pair, at=NOW)
    yield lambda: mail_on_monday(at=NOW)
    Mail.objects.filter(key="canary").update(state=Mail.State.FAILED, sending_since=NOW)
    yield lambda: mail_about_failures(at=NOW)
    yield lambda: people.change_contact(
        person=pair.mentee, name=pair.mentee.name, phone="", email="changed@example.org", **at
    )
    yield lambda: mentorships.end_mentorship(mentorship=pair, reason="mismatch", by=pair.mentee, at=NOW)
    waiting = application_of("withdrawn_mentee")
    waiting.roles.update(state="submitted")
    yield lambda: intake.ask_for_more(application=waiting, text="canary-question-withdrawn_mentee", **at)
    role = waiting.roles.get()
    yield lambda: intake.decline_role(role=role, reason="canary-declined-withdrawn_mentee", **at)
    draft = application_of("lapsed_mentee")
    draft.roles.update(state="draft")
    Application.objects.filter(pk=draft.pk).update(**terms(draft.cycle))
    yield lambda: intake.submit_application(application=draft, by=draft.person, at=NOW)
    yield lambda: intake.move_and_tell(
        cycle=draft.cycle, dates={"ends_on": draft.cycle.ends_on + timedelta(days=1)}, **at
    )
    yield lambda: people.change_contact(
        person=draft.person, name=draft.person.name, phone="", email="new@example.org", **at
    )
    yield lambda: people.invite_person(
        email="canary-email-new@example.org", name="", role=StaffRole.FINANCE, **at
    )
    successor = Person.objects.get(is_administrator=True)
    people.grant_role(person=successor, role=StaffRole.COORDINATOR, **at)
    Handover.objects.all().delete()
    both = {"leaver": by, "successor": successor, "becomes_contact": True, **at}
    yield lambda: handover.plan_handover(on=TODAY + timedelta(days=1), **both)
    yield lambda: handover.cancel_handover(handover=Handover.objects.planned().get(), **at)
    yield lambda: handover.plan_handover(on=TODAY, **both)


def terms(cycle: Cycle) -> dict[str, object]:
    texts = {one.kind: one for one in cycle.program.terms.all()}
    return {"considerations": texts["considerations"], "privacy_notice": texts["privacy"]}


def may_say(mail: Mail) -> set[Canary]:
    own, partner = MAY_SAY[mail.key.split(":")[0].removesuffix(f"-{offer_in(mail.key)}")]
    key = str(mail.person).split("-")[-1]
    stage, _, role = key.rpartition("_")
    other = f"{stage}_{'mentee' if role == 'mentor' else 'mentor'}"
    if mail.key.startswith("handover-"):
        return COLLEAGUES
    return {(kind, key) for kind in own} | {(kind, who) for kind in partner for who in (key, other)}


def offer_in(key: str) -> str:
    """Offer mails have keys of another shape: `offer-m-7k2m9xqd-mentor`."""
    return key.split("-", 1)[1] if "-m-" in key else "\0"


def test_no_mail_says_more_than_its_row(world: World) -> None:
    for act in everything_that_writes(world.people["coordinator"]):
        act()
    mails = Mail.objects.exclude(key="canary")
    assert {mail.key.split(":")[0].split("-m-")[0] for mail in mails} == set(MAY_SAY)
    for mail in mails:
        assert canaries_in(mail.subject) == set(), mail.key
        assert canaries_in(mail.text + mail.html) <= may_say(mail), mail.key


def test_no_subject_says_who_is_what_to_whom(world: World) -> None:
    for act in everything_that_writes(world.people["coordinator"]):
        act()
    for mail in Mail.objects.exclude(key="canary"):
        words = mail.subject.lower().replace("northern lights mentorship project", "")
        assert not {"mentor", "mentee", "policy", "partner"} & set(words.split()), mail.subject
