"""Dull functions that make rows. A test names only what it is about."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import count
from typing import Any

from allauth.mfa.models import Authenticator

from lodestar.folders.models import Folder, Note
from lodestar.folding import fold
from lodestar.intake.models import Application, ApplicationRole, ChosenArea
from lodestar.libraries.models import Library
from lodestar.matchmaking.models import Match, MatchingRound, MatchingRules
from lodestar.mentorships.models import Mentorship, Seat
from lodestar.people.models import Person
from lodestar.programs.models import Area, AreaGroup, Cycle, Program, Terms

NOW = datetime(2026, 9, 14, 16, 0, tzinfo=UTC)
TODAY = date(2026, 9, 14)
numbers = count(1)
TOTP_SECRET = "JBSWY3DPEHPK3PXP"


def make_person(name: str = "", **fields: Any) -> Person:
    number = next(numbers)
    name = name or f"Person {number}"
    fields = {"email": f"person{number}@example.org", "created_at": NOW} | fields
    person = Person.objects.create(name=name, folded_name=fold(name), **fields)
    if person.needs_second_factor:
        add_second_factor(person)
    return person


def add_second_factor(person: Person) -> Authenticator:
    return Authenticator.objects.create(
        user=person, type=Authenticator.Type.TOTP, data={"secret": TOTP_SECRET}
    )


def make_library(name: str = "", **fields: Any) -> Library:
    number = next(numbers)
    name = name or f"Library {number}"
    fields = {"town": f"Town {number}", "latitude": Decimal(54), "longitude": Decimal(-112)} | fields
    return Library.objects.create(name=name, folded_name=fold(name), **fields)


def make_program(**fields: Any) -> Program:
    """The one program, with its terms and two small groups of areas."""
    program = Program.objects.filter().first()
    if program:
        return program
    program = Program.objects.create(
        **{
            "name": "Northern Lights Mentorship Project",
            "system_name": "Northern Lights Library System",
            "system_short_name": "NLLS",
            "aim": "Peer support.",
            "contact_name": "Coordinator of the program",
            "contact_phone": "780-555-0100",
        }
        | fields
    )
    for kind in Terms.Kind:
        Terms.objects.create(
            program=program,
            kind=kind,
            version=1,
            heading=kind.label,
            items=[{"heading": "One", "text": "Text"}],
        )
    for order, group in enumerate(["governance", "technology"]):
        row = AreaGroup.objects.create(program=program, key=group, label=group.title(), order=order)
        for place, area in enumerate(["policy", "budget"] if order == 0 else ["makerspaces", "remote_work"]):
            Area.objects.create(group=row, key=area, label=area.replace("_", " ").title(), order=place)
    return program


def make_cycle(**fields: Any) -> Cycle:
    """A cycle that is open at NOW."""
    fields = {
        "program": fields.pop("program", None) or make_program(),
        "name": f"Cycle {next(numbers)}",
        "opens_on": TODAY - timedelta(days=10),
        "closes_on": TODAY + timedelta(days=20),
        "matched_by": TODAY + timedelta(days=40),
        "midpoint_on": TODAY + timedelta(days=130),
        "ends_on": TODAY + timedelta(days=260),
    } | fields
    return Cycle.objects.create(**fields)


def make_application(
    person: Person | None = None,
    *,
    cycle: Cycle | None = None,
    library: Library | None = None,
    state: str = ApplicationRole.State.ACCEPTED,
    mentor: list[str] | None = None,
    mentee: list[str] | None = None,
    capacity: int = 1,
    **fields: Any,
) -> Application:
    """A sent application. `mentor` and `mentee` list the keys of areas offered and sought."""
    cycle = cycle or Cycle.objects.first() or make_cycle()
    application = Application.objects.create(
        cycle=cycle,
        person=person or make_person(),
        **{"submitted_at": NOW, "changed_at": NOW, "agreed_at": NOW, "years_in_role": 3} | fields,
    )
    application.libraries.add(library or make_library())
    for role, keys in [("mentor", mentor), ("mentee", mentee)]:
        if keys is not None:
            add_role(application, role, keys, state=state, capacity=capacity if role == "mentor" else None)
    return application


def add_role(application: Application, role: str, areas: list[str], **fields: Any) -> ApplicationRole:
    row = ApplicationRole.objects.create(application=application, role=role, **fields)
    for key in areas:
        area = Area.objects.get(key=key)
        ChosenArea.objects.create(application_role=row, area=area, label=area.label)
    return row


def make_rules(program: Program | None = None, **fields: Any) -> MatchingRules:
    fields = {
        "program": program or make_program(),
        "number": next(numbers),
        "created_at": NOW,
        "weights": {"areas": 60, "waited": 10, "distance": 30},
        "bands": [4000, 6000, 8000],
    } | fields
    return MatchingRules.objects.create(**fields)


def make_round(cycle: Cycle | None = None, **fields: Any) -> MatchingRound:
    fields = {
        "cycle": cycle or Cycle.objects.first() or make_cycle(),
        "number": next(numbers),
        "rules": fields.pop("rules", None) or make_rules(),
        "created_at": NOW,
        "state": MatchingRound.State.PROPOSED,
    } | fields
    return MatchingRound.objects.create(**fields)


def make_match(mentor: ApplicationRole, mentee: ApplicationRole, **fields: Any) -> Match:
    fields = {"fit": 8000} | fields
    fields.setdefault("round", MatchingRound.objects.first() or make_round())
    return Match.objects.create(mentor_role=mentor, mentee_role=mentee, **fields)


def make_note(thing: Any, by: Person, text: str = "Call after four.", **fields: Any) -> Note:
    """A coordinator's note in the folder of an application, an offer or a mentorship."""
    kind = type(thing).__name__.lower()
    folder, _is_new = Folder.objects.get_or_create(kind=kind, thing=thing.public_id)
    return Note.objects.create(folder=folder, by=by, text=text, **{"at": NOW} | fields)


def make_assigned(thing: Any, to: Person) -> Folder:
    kind = type(thing).__name__.lower()
    folder, _is_new = Folder.objects.update_or_create(
        kind=kind, thing=thing.public_id, defaults={"assigned_to": to}
    )
    return folder


def make_mentorship(mentor: ApplicationRole, mentee: ApplicationRole, **fields: Any) -> Mentorship:
    mentor_person, mentee_person = mentor.application.person, mentee.application.person
    seat = Seat.objects.create(mentor=mentor_person, number=next(numbers))
    fields = {"kind": Mentorship.Kind.ONGOING, "started_at": NOW} | fields
    mentorship = Mentorship.objects.create(
        mentor=mentor_person,
        mentee=mentee_person,
        mentor_role=mentor,
        mentee_role=mentee,
        seat=seat,
        **fields,
    )
    if mentorship.ended_at is None:
        Seat.objects.filter(pk=seat.pk).update(held_by=mentorship.public_id)
    return mentorship
