"""Who keeps what in a folder."""

from django.utils.translation import gettext as _

from lodestar.history.queries import Thing
from lodestar.people.models import Person
from lodestar.refusal import Refused

KINDS = ("application", "match", "mentorship")


def may_keep(by: Person, thing: Thing | None) -> Refused | None:
    """Coordinators write and assign, about what is not their own; `thing` is None when it is."""
    if by.is_coordinator and thing:
        return None
    return Refused("not_theirs", _("Only a coordinator who is not part of it can do this."))


def may_look_after(person: Person, thing: Thing | None) -> Refused | None:
    """Nobody is assigned what is their own; `thing` is what that person may see of it."""
    if not (person.is_coordinator and person.is_active):
        return Refused("not_coordinator", _("%(name)s is not a coordinator.") % {"name": person})
    if thing is None:
        words = _("%(name)s is part of it, so another coordinator has to look after it.")
        return Refused("own", words % {"name": person})
    return None
