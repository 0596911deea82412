from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from allauth.mfa.models import Authenticator
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from lodestar.folding import fold
from lodestar.history.actions import record
from lodestar.history.models import Channel
from lodestar.outbox.actions import queue_mail
from lodestar.people.models import Person, StaffRole
from lodestar.people.policy import (
    digits_of,
    may_be_reached,
    may_leave_to,
    may_lose_role,
    plain_address,
    tidy_name,
)
from lodestar.refusal import Refused

INVITATION = "people/mails/invitation.txt"
FOLDED_LENGTH = Person._meta.get_field("folded_name").max_length


@transaction.atomic
def open_account(*, email: str, at: datetime) -> Person:
    """Return the person with this address, made now if nobody has it. They have just proved it is theirs."""
    person, is_new = Person.objects.get_or_create(email=plain_address(email), defaults={"created_at": at})
    if is_new:
        record(gettext_noop("opened an account"), person, by=person, at=at)
    return person


@transaction.atomic
def enter_person(
    *, name: str, phone: str = "", email: str = "", by: Person | None, at: datetime, channel: str
) -> Person:
    """Return the person of this address, or else of this name and telephone number, or make one.

    What a known person has is not changed.
    """
    address, name = plain_address(email) if email else None, tidy_name(name)
    if known := find_known(name=name, phone=phone, address=address):
        return known
    if refused := may_be_reached(phone, email):
        raise refused
    person = Person.objects.create(
        name=name, folded_name=fold(name)[:FOLDED_LENGTH], email=address, phone=phone.strip(), created_at=at
    )
    record(gettext_noop("entered the person"), person, by=by, at=at, channel=channel)
    return person


def find_known(*, name: str, phone: str, address: str | None) -> Person | None:
    if address:
        return Person.objects.filter(email=address).first()
    number = digits_of(phone)
    namesakes = Person.objects.filter(folded_name=fold(name)[:FOLDED_LENGTH], is_made_up=False)
    return next((person for person in namesakes if number and digits_of(person.phone) == number), None)


@transaction.atomic
def change_contact(*, person: Person, name: str, phone: str, email: str, by: Person, at: datetime) -> Person:
    """Write what is new of name, telephone and address. Whoever had the old address is told there."""
    if refused := may_be_reached(phone, email):
        raise refused
    name, address = tidy_name(name), plain_address(email) if email else None
    wanted = {"name": name, "phone": phone.strip(), "email": address}
    changed = {field: value for field, value in wanted.items() if getattr(person, field) != value}
    if "email" in changed:
        leave_address(person, by=by, at=at)
    if changed:
        write_unless_taken(person, changed | {"folded_name": fold(name)[:FOLDED_LENGTH]})
        record(gettext_noop("changed the contact details"), person, by=by, at=at, changed=list(changed))
    return person


@dataclass
class FormerAddress:
    """An address that its owner leaves: a mail to it, sent again, never follows them to the new one."""

    email: str
    pk: None = None


when_another_changes_the_address: list[Callable[[Person, datetime], None]] = []
"""What concepts above this one do then; each adds its own at the start."""


def leave_address(person: Person, *, by: Person, at: datetime) -> None:
    """Tell the address that is about to be replaced; if another person does it, end the sessions too."""
    if person.email:
        key = f"address-changed:{person.public_id}:{at.isoformat()}"
        to = FormerAddress(person.email)
        queue_mail(key=key, to=to, template="people/mails/address_changed.txt", context={}, at=at)
    if by.pk != person.pk:
        end_sessions(person)
        for tell in when_another_changes_the_address:
            tell(person, at)


def write_unless_taken(person: Person, values: Mapping[str, Any]) -> None:
    for field, value in values.items():
        setattr(person, field, value)
    try:
        with transaction.atomic():
            person.save(update_fields=list(values))
    except IntegrityError as error:
        person.refresh_from_db()
        raise Refused("address_taken", _("Somebody already uses this e-mail address.")) from error


@transaction.atomic
def say_who_reads_mailbox(*, person: Person, shared: bool | None, by: Person, at: datetime) -> None:
    """Keep whether others read this person's mailbox, or would inherit it; None is "not said"."""
    if person.mailbox_is_shared == shared:
        return
    person.mailbox_is_shared = shared
    person.save(update_fields=["mailbox_is_shared"])
    record(gettext_noop("said who reads the mailbox"), person, by=by, at=at)


