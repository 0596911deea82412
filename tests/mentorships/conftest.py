import pytest

from lodestar.intake.models import ApplicationRole
from lodestar.mentorships.models import Mentorship
from lodestar.people.models import Person
from tests import factories


def role_of(person: Person, role: str) -> ApplicationRole:
    return ApplicationRole.objects.get(application__person=person, role=role)


@pytest.fixture
def pair(mentor: Person, mentee: Person) -> Mentorship:
    return factories.make_mentorship(
        role_of(mentor, "mentor"), role_of(mentee, "mentee"), shared_areas=["Policy"]
    )
