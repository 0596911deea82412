from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from lodestar.people.actions import forget_second_step
from lodestar.people.models import Person


class Command(BaseCommand):
    """For somebody who lost app, passkeys and recovery codes: the next sign-in asks for a new second step."""

    help = "Forget the second step of somebody who lost it, and end their sessions."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")

    def handle(self, *, email: str, **options: Any) -> None:
        person = Person.objects.filter(email=email.strip().lower()).first()
        if person is None:
            raise CommandError(f"Nobody has the address {email}.")
        forget_second_step(person=person, by=None, at=timezone.now())
        self.stdout.write(f"{person} adds a new second step at the next sign-in.")
