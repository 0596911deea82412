"""Who may hand over what to whom, and when."""

from datetime import date, timedelta

from django.utils.translation import gettext as _

from lodestar.people.models import Person
from lodestar.refusal import Refused

LATEST = timedelta(days=366)


def may_arrange(by: Person) -> Refused | None:
    if by.is_coordinator or by.is_administrator:
        return None
    return Refused("not_yours", _("Only a coordinator or an administrator can do this."))


def may_hand_over(leaver: Person, successor: Person) -> Refused | None:
    """From one coordinator to another: so there is always one, and the last cannot leave."""
    if not leaver.is_coordinator:
        words = _("%(name)s is not a coordinator any more: there is nothing to hand over.")
        return Refused("not_coordinator", words % {"name": leaver})
    if leaver.pk == successor.pk:
        return Refused("same_person", _("Choose somebody else to take over."))
    if not (successor.is_coordinator and successor.is_active):
        words = _("%(name)s is not a coordinator. Give them this role first.")
        return Refused("no_successor", words % {"name": successor})
    return None


def may_be_on(on: date, today: date) -> Refused | None:
    if on < today:
        return Refused("day_past", _("This day is over. Choose today or a later day."))
    if on > today + LATEST:
        return Refused("day_far", _("This day is more than a year ahead. Please check the year."))
    return None
