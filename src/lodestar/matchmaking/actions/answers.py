"""What one side says to an offer: on the web, or recorded by the coordinator."""

from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from lodestar.history.actions import record
from lodestar.history.models import Channel
from lodestar.intake.models import ApplicationRole
from lodestar.matchmaking import policy
from lodestar.matchmaking.actions.offers import (
    ask,
    end_offer,
    hold,
    local_day,
    move,
    no_longer_to_tell,
)
from lodestar.matchmaking.models import Answer, Match
from lodestar.mentorships.actions import start_mentorship
from lodestar.mentorships.models import Mentorship, NotAgain
from lodestar.people.models import Person
from lodestar.refusal import Refused, refuse

Role = ApplicationRole.Role
Said = Answer.Said


@transaction.atomic
def answer_offer(
    *,
    match: Match,
    role: str,
    said: str,
    by: Person,
    at: datetime,
    no_reason: str = "",
    reason: str = "",
    channel: str = Channel.WEB,
    said_on: date | None = None,
) -> Match:
    """Take a side's yes or no. The second yes starts the mentorship; the same answer twice is one."""
    hold(match)
    on_web = channel == Channel.WEB
    refuse(policy.may_speak(match, role, by, on_web=on_web))
    if has_said(match, role, said):
        return match
    refuse(policy.may_answer(match, role, said, on_web=on_web))
    words = {"no_reason": no_reason, "reason": reason.strip()[:2000]} if said == Said.NO else {}
    keep(match, role, said, by=by, at=at, channel=channel, said_on=said_on, **words)
    if said == Said.NO:
        decline(match, role, no_reason, at=at)
    elif has_said(match, policy.OTHER[Role(role)], Said.YES):
        confirm(match, by=by, at=at, channel=channel, said_on=said_on)
    elif match.round.cycle.program.offers_in_waves:
        move(match, match.state, waits_for_wave=True, is_late=False, answer_due_on=None)
    else:
        ask(match, policy.OTHER[Role(role)], at, from_state=policy.ASKED[Role(role)])
    record(gettext_noop("answered an offer"), match, by=by, at=at, channel=channel, said_on=said_on)
    return match


def has_said(match: Match, role: str, said: str) -> bool:
    return Answer.objects.filter(match=match, role=role, said=said).exists()


def keep(match: Match, role: str, said: str, **fields: Any) -> None:
    try:
        with transaction.atomic():
            Answer.objects.create(match=match, role=role, said=said, **fields)
    except IntegrityError:
        raise Refused("answered_already", _("This offer has been answered already.")) from None
    no_longer_to_tell(match, role, at=fields["at"])


def decline(match: Match, role: str, no_reason: str, *, at: datetime) -> None:
    """End the offer; "not this person" keeps the two apart until the coordinator lifts it."""
    end_offer(match, Match.State.DECLINED, at=at, silent_to=role)
    if no_reason == Answer.NoReason.NOT_THIS_PERSON:
        NotAgain.objects.get_or_create(
            mentor=match.mentor_role.application.person,
            mentee=match.mentee_role.application.person,
            lifted_at=None,
            defaults={"reason": no_reason, "since": at},
        )


def confirm(match: Match, *, by: Person, at: datetime, channel: str, said_on: date | None) -> None:
    """Both said yes: the mentorship starts in this very transaction and takes over the seat."""
    if match.seat is None:
        raise Refused("no_seat", _("This offer holds no place."))
    mentorship = start_mentorship(
        mentor_role=match.mentor_role,
        mentee_role=match.mentee_role,
        seat=match.seat,
        from_holder=match.public_id,
        kind=kind_of(match.mentor_role, match.mentee_role),
        shared_areas=match.shared_areas,
        by=by,
        at=at,
        channel=channel,
        said_on=said_on,
    )
    move(match, match.state, state=Match.State.CONFIRMED, mentorship=mentorship, is_late=False)


def kind_of(mentor: ApplicationRole, mentee: ApplicationRole) -> str:
    """On-going when both are open to it, else project-based. One who ticked nothing is open to both kinds."""
    if not any(role.ongoing or role.project_based for role in (mentor, mentee)):
        return Mentorship.Kind.NOT_SAID
    open_to_it = all(role.ongoing or not role.project_based for role in (mentor, mentee))
    return Mentorship.Kind.ONGOING if open_to_it else Mentorship.Kind.PROJECT


@transaction.atomic
def ask_for_more_days(
    *,
    match: Match,
    role: str,
    by: Person,
    at: datetime,
    channel: str = Channel.WEB,
    said_on: date | None = None,
) -> Match:
    """Give a side a few more days to answer, once; asking twice is asking once."""
    hold(match)
    on_web = channel == Channel.WEB
    refuse(policy.may_speak(match, role, by, on_web=on_web))
    if has_said(match, role, Said.MORE_DAYS):
        return match
    refuse(policy.may_answer(match, role, Said.MORE_DAYS, on_web=on_web))
    keep(match, role, Said.MORE_DAYS, by=by, at=at, channel=channel, said_on=said_on)
    start = max(match.answer_due_on or local_day(at), local_day(at))
    due = policy.due_on(start, policy.MORE_DAYS, match.round.cycle.program)
    move(match, match.state, answer_due_on=due, is_late=False)
    record(gettext_noop("asked for a few more days"), match, by=by, at=at, channel=channel, said_on=said_on)
    return match
