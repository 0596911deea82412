"""The end of a mentorship: without fault, the reason for the coordinator's eyes only."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from lodestar.history.actions import record
from lodestar.history.models import Channel
from lodestar.mentorships import policy
from lodestar.mentorships.actions.seats import free_seat
from lodestar.mentorships.models import Mentorship, NewMatchWish, NotAgain
from lodestar.outbox.actions import queue_mail, set_aside
from lodestar.people.models import Person
from lodestar.refusal import Refused

PARTS_THEM = (Mentorship.EndReason.MISMATCH, Mentorship.EndReason.NO_CONTACT)


@transaction.atomic
def end_mentorship(
    *,
    mentorship: Mentorship,
    reason: str,
    by: Person,
    at: datetime,
    said_by: Person | None = None,
    wants_new_match: bool | None = None,
    channel: str = Channel.WEB,
    said_on: date | None = None,
) -> None:
    """End it; whoever did not say so reads a neutral text. `said_by` is whose words a coordinator records."""
    mentorship.refresh_from_db()
    if refused := policy.may_act(by, mentorship):
        raise refused
    active = Mentorship.objects.active().filter(pk=mentorship.pk)
    if not active.update(ended_at=at, ended_by=said_by or by, end_reason=reason):
        raise Refused("already_ended", _("This mentorship has ended in the meantime."))
    mentorship.refresh_from_db()
    free_seat(holder=mentorship.public_id)
    record(gettext_noop("ended the mentorship"), mentorship, by=by, at=at, channel=channel, said_on=said_on)
    keep_wish(mentorship, wants_new_match)
    keep_apart(mentorship, at=at)
    for name in ("introduction", "first-contact"):
        set_aside(key_starts=f"{name}:{mentorship.public_id}:", at=at)
    tell_the_other(mentorship, at=at)


def keep_wish(mentorship: Mentorship, wants_new_match: bool | None) -> None:
    """Only a side of the pair has a wish; a coordinator who ends it by themselves has none."""
    ender = mentorship.ended_by
    if wants_new_match is not None and ender and policy.is_one_of_the_pair(ender, mentorship):
        NewMatchWish.objects.create(mentorship=mentorship, person=ender, wished=wants_new_match)


@transaction.atomic
def wish_new_match(
    *,
    mentorship: Mentorship,
    wished: bool,
    by: Person,
    at: datetime,
    said_by: Person | None = None,
    channel: str = Channel.WEB,
    said_on: date | None = None,
) -> None:
    """After the end one side says whether they wish a new match; it may change, and the last word counts."""
    person = said_by or by
    if refused := policy.may_wish(by, person, mentorship):
        raise refused
    before = NewMatchWish.objects.filter(mentorship=mentorship, person=person).first()
    if before and before.wished == wished:
        return
    NewMatchWish.objects.update_or_create(mentorship=mentorship, person=person, defaults={"wished": wished})
    act = gettext_noop("said whether they wish a new match")
    record(act, mentorship, by=by, at=at, channel=channel, said_on=said_on)


def keep_apart(mentorship: Mentorship, *, at: datetime) -> None:
    if mentorship.end_reason in PARTS_THEM:
        NotAgain.objects.get_or_create(
            mentor=mentorship.mentor,
            mentee=mentorship.mentee,
            lifted_at=None,
            defaults={"reason": mentorship.end_reason, "since": at},
        )


def tell_the_other(mentorship: Mentorship, *, at: datetime) -> None:
    for person in (mentorship.mentor, mentorship.mentee):
        if person != mentorship.ended_by:
            queue_mail(
                key=f"end:{mentorship.public_id}:{person.public_id}",
                to=person,
                template="mentorships/mails/ended.txt",
                context={"person": person, "mentorship": mentorship},
                at=at,
            )
