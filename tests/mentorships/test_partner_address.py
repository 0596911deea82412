"""Somebody else changes an address: the old one and the partner hear of it, and no notice goes astray."""

import pytest

from lodestar.mentorships.models import Mentorship
from lodestar.outbox.actions import send_again
from lodestar.outbox.models import Mail
from lodestar.people.actions import change_contact
from lodestar.people.models import Person
from tests import factories
from tests.factories import NOW


def change(person: Person, by: Person) -> None:
    change_contact(
        person=person, name=person.name, phone=person.phone, email="new@example.org", by=by, at=NOW
    )


@pytest.fixture
def pair(mentor: Person, mentee: Person) -> Mentorship:
    roles = [person.applications.get().roles.get() for person in (mentor, mentee)]
    return factories.make_mentorship(*roles)


def told() -> set[str]:
    return set(Mail.objects.values_list("address", flat=True))


def test_the_partner_is_told_and_reads_no_name(pair: Mentorship, coordinator: Person) -> None:
    change(pair.mentee, coordinator)
    assert told() == {"mentee@example.org", "mentor@example.org"}
    mail = Mail.objects.get(person=pair.mentor)
    assert pair.mentee.name not in mail.subject + mail.text
    assert "new@example.org" not in mail.text


def test_who_changes_their_own_address_or_has_no_active_pair_alarms_nobody(
    pair: Mentorship, coordinator: Person
) -> None:
    change(pair.mentee, pair.mentee)
    assert told() == {"mentee@example.org"}
    Mentorship.objects.update(ended_at=NOW, end_reason="workload")
    change_contact(
        person=pair.mentor, name="M", phone="780-555-0111", email="other@example.org", by=coordinator, at=NOW
    )
    assert told() == {"mentee@example.org", "mentor@example.org"}


def test_the_notice_to_the_old_address_sent_again_still_goes_there(
    mentee: Person, coordinator: Person
) -> None:
    change(mentee, coordinator)
    Mail.objects.update(state=Mail.State.FAILED)
    notice = Mail.objects.get()
    send_again(mail=notice, by=coordinator, at=NOW)
    notice.refresh_from_db()
    assert (notice.address, notice.state) == ("mentee@example.org", Mail.State.QUEUED)