@transaction.atomic
def grant_role(*, person: Person, role: StaffRole, by: Person | None, at: datetime) -> bool:
    """Give a role; return whether it is new. A person's sessions end, so that the new right asks anew.

    Whoever joins other coordinators is a newcomer; the first one finds nothing that somebody left.
    """
    joins = role == StaffRole.COORDINATOR and Person.objects.coordinators().exclude(pk=person.pk).exists()
    if not Person.objects.filter(pk=person.pk, **{f"is_{role}": False}).update(**{f"is_{role}": True}):
        return False
    if joins:
        Person.objects.filter(pk=person.pk).update(is_newcomer=True)
    end_sessions(person)
    record(gettext_noop("gave the role"), person, by=by, at=at, channel=Channel.WEB, role=str(role))
    return True


when_a_role_is_taken_away: list[Callable[[Person, StaffRole, datetime], None]] = []
"""What concepts above this one do then; each adds its own at the start."""


@transaction.atomic
def remove_role(*, person: Person, role: StaffRole, by: Person | None, at: datetime) -> None:
    """Take a role away; what was open with it closes at once. The last coordinator stays."""
    # The lock keeps two removals apart on PostgreSQL; on SQLite the transaction itself does.
    coordinators = Person.objects.coordinators().select_for_update()
    if refused := may_lose_role(person, role, len(coordinators)):
        raise refused
    lost: dict[str, Any] = {f"is_{role}": False}
    if role == StaffRole.COORDINATOR:
        lost |= {"away_until": None, "deputy": None, "is_newcomer": False}
        Person.objects.filter(deputy=person).update(deputy=None)
    if not Person.objects.filter(pk=person.pk, **{f"is_{role}": True}).update(**lost):
        return
    end_sessions(person)
    record(gettext_noop("took the role away"), person, by=by, at=at, role=str(role))
    for follow in when_a_role_is_taken_away:
        follow(person, role, at)


@transaction.atomic
def say_away(
    *, person: Person, until: date | None, deputy: Person | None, by: Person, at: datetime, today: date
) -> None:
    """Keep until which day a coordinator is away and who stands in for them; None is "here"."""
    if refused := may_leave_to(person, deputy, until, today):
        raise refused
    if (person.away_until, person.deputy_id) == (until, deputy.pk if deputy else None):
        return
    person.away_until, person.deputy = until, deputy
    person.save(update_fields=["away_until", "deputy"])
    record(gettext_noop("said until when they are away, and who stands in"), person, by=by, at=at)


@transaction.atomic
def know_where_things_stand(*, person: Person, by: Person, at: datetime) -> None:
    """A new coordinator has read where things stand; their desk comes first from now on."""
    if Person.objects.filter(pk=person.pk, is_newcomer=True).update(is_newcomer=False):
        record(gettext_noop("read where things stand"), person, by=by, at=at)


@transaction.atomic
def invite_person(*, email: str, name: str, role: StaffRole, by: Person | None, at: datetime) -> Person:
    """Give somebody a role and write to them where to sign in. Asked again, it does nothing more."""
    person = enter_person(name=name, email=email, by=by, at=at, channel=Channel.WEB)
    if grant_role(person=person, role=role, by=by, at=at):
        key = f"invitation:{person.public_id}:{role}:{at.isoformat()}"
        queue_mail(key=key, to=person, template=INVITATION, context={"role": role.label}, at=at)
    return person


@transaction.atomic
def sign_out_everywhere(*, person: Person, by: Person, at: datetime) -> None:
    """End every session of this person, on every device, the present one included."""
    end_sessions(person)
    record(gettext_noop("signed out everywhere"), person, by=by, at=at)


@transaction.atomic
def forget_second_step(*, person: Person, by: Person | None, at: datetime) -> None:
    """Take away app, passkeys and recovery codes of somebody who lost them; their sessions end."""
    take_second_step(person)
    record(gettext_noop("took a lost second step away"), person, by=by, at=at)


def take_second_step(person: Person) -> None:
    """App, passkeys and recovery codes open this account no more, nor does any session."""
    Authenticator.objects.filter(user_id=person.pk).delete()
    end_sessions(person)


def end_sessions(person: Person) -> None:
    Person.objects.filter(pk=person.pk).update(sessions_ended=F("sessions_ended") + 1)
    person.refresh_from_db()
