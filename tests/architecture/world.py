"""One of everything, each text a canary that may appear only for those allowed to see it."""

from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import Any

from django.test import Client
from django.urls import get_resolver

from lodestar.handover.models import Handover
from lodestar.history.actions import record
from lodestar.intake.models import Application, ApplicationRole, NamedPerson, Question
from lodestar.libraries.models import Board
from lodestar.matchmaking.models import Answer, Match, Ruling
from lodestar.mentorships.models import MessageToCoordinator, Seat
from lodestar.outbox.models import Mail
from lodestar.people.models import Person
from lodestar.programs.models import ProgramText
from tests import factories
from tests.factories import NOW, TODAY

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@dataclass(frozen=True)
class World:
    """The people by role, and the ids of things by what they are."""

    people: dict[str, Person]
    things: dict[str, str]

    def client(self, role: str) -> Client:
        """A fresh browser of that role; `nobody` is not signed in."""
        return browser_of(self.people.get(role))

    def arguments(self, name: str) -> dict[str, str | int]:
        """Return the arguments that make the URL of that name lead to the things of this world."""
        values: dict[str, Any] = SPECIAL.get(name) or NAMED.get(name.split(":")[0], {})
        return {key: self.thing(value) for key, value in values.items() if key in wanted(name)}

    def thing(self, value: Any) -> Any:
        """`@round` is the id of this world's round; anything else is itself."""
        return self.things[value[1:]] if str(value).startswith("@") else value


def browser_of(person: Person | None) -> Client:
    client = Client()
    if person:
        client.force_login(person, backend=BACKEND)
    return client


NAMED: dict[str, dict[str, Any]] = {
    "programs": {"public_id": "@cycle", "key": "governance", "kind": "privacy"},
    "people": {"public_id": "@person", "role": "coordinator"},
    "libraries": {"public_id": "@library", "other_id": "@other_library"},
    "home": {"public_id": "@application"},
    "intake": {"public_id": "@application", "role": "mentee", "number": "@question", "key": "about"},
    "matchmaking": {
        "public_id": "@round",
        "mentee": "@mentee_person",
        "mentor": "@mentor_person",
        "other": "@round",
        "kind": "csv",
        "role": "mentor",
    },
    "mentorships": {"public_id": "@mentorship"},
    "folders": {"kind": "application", "public_id": "@application", "number": "@note"},
    "handover": {"public_id": "@handover"},
    "history": {"kind": "application", "public_id": "@application"},
    "outbox": {"public_id": "@mail"},
    "demo": {"public_id": "@person", "role": "mentor"},
}
OFFER = {"public_id": "@match"}
SPECIAL: dict[str, dict[str, Any]] = {
    **{
        f"matchmaking:{act}": OFFER
        for act in ["offer", "yes", "no", "more_days", "remind", "withdraw", "record_answer", "why"]
    },
    **{
        f"intake:{act}": {"public_id": "@application", "number": "@named"}
        for act in ["link_name", "dismiss_name"]
    },
    **{f"programs:{act}": {"key": "policy"} for act in ["rename_area", "move_area"]},
    "programs:text": {"key": "aim"},
    "people:remove_role": {"public_id": "@coordinator", "role": "coordinator"},
    "intake:record_agreement": {"public_id": "@unagreed_application"},
    "intake:move_cycle": {"public_id": "@cycle"},
    "libraries:board": {"public_id": "@board"},
    "mentorships:answer": {"public_id": "@message"},
    "mfa_remove_webauthn": {"pk": 1},
}


@cache
def wanted(name: str) -> frozenset[str]:
    """The arguments that the URL of that name takes."""
    resolver, *rest = [get_resolver(), *name.split(":")]
    for namespace in rest[:-1]:
        resolver = resolver.namespace_dict[namespace][1]
    return frozenset(
        parameter for form in resolver.reverse_dict.getlist(rest[-1]) for parameter in form[0][0][1]
    )


