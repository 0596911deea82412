"""Asking people about a proposed pair, reminding them, and ending an offer."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from lodestar.history.actions import record
from lodestar.intake.models import ApplicationRole
from lodestar.matchmaking import policy
from lodestar.matchmaking.actions.present import may_be_paired, problem_now
from lodestar.matchmaking.models import Match, MatchingRound
from lodestar.matchmaking.queries.offers import AROUND, first_side, live_offers, mail_context, side
from lodestar.matchmaking.queries.rounds import is_newest, open_proposals
from lodestar.mentorships.actions import free_seat, provide_seats, take_seat
from lodestar.outbox.actions import queue_mail, set_aside
from lodestar.people.models import Person
from lodestar.refusal import Refused, refuse

Role = ApplicationRole.Role
State = Match.State


@transaction.atomic
def send_offers(
    *,
    round: MatchingRound,
    matches: Iterable[Match],
    by: Person,
    at: datetime,
    lines: Mapping[int, str] | None = None,
) -> None:
    """Ask the first side of each chosen pair, or the other side of one whose first yes waits for a wave.

    All or none; `lines` adds one line of the coordinator's own. Each pair is looked at once more with the
    pool and the rules of now: much may have happened since.
    """
    chosen = sorted(matches, key=lambda match: match.pk)
    if not chosen:
        raise Refused("nobody_chosen", _("Choose at least one pair."))
    said = lines or {}
    waiting = [match for match in chosen if match.waits_for_wave]
    for match in waiting:
        ask_other_side(match, line=said.get(match.pk, ""), by=by, at=at)
    if first := [match for match in chosen if match not in waiting]:
        ask_first_sides(round, first, lines=said, by=by, at=at)


def ask_other_side(match: Match, *, line: str, by: Person, at: datetime) -> None:
    hold(match)
    refuse(policy.may_ask_other(match, by))
    other = policy.OTHER[Role(policy.asked_side(match))]
    ask(match, other, at, from_state=match.state, waits_for_wave=False, line=shortened(line))
    record(gettext_noop("sent an offer"), match, by=by, at=at)


def ask_first_sides(
    round: MatchingRound, chosen: list[Match], *, lines: Mapping[int, str], by: Person, at: datetime
) -> None:
    publish(round, at)
    pool = problem_now(round.cycle)
    still_open = set(open_proposals(round.matches.all()).values_list("pk", flat=True))
    for match in chosen:
        hold(match)
        mentor, mentee = match.mentor_role.application.person, match.mentee_role.application.person
        is_overtaken = match.pk not in still_open
        refuse(policy.may_offer(match, by, is_overtaken=is_overtaken) or may_be_paired(pool, mentor, mentee))
        send_offer(match, line=lines.get(match.pk, ""), by=by, at=at)


def publish(round: MatchingRound, at: datetime) -> None:
    """Take the round out of the coordinator's hands; only the newest one may send."""
    if not is_newest(round):
        raise Refused("newer_round", _("There is a newer round. Send the offers from there."))
    open_states = [MatchingRound.State.PROPOSED, MatchingRound.State.PUBLISHED]
    published = MatchingRound.objects.filter(pk=round.pk, state__in=open_states)
    if not published.update(state=MatchingRound.State.PUBLISHED, published_at=round.published_at or at):
        raise Refused("round_not_ready", _("This round has no proposed pairs to send."))


def send_offer(match: Match, *, line: str, by: Person, at: datetime) -> None:
    mentor = match.mentor_role.application.person
    places = match.mentor_role.capacity or match.round.cycle.program.mentees_at_once
    provide_seats(mentor=mentor, capacity=places)
    try:
        seat = take_seat(mentor=mentor, holder=match.public_id)
    except Refused as refusal:
        raise Refused(refusal.code, _("Every place of %(mentor)s is taken.") % {"mentor": mentor}) from None
    ask(match, first_side(match), at, from_state=State.PROPOSED, seat=seat, line=shortened(line))
    record(gettext_noop("sent an offer"), match, by=by, at=at)


def shortened(line: str) -> str:
    return line.strip()[:500]


def ask(match: Match, role: str, at: datetime, *, from_state: str, **changes: Any) -> None:
    """Ask one side: move the match, set the day its answer is due, queue the mail."""
    program = match.round.cycle.program
    changes |= {
        "state": policy.ASKED[Role(role)],
        f"{role}_asked_at": at,
        "answer_due_on": policy.due_on(local_day(at), program.answer_days, program),
        "reminded_at": None,
        "is_late": False,
    }
    move(match, from_state, **changes)
    mail(match, role, "offer", at=at)


def hold(match: Match) -> None:
    """Let one act at a time go on with this match, and read it and its two roles again."""
    rows = Match.objects.select_for_update(no_key=True, of=("self", "mentor_role", "mentee_role"))
    try:
        match.refresh_from_db(from_queryset=rows.select_related(*AROUND))
    except Match.DoesNotExist:
        raise decided() from None


