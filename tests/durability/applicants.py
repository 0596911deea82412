"""People whose application is complete but for its last press, each signed in; run inside a site."""

import json
import time
from datetime import datetime
from importlib import import_module

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.utils import timezone

from lodestar.intake.actions import read_terms, save_draft, start_application
from lodestar.intake.models import Application
from lodestar.libraries.models import Library
from lodestar.people.actions import open_account
from lodestar.people.models import Person
from lodestar.programs.models import Area, Cycle
from lodestar.programs.queries import open_cycle

ANSWERS = {"roles": ["mentee"], "mentee_unsure": False}


def make(count: int) -> None:
    """Print the session key and the id of each application."""
    at, cycle = timezone.now(), open_cycle(timezone.localdate())
    assert cycle
    drafts = [draft(number, cycle, at) for number in range(count)]
    print(json.dumps([{"session": session(one.person), "application": one.public_id} for one in drafts]))


def draft(number: int, cycle: Cycle, at: datetime) -> Application:
    person = open_account(email=f"applicant{number}@example.org", at=at)
    application = start_application(person=person, cycle=cycle, by=person, at=at)
    read_terms(application=application, by=person, at=at)
    answers = ANSWERS | {
        "name": f"Applicant {number}",
        "libraries": [Library.objects.earliest("pk").public_id],
        "mentee_areas": [Area.objects.earliest("pk").key],
    }
    return save_draft(application=application, answers=answers, by=person, at=at)


def session(person: Person) -> str:
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    store[SESSION_KEY] = str(person.pk)
    store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY] = person.get_session_auth_hash()
    store["began"] = store["seen"] = int(time.time())
    store.create()
    return str(store.session_key)
