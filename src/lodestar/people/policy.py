"""What counts as a name and an address, and who may lose a role."""

import unicodedata
from datetime import date

from django.utils.translation import gettext as _

from lodestar.people.models import Person, StaffRole
from lodestar.refusal import Refused
from lodestar.ui.dates import written_date


def tidy_name(text: str) -> str:
    """Return a name as typed (Unicode NFC), on one line, with single spaces."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def plain_address(text: str) -> str:
    """Return an e-mail address in the one form we keep: ASCII and lower case.

    Full-width and other compatible letters become the plain ones (NFKC), a domain with other letters its
    ASCII form (IDNA), so that two addresses that look alike never pass for one. Raises `Refused`.
    """
    local, at, domain = unicodedata.normalize("NFKC", text).strip().lower().rpartition("@")
    try:
        ascii_domain = domain.encode("idna").decode("ascii")
        local.encode("ascii")
    except UnicodeError as error:
        raise Refused("address_unreadable", _("Please check this e-mail address.")) from error
    return local + at + ascii_domain


def digits_of(phone: str) -> str:
    """Return a telephone number as it is dialled, however it was written."""
    return "".join(letter for letter in unicodedata.normalize("NFKC", phone) if letter.isdecimal())


def may_lose_role(person: Person, role: StaffRole, coordinators: int) -> Refused | None:
    """The last coordinator stays: without one, nobody could run the program or invite another."""
    if role == StaffRole.COORDINATOR and person.is_coordinator and coordinators <= 1:
        return Refused(
            "last_coordinator",
            _("This is the only coordinator. Make somebody else coordinator first."),
        )
    return None


def may_leave_to(person: Person, deputy: Person | None, until: date | None, today: date) -> Refused | None:
    """Whether `deputy` can stand in for this coordinator until that day."""
    if not person.is_coordinator:
        return Refused("not_coordinator", _("Only a coordinator has a deputy."))
    if until and until < today:
        return Refused("day_past", _("This day is over. Give the last day on which you are away."))
    if deputy is None:
        return None
    if deputy.pk == person.pk or not (deputy.is_coordinator and deputy.is_active):
        return Refused("no_deputy", _("Choose another coordinator as your deputy."))
    if until and deputy.is_away(today):
        words = _("%(name)s is away too, until %(day)s. Choose somebody else.")
        return Refused(
            "deputy_away", words % {"name": deputy, "day": written_date(deputy.away_until or until)}
        )
    return None


def may_be_reached(phone: str, email: str) -> Refused | None:
    if phone or email:
        return None
    return Refused("cannot_be_reached", _("We need an e-mail address or a telephone number."))