def build_world() -> World:
    cycle = factories.make_cycle()
    people = {
        role: make_person(role, **fields)
        for role, fields in {
            "stranger": {},
            "mentor": {},
            "mentee": {},
            "outsider": {},
            "hopeful": {},
            "refused": {},
            "coordinator": {"is_coordinator": True},
            "finance": {"is_finance": True},
            "administrator": {"is_administrator": True},
        }.items()
    }
    applications = {
        "mentor": apply(people["mentor"], mentor=["policy", "budget"], capacity=3),
        "mentee": apply(people["mentee"], mentee=["policy"]),
        "outsider": apply(people["outsider"], mentor=["policy"], mentee=["budget"]),
        "hopeful": apply(people["hopeful"], mentee=["policy"]),
        "refused": apply(people["refused"], mentee=["policy"], state=ApplicationRole.State.DECLINED),
    }
    applications["refused"].roles.update(reason="canary-declined-refused", decided_at=NOW)
    Application.objects.filter(pk=applications["hopeful"].pk).update(agreed_at=None)
    ProgramText.objects.create(program=cycle.program, key="aim", order=1, heading="Aim", text="Text")
    question = Question.objects.create(
        application=applications["mentee"],
        text="canary-question-mentee",
        answer="canary-answer-mentee",
        asked_by=people["coordinator"],
        asked_at=NOW,
        answered_at=NOW,
    )
    mentorship = factories.make_mentorship(
        role_of(applications["mentor"], "mentor"),
        role_of(applications["mentee"], "mentee"),
        shared_areas=["Policy"],
    )
    factories.make_mentorship(
        role_of(applications["outsider"], "mentor"), role_of(applications["hopeful"], "mentee"),
        ended_at=NOW, end_reason="workload",
    )  # fmt: skip
    message = MessageToCoordinator.objects.create(
        mentorship=mentorship, writer=people["mentee"], text="canary-message-mentee", written_at=NOW
    )
    MessageToCoordinator.objects.create(
        mentorship=mentorship, writer=people["mentor"], text="canary-message-mentor", written_at=NOW,
        answer="canary-reply-mentor", answered_by=people["coordinator"], answered_at=NOW,
    )  # fmt: skip
    round_ = factories.make_round(
        cycle, solved_at=NOW, rules=factories.make_rules(cycle.program, note="canary-rules-program")
    )
    Ruling.objects.create(
        cycle=cycle, mentor=people["outsider"], mentee=people["hopeful"], kind=Ruling.Kind.FORBID,
        note="canary-note-outsider", by=people["coordinator"], at=NOW,
    )  # fmt: skip
    offer = make_offer(
        role_of(applications["mentor"], "mentor"), role_of(applications["hopeful"], "mentee"), round_
    )
    declined = factories.make_match(
        role_of(applications["outsider"], "mentor"), role_of(applications["mentee"], "mentee"),
        round=round_, state=Match.State.DECLINED, mentor_asked_at=NOW,
    )  # fmt: skip
    factories.make_match(
        role_of(applications["mentor"], "mentor"), role_of(applications["outsider"], "mentee"), round=round_
    )
    Answer.objects.create(
        match=declined, role="mentor", said="no", no_reason="other", reason="canary-decline-outsider",
        at=NOW, by=people["outsider"],
    )  # fmt: skip
    mail = Mail.objects.create(
        key="canary", message_id="<canary@testserver>", person=people["mentee"], address="mentee@example.org",
        subject="canary-subject-mentee", text="canary-mail-mentee", html="<p>canary-mail-mentee</p>",
        state=Mail.State.FAILED, due_at=NOW, created_at=NOW,
    )  # fmt: skip
    for thing, owner in [(applications["mentee"], "mentee"), (mentorship, "mentor"), (offer, "hopeful")]:
        factories.make_assigned(thing, people["coordinator"])
        note = factories.make_note(thing, people["coordinator"], f"canary-kept-{owner}")
    put_away = {"put_away_at": NOW, "put_away_by": people["coordinator"]}
    note = factories.make_note(applications["mentee"], people["coordinator"], "canary-kept-away", **put_away)
    handover = Handover.objects.create(
        leaver=people["coordinator"], successor=people["administrator"], on=TODAY + timedelta(days=5),
        planned_by=people["coordinator"], planned_at=NOW,
    )  # fmt: skip
    record("took the application into the pool", applications["mentee"], by=people["coordinator"], at=NOW)
    for thing in [applications["mentee"], mentorship, round_, offer, mail, cycle, people["mentee"]]:
        reason = f"canary-reason-{type(thing).__name__.lower()}"
        record("did something", thing, by=people["coordinator"], at=NOW, reason=reason)
    library = applications["mentee"].libraries.get()
    things = {
        "application": applications["mentee"].public_id,
        "cycle": cycle.public_id,
        "round": round_.public_id,
        "match": offer.public_id,
        "mentorship": mentorship.public_id,
        "message": message.public_id,
        "mail": mail.public_id,
        "library": library.public_id,
        "other_library": applications["mentor"].libraries.get().public_id,
        "board": Board.objects.create(name="Board").public_id,
        "mentee_person": people["outsider"].public_id,
        "mentor_person": people["mentor"].public_id,
        "unagreed_application": applications["hopeful"].public_id,
        "coordinator": people["coordinator"].public_id,
        "person": people["mentee"].public_id,
        "question": str(question.pk),
        "note": str(note.pk),
        "handover": handover.public_id,
        "named": str(applications["mentee"].named_people.first().pk),
    }
    return World(people, things)


def make_person(role: str, **fields: Any) -> Person:
    return factories.make_person(
        f"{role.title()} canary-name-{role}",
        phone=f"canary-phone-{role}",
        email=f"canary-email-{role}@example.org",
        **fields,
    )


def apply(person: Person, **roles: Any) -> Application:
    """A sent application whose every text names its writer."""
    role = person.name.split("-")[-1]
    application = factories.make_application(
        person, requests=f"canary-requests-{role}", position=f"canary-position-{role}", **roles
    )
    application.roles.update(other_areas=f"canary-other-{role}")
    for kind in NamedPerson.Kind.values:
        NamedPerson.objects.create(application=application, kind=kind, name=f"canary-{kind}-{role}")
    return application


def role_of(application: Application, role: str) -> ApplicationRole:
    return application.roles.get(role=role)


def make_offer(mentor: ApplicationRole, mentee: ApplicationRole, round_: Any) -> Match:
    """An offer that the mentor has been asked about and the mentee has not."""
    seat = Seat.objects.create(mentor=mentor.application.person, number=2)
    match = factories.make_match(
        mentor, mentee, round=round_, state=Match.State.ASKED_MENTOR, seat=seat,
        mentor_asked_at=NOW, answer_due_on=TODAY + timedelta(days=7), shared_areas=["Policy"],
    )  # fmt: skip
    Seat.objects.filter(pk=seat.pk).update(held_by=match.public_id)
    return match
