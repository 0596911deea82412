"""Runs inside the demo site: people who are signed in, and applications that only wait to be sent.

`site.run` calls these by name; each prints JSON for the clients. Everything is written in one
transaction, so that a thousand sessions do not wait for a thousand writes to the disk.
"""

import json
import re
from collections.abc import Iterable
from typing import Any

from django.contrib.auth import login
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection, transaction
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bench.web.bare import COLUMNS, TABLE
from lodestar.intake.actions import read_terms, save_draft, start_application
from lodestar.intake.models import Application, ApplicationRole, ChosenArea
from lodestar.libraries.models import Library
from lodestar.people.models import Person
from lodestar.programs.queries import open_cycle

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
HOST = "localhost"
ANSWERS = {
    "roles": ["mentor", "mentee"],
    "position": "Library manager",
    "years_in_role": 4,
    "max_km": 120,
    "requests": "Meetings on Tuesdays, if that suits.",
    "mentor_areas": ["policy", "scheduling", "circulation"],
    "mentor_capacity": 2,
    "mentee_areas": ["budget", "sponsorships", "acquisitions"],
    "mentee_means": ["in_person", "by_video"],
    "mentee_time": ["ongoing"],
}


def sign_in(person: Person) -> dict[str, str]:
    """Return the headers of a browser where this person is signed in, ready to post a form."""
    request = HttpRequest()
    request.session = SessionStore()
    login(request, person, backend=BACKEND)
    get_token(request)
    request.session.save()
    token = request.META["CSRF_COOKIE"]
    cookies = f"sessionid={request.session.session_key}; csrftoken={token}"
    return {"Host": HOST, "Cookie": cookies, "X-CSRFToken": token}


@transaction.atomic
def readers() -> None:
    """Print the coordinator's list and the first page of a participant who has applied."""
    coordinator = Person.objects.coordinators()[0]
    participant = Person.objects.filter(applications__submitted_at__isnull=False, is_coordinator=False)[0]
    the_list = {"path": reverse("intake:list"), "headers": sign_in(coordinator)}
    home = {"path": reverse("home:home"), "headers": sign_in(participant), "person": participant.pk}
    print(json.dumps({"list": the_list, "home": home}))


@transaction.atomic
def drafts(count: int) -> None:
    """Print `count` complete drafts of one person each: all the same but for whose they are."""
    connection.cursor().execute(f"CREATE TABLE {TABLE} AS SELECT * FROM intake_application WHERE 0")  # noqa: S608
    first = first_draft()
    people = make_people(first.person, count)
    copy_draft(first, people)
    answer = {
        "path": reverse("intake:step", args=["check"]),
        "then": reverse("home:status"),
        "form": the_form(first.person),
        "columns": {column: str(getattr(first, column)) for column in COLUMNS},
        "senders": [sign_in(person) for person in people],
    }
    print(json.dumps(answer))


def first_draft() -> Application:
    """One draft, filled in by the same acts as on the web."""
    at = timezone.now()
    cycle = open_cycle(timezone.localdate(at))
    assert cycle
    person = new_person(0)
    person.save()
    draft = start_application(person=person, cycle=cycle, by=person, at=at)
    read_terms(application=draft, by=person, at=at)
    answers = ANSWERS | {"libraries": [Library.objects.filter(is_member=True)[0].public_id]}
    return save_draft(application=draft, answers=answers, by=person, at=at)


def new_person(number: int) -> Person:
    email = f"bench{number}@example.org"
    return Person(
        name="Bench Applicant", folded_name="bench applicant", email=email, created_at=timezone.now()
    )


def make_people(like: Person, count: int) -> list[Person]:
    return Person.objects.bulk_create([new_person(number) for number in range(1, count + 1)])


def copy_draft(first: Application, people: Iterable[Person]) -> None:
    """Give everybody a draft with the same answers, in a few statements."""
    owners = [fresh(first, person=person) for person in people]
    applications = Application.objects.bulk_create(owners)
    through = Application.libraries.through
    through.objects.bulk_create(
        through(application=one, library=library) for one in applications for library in first.libraries.all()
    )
    for role in first.roles.all():
        rows = ApplicationRole.objects.bulk_create([fresh(role, application=one) for one in applications])
        areas = list(role.areas.all())
        ChosenArea.objects.bulk_create(fresh(area, application_role=row) for row in rows for area in areas)


def fresh(row: Any, **changes: Any) -> Any:
    """Return an unsaved copy of a row, with a public id of its own if it has one."""
    values = {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields if not f.primary_key}
    values.pop("public_id", None)
    for name in changes:
        values.pop(row._meta.get_field(name).attname)
    return type(row)(**values, **changes)


def the_form(person: Person) -> dict[str, str]:
    """Return what a browser sends with the last page of the form: its version, and the tick it asks for."""
    client = Client(SERVER_NAME=HOST)
    client.force_login(person, backend=BACKEND)
    page = client.get(reverse("intake:step", args=["check"])).content.decode()
    version = re.search(r'name="version" value="(\w+)"', page)
    assert version, page
    return {"version": version[1], "discloses": "on"}
