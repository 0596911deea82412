from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from lodestar.history.actions import record
from lodestar.outbox.actions import queue_mail
from lodestar.people.models import Person
from lodestar.programs.models import Program, ProgramText, Terms
from lodestar.refusal import Refused


@transaction.atomic
def begin_program(
    *, name: str, system_name: str, system_short_name: str, aim: str, by: Person | None, at: datetime
) -> Program:
    """Make the one program of this installation."""
    program = Program.objects.create(
        name=name, system_name=system_name, system_short_name=system_short_name, aim=aim
    )
    record(gettext_noop("set up the program"), program, by=by, at=at)
    return program


@transaction.atomic
def change_program(
    *, program: Program, values: Mapping[str, Any], by: Person | None, at: datetime
) -> Program:
    """Write those settings of the program that are new; history keeps their names."""
    changed = [name for name, value in values.items() if getattr(program, name) != value]
    for name in changed:
        setattr(program, name, values[name])
    if changed:
        program.save(update_fields=changed)
        record(gettext_noop("changed the program's settings"), program, by=by, at=at, fields=changed)
    return program


@transaction.atomic
def change_text(*, text: ProgramText, heading: str, body: str, by: Person, at: datetime) -> ProgramText:
    """Give a passage of the public page other words."""
    text.heading, text.text = heading, body
    text.save(update_fields=["heading", "text"])
    record(gettext_noop("changed a text of the program page"), text.program, by=by, at=at, text=text.key)
    return text


def write_terms(
    *,
    program: Program,
    kind: str,
    heading: str,
    intro: str,
    items: list[dict[str, str]],
    by: Person | None,
    at: datetime,
) -> Terms:
    """Add a new version. Earlier applications keep the one they were made with."""
    latest = program.terms.filter(kind=kind).order_by("-version").first()
    version = latest.version + 1 if latest else 1
    try:
        with transaction.atomic():
            terms = Terms.objects.create(
                program=program, kind=kind, version=version, heading=heading, intro=intro, items=items
            )
            act = gettext_noop("wrote a new version of what applicants read")
            record(act, program, by=by, at=at, kind_of_terms=kind, version=version)
    except IntegrityError:
        raise Refused(
            "written_meanwhile", _("Somebody else has just written a new version. Please look at it first.")
        ) from None
    return terms


@transaction.atomic
def tick_step(*, program: Program, step: str, done: bool, by: Person, at: datetime) -> None:
    """Note that one of the first steps of a new program is done, or is not."""
    others = [name for name in program.first_steps_done if name != step]
    program.first_steps_done = [*others, step] if done else others
    program.save(update_fields=["first_steps_done"])
    act = gettext_noop("ticked one of the first steps") if done else gettext_noop("took a tick back")
    record(act, program, by=by, at=at, step=step)


@transaction.atomic
def send_trial_mail(*, program: Program, by: Person, at: datetime) -> None:
    """Mail the coordinator, so that they see what applicants will get, and that it arrives."""
    queue_mail(
        key=f"trial:{by.public_id}:{at.isoformat()}",
        to=by,
        template="programs/mails/trial.txt",
        context={"person": by, "program": program},
        at=at,
    )
    tick_step(program=program, step="mail", done=True, by=by, at=at)
