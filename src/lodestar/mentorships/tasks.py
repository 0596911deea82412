from django.utils import timezone

from lodestar.mentorships import actions, queries
from lodestar.programs.models import Program


def remind_first_contact() -> None:
    """Ask every pair that is due whether they have talked. A pair is asked once."""
    at = timezone.now()
    for program in Program.objects.all():
        for mentorship in queries.not_yet_asked_about_first_contact(program, at):
            actions.remind_first_contact(mentorship=mentorship, at=at)