def decided() -> Refused:
    return Refused("decided", _("This offer has been decided in the meantime. Nothing was changed."))


def move(match: Match, *states: str, **changes: Any) -> None:
    """Change a match if it is still in one of these states; whoever comes second is refused."""
    try:
        with transaction.atomic():
            moved = Match.objects.filter(pk=match.pk, state__in=states).update(**changes)
    except IntegrityError:
        raise Refused("mentee_has_offer", _("This mentee has another offer already.")) from None
    if not moved:
        raise decided()
    for name, value in changes.items():
        setattr(match, name, value)


def mail(match: Match, role: str, name: str, *, at: datetime, tail: str = "") -> None:
    queue_mail(
        key=f"{name}-{match.public_id}-{role}{tail}",
        to=side(match, role).application.person,
        template=f"matchmaking/mails/{name}.txt",
        context=mail_context(match, role, match.answer_due_on),
        at=at,
    )


def no_longer_to_tell(match: Match, role: str, *, at: datetime) -> None:
    """Whoever has answered, or is asked no more, need not be called about it."""
    for name in ("offer", "offer_reminder"):
        set_aside(key_starts=f"{name}-{match.public_id}-{role}", at=at)


def local_day(at: datetime) -> date:
    return timezone.localdate(at, timezone.get_default_timezone())


@transaction.atomic
def remind_offer(*, match: Match, by: Person | None, at: datetime) -> bool:
    """Remind the side whose answer is awaited, at most once a day; say whether a mail was queued."""
    hold(match)
    refuse(policy.may_remind(match, by))
    today = local_day(at)
    if match.reminded_at and local_day(match.reminded_at) >= today:
        return False
    move(match, *Match.LIVE, reminded_at=at)
    mail(match, policy.asked_side(match), "offer_reminder", at=at, tail=f"-{today}")
    record(gettext_noop("reminded of an offer"), match, by=by, at=at)
    return True


def remind_and_lapse_offers(*, by: None = None, at: datetime) -> None:
    """Do what falls due today: end offers of people who left, remind once, mark the late ones."""
    for match in live_offers():
        with suppress(Refused):  # somebody decided it since it was read: the others go on
            do_what_is_due(match, at)


@transaction.atomic
def do_what_is_due(match: Match, at: datetime) -> None:
    hold(match)
    if not policy.both_in_pool(match):
        withdraw_offer(match=match, by=None, at=at)
    elif not match.waits_for_wave and not policy.in_holiday(local_day(at), match.round.cycle.program):
        remind_or_mark_late(match, at)


def remind_or_mark_late(match: Match, at: datetime) -> None:
    today, program = local_day(at), match.round.cycle.program
    asked_at = match.mentor_asked_at if match.state == State.ASKED_MENTOR else match.mentee_asked_at
    waited = (today - local_day(asked_at or at)).days
    if match.answer_due_on and today > match.answer_due_on:
        lapse_offer(match=match, at=at)
    elif waited >= program.reminder_days and match.reminded_at is None:
        remind_offer(match=match, by=None, at=at)


@transaction.atomic
def lapse_offer(*, match: Match, at: datetime) -> None:
    """Mark an offer as late. Nothing is taken away: the coordinator decides what follows."""
    if Match.objects.live().filter(pk=match.pk, is_late=False).update(is_late=True):
        record(gettext_noop("found an offer late"), match, by=None, at=at)


@transaction.atomic
def withdraw_offer(*, match: Match, by: Person | None, at: datetime, reason: str = "") -> None:
    """End a live offer and free its seat; everyone who was asked reads the same neutral words."""
    hold(match)
    refuse(policy.may_steer(match, by))
    end_offer(match, State.LAPSED if match.is_late else State.WITHDRAWN, at=at)
    act = gettext_noop("let an offer lapse") if match.is_late else gettext_noop("withdrew an offer")
    record(act, match, by=by, at=at, reason=reason)


def end_offer(match: Match, state: str, *, at: datetime, silent_to: str = "") -> None:
    """Move a live offer to an end, free the seat, tell the sides that know of it and are in the pool."""
    move(match, match.state, state=state, waits_for_wave=False)
    free_seat(holder=match.public_id)
    asked = {Role.MENTOR: match.mentor_asked_at, Role.MENTEE: match.mentee_asked_at}
    for role, asked_at in asked.items():
        no_longer_to_tell(match, role, at=at)
        in_pool = side(match, role).state == ApplicationRole.State.ACCEPTED
        if asked_at and in_pool and role != silent_to:
            mail(match, role, "not_going_ahead", at=at)


def end_offers_of(role: ApplicationRole, at: datetime) -> None:
    """Whoever steps back has no offer any more; the other side reads the neutral words."""
    either = Q(mentor_role=role) | Q(mentee_role=role)
    for match in live_offers().filter(either):
        withdraw_offer(match=match, by=None, at=at)
