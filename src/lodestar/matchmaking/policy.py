"""Who may do what with rounds, offers and answers, and by when an answer is due."""

from datetime import date, timedelta

from django.utils.translation import gettext as _

from lodestar.intake.models import Application, ApplicationRole
from lodestar.matchmaking.models import Answer, Match, MatchingRound
from lodestar.people.models import Person
from lodestar.programs.models import Program
from lodestar.refusal import Refused

MORE_DAYS = 5
YEAR = 366
Role = ApplicationRole.Role
State = Match.State
ASKED = {Role.MENTOR: State.ASKED_MENTOR, Role.MENTEE: State.ASKED_MENTEE}
OTHER = {Role.MENTOR: Role.MENTEE, Role.MENTEE: Role.MENTOR}


def may_run(person: Person | None) -> Refused | None:
    """Coordinators decide about matching; None is the program itself, from the command line."""
    if person is None or person.is_coordinator:
        return None
    return Refused("not_coordinator", _("Only the coordinator decides about matching."))


def may_rule(person: Person, mentor: Person, mentee: Person) -> Refused | None:
    """Whether this coordinator may decide about a pair: never about themselves."""
    return may_run(person) or (own_pair() if person in (mentor, mentee) else None)


def own_pair() -> Refused:
    return Refused("own_pair", _("This is about yourself. Another coordinator has to decide it."))


def may_offer(match: Match, person: Person, *, is_overtaken: bool) -> Refused | None:
    """Whether the coordinator may ask about a proposed pair that no later round decides about."""
    names = {"mentor": match.mentor_role.application.person, "mentee": match.mentee_role.application.person}
    if not person.is_coordinator:
        return may_run(person)
    if match.round.state not in (MatchingRound.State.PROPOSED, MatchingRound.State.PUBLISHED):
        return Refused("round_not_ready", _("This round has no proposed pairs to send."))
    if match.state != State.PROPOSED:
        return Refused("already_sent", _("The offer for %(mentee)s has been sent already.") % names)
    if is_overtaken:
        words = _("A later round decides about %(mentee)s. Send the offer from there.")
        return Refused("newer_round", words % names)
    if not both_in_pool(match):
        return Refused("left_pool", _("%(mentor)s or %(mentee)s has left the pool. Run again.") % names)
    return may_be_named(match.mentee_role.application)


def may_be_named(mentee: Application) -> Refused | None:
    """Nobody is named to a mentor before they agreed to it; who is asked first agrees with their yes."""
    if mentee.agreed_at or mentee.ask_me_first:
        return None
    words = _(
        "%(mentee)s has not agreed yet that a mentor reads their name; it is asked at the first sign-in."
    )
    return Refused("not_agreed", words % {"mentee": mentee.person})


def may_speak(match: Match, role: str, person: Person, *, on_web: bool) -> Refused | None:
    """Who speaks for a side: its person on the web, or a coordinator who is neither of the two."""
    if is_one_of_the_pair(match, person):
        own = match.mentor_role if role == Role.MENTOR else match.mentee_role
        speaks = on_web and person.pk == own.application.person_id
    else:
        speaks = person.is_coordinator and not on_web
    return None if speaks else Refused("not_yours", _("This offer is not yours to answer."))


def may_answer(match: Match, role: str, said: str, *, on_web: bool) -> Refused | None:
    """Whether this can be said now for the side `role`. Nobody says yes before they agreed to the terms."""
    side = match.mentor_role if role == Role.MENTOR else match.mentee_role
    if match.waits_for_wave:
        return Refused("answered_already", _("This offer has been answered already."))
    if match.state != ASKED[Role(role)] or not both_in_pool(match):
        return Refused("decided", _("This offer has been decided in the meantime. Nothing was changed."))
    if side.application.agreed_at or not (on_web or said == Answer.Said.YES):
        return None
    if on_web:
        return Refused("consents_first", _("Please agree to the considerations and the notice first."))
    words = _("First record that %(name)s agreed to the considerations and the notice: on their application.")
    return Refused("consents_first", words % {"name": side.application.person})


def may_steer(match: Match, person: Person | None) -> Refused | None:
    """Whether a live offer may be reminded of or ended by a coordinator outside it, or by the program."""
    if person and is_one_of_the_pair(match, person):
        return Refused("own_pair", _("This is your own offer. Another coordinator has to look after it."))
    if match.state not in Match.LIVE:
        return Refused("decided", _("This offer has been decided in the meantime. Nothing was changed."))
    return may_run(person)


def may_remind(match: Match, person: Person | None) -> Refused | None:
    if match.waits_for_wave:
        return Refused(
            "nobody_asked", _("Nobody's answer is awaited: the other side is asked with the next wave.")
        )
    return may_steer(match, person)


def may_ask_other(match: Match, person: Person) -> Refused | None:
    """Whether the next wave may ask the side that knows nothing yet."""
    if not match.waits_for_wave or not both_in_pool(match):
        return Refused("decided", _("This offer has been decided in the meantime. Nothing was changed."))
    return may_steer(match, person)


def is_one_of_the_pair(match: Match, person: Person) -> bool:
    return person.pk in (match.mentor_role.application.person_id, match.mentee_role.application.person_id)


def both_in_pool(match: Match) -> bool:
    return {match.mentor_role.state, match.mentee_role.state} == {ApplicationRole.State.ACCEPTED}


def asked_side(match: Match) -> str:
    """Whose answer is awaited."""
    return Role.MENTOR if match.state == State.ASKED_MENTOR else Role.MENTEE


def side_of(match: Match, person: Person) -> str | None:
    """The side that `person` is, if they were asked; one person is never both."""
    if match.mentor_asked_at and match.mentor_role.application.person_id == person.pk:
        return Role.MENTOR
    if match.mentee_asked_at and match.mentee_role.application.person_id == person.pk:
        return Role.MENTEE
    return None


def in_holiday(day: date, program: Program) -> bool:
    """Whether nothing falls due on `day`; the days off may run over the new year."""
    first, last, today = program.holiday_from, program.holiday_to, day.strftime("%m-%d")
    return first <= today <= last if first <= last else today >= first or today <= last


def due_on(asked_on: date, days: int, program: Program) -> date:
    """The last day for an answer: never one of the days off, but the first day after them."""
    days_after = (asked_on + timedelta(days=days + extra) for extra in range(YEAR))
    return next((day for day in days_after if not in_holiday(day, program)), asked_on + timedelta(days=days))
