"""From both said yes to the first contact."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from lodestar.folders.actions import pass_folder
from lodestar.history.actions import record
from lodestar.history.models import Channel
from lodestar.history.queries import Thing
from lodestar.intake.models import ApplicationRole
from lodestar.mentorships import policy
from lodestar.mentorships.actions.seats import pass_seat
from lodestar.mentorships.models import Mentorship, Seat
from lodestar.outbox.actions import queue_mail, set_aside
from lodestar.people.models import Person
from lodestar.refusal import Refused


@transaction.atomic
def start_mentorship(
    *,
    mentor_role: ApplicationRole,
    mentee_role: ApplicationRole,
    seat: Seat,
    from_holder: str,
    kind: str,
    shared_areas: Sequence[str],
    by: Person,
    at: datetime,
    channel: str = Channel.WEB,
    said_on: date | None = None,
) -> Mentorship:
    """Make the pair: the offer's seat and folder become the mentorship's, both learn to reach each other."""
    mentorship = Mentorship(
        mentor=mentor_role.application.person,
        mentee=mentee_role.application.person,
        mentor_role=mentor_role,
        mentee_role=mentee_role,
        seat=seat,
        kind=kind,
        shared_areas=list(shared_areas),
        started_at=at,
    )
    pass_seat(seat=seat, from_holder=from_holder, to_holder=mentorship.public_id)
    if Mentorship.objects.active().filter(mentor=mentorship.mentor, mentee=mentorship.mentee).exists():
        raise Refused("already_together", _("These two are already in a mentorship with each other."))
    mentorship.save(force_insert=True)
    pass_folder(kind="match", public_id=from_holder, to=Thing("mentorship", mentorship.public_id))
    record(gettext_noop("started the mentorship"), mentorship, by=by, at=at, channel=channel, said_on=said_on)
    introduce(mentorship, at=at)
    return mentorship


def introduce(mentorship: Mentorship, *, at: datetime) -> None:
    for person, partner in both_ways(mentorship):
        queue_mail(
            key=f"introduction:{mentorship.public_id}:{person.public_id}",
            to=person,
            template="mentorships/mails/introduction.txt",
            context={
                "person": person,
                "partner": partner,
                "mentorship": mentorship,
                "you_write_first": person == mentorship.mentee,
            },
            at=at,
        )


def both_ways(mentorship: Mentorship) -> list[tuple[Person, Person]]:
    """Each of the two with the other."""
    return [(mentorship.mentor, mentorship.mentee), (mentorship.mentee, mentorship.mentor)]


@transaction.atomic
def say_we_talked(
    *,
    mentorship: Mentorship,
    on: date,
    by: Person,
    at: datetime,
    channel: str = Channel.WEB,
    said_on: date | None = None,
) -> None:
    """Note the first contact, said by either of the two or told to the coordinator. Once."""
    mentorship.refresh_from_db()
    if refused := policy.may_say_we_talked(by, mentorship, on, timezone.localdate(at)):
        raise refused
    open_ones = Mentorship.objects.active().filter(pk=mentorship.pk, first_talk_on__isnull=True)
    if not open_ones.update(first_talk_on=on, first_talk_said_by=by):
        raise Refused("already_said", _("It is noted already that you have talked."))
    mentorship.refresh_from_db()
    set_aside(key_starts=f"first-contact:{mentorship.public_id}:", at=at)
    talked = gettext_noop("said that the two have talked")
    record(talked, mentorship, by=by, at=at, channel=channel, said_on=said_on)


@transaction.atomic
def remind_first_contact(*, mentorship: Mentorship, at: datetime) -> None:
    """Ask both, once and without blame, whether they have talked."""
    waiting = Mentorship.objects.active().filter(
        pk=mentorship.pk, first_talk_on__isnull=True, first_talk_asked_at__isnull=True
    )
    if not waiting.update(first_talk_asked_at=at):
        return
    record(gettext_noop("asked both about the first contact"), mentorship, by=None, at=at)
    for person, partner in both_ways(mentorship):
        queue_mail(
            key=f"first-contact:{mentorship.public_id}:{person.public_id}",
            to=person,
            template="mentorships/mails/first_contact.txt",
            context={"person": person, "partner": partner, "mentorship": mentorship},
            at=at,
        )
