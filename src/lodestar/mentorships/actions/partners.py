from datetime import datetime

from lodestar.mentorships.queries import of
from lodestar.outbox.actions import queue_mail
from lodestar.people.models import Person


def tell_partners_of_another_address(person: Person, at: datetime) -> None:
    """Somebody else changed this address: each partner hears of it, so that a strange mail is noticed."""
    for pair in of(person).active():
        partner = pair.mentee if pair.mentor_id == person.pk else pair.mentor
        queue_mail(
            key=f"partner-address:{pair.public_id}:{partner.public_id}:{at.isoformat()}",
            to=partner,
            template="mentorships/mails/partner_address.txt",
            context={"person": partner, "mentorship": pair},
            at=at,
        )
