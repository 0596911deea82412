"""Who may do what in a mentorship. Pure: everything is loaded already."""

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from lodestar.mentorships.models import Mentorship, MessageToCoordinator
from lodestar.people.models import Person
from lodestar.refusal import Refused


def is_one_of_the_pair(person: Person, mentorship: Mentorship) -> bool:
    return person.pk in (mentorship.mentor_id, mentorship.mentee_id)


def may_see_as_coordinator(person: Person, mentorship: Mentorship) -> bool:
    """A coordinator who is one of the pair sees it only as one of the pair."""
    return person.is_coordinator and not is_one_of_the_pair(person, mentorship)


def may_act(person: Person, mentorship: Mentorship) -> Refused | None:
    if mentorship.ended_at is not None:
        return Refused("already_ended", _("This mentorship has ended in the meantime."))
    if is_one_of_the_pair(person, mentorship) or person.is_coordinator:
        return None
    return Refused("not_theirs", _("Only the two of them and the coordinator can do this."))


def may_say_we_talked(person: Person, mentorship: Mentorship, on: date, today: date) -> Refused | None:
    if mentorship.first_talk_on is not None:
        return Refused("already_said", _("It is noted already that you have talked."))
    if on > today:
        return Refused("date_ahead", _("This date is still to come. Please give the day you talked."))
    if on < timezone.localdate(mentorship.started_at):
        return Refused("date_before", _("This date is before the mentorship started."))
    return may_act(person, mentorship)


def may_ask_coordinator(person: Person, mentorship: Mentorship) -> Refused | None:
    if is_one_of_the_pair(person, mentorship):
        return None
    return Refused("not_theirs", _("Only the two of them can ask here."))


def may_wish(by: Person, person: Person, mentorship: Mentorship) -> Refused | None:
    """After the end each of the two for themselves, or a coordinator outside the pair writes it down."""
    if mentorship.ended_at is None:
        return Refused("not_ended", _("This mentorship is still going on."))
    if by != person and not may_see_as_coordinator(by, mentorship):
        return Refused("not_theirs", _("Only a coordinator who is not one of the pair can record this."))
    return may_ask_coordinator(person, mentorship)


def may_answer(person: Person, message: MessageToCoordinator) -> Refused | None:
    if message.answered_at is not None:
        return Refused("already_answered", _("This message has been answered in the meantime."))
    if may_see_as_coordinator(person, message.mentorship):
        return None
    return Refused("not_theirs", _("Only a coordinator who is not one of the pair can answer."))
