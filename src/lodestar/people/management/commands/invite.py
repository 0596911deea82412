from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.urls import reverse
from django.utils import timezone

from lodestar.people.actions import invite_person
from lodestar.people.models import StaffRole
from lodestar.refusal import Refused


class Command(BaseCommand):
    """Gives somebody a role, writes to them, and prints where they sign in. May be run again."""

    help = "Give somebody a role and mail them where to sign in."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--role", required=True, choices=StaffRole.values)
        parser.add_argument("--name", default="")

    def handle(self, *, email: str, role: str, name: str, **options: Any) -> None:
        try:
            validate_email(email)
            person = invite_person(email=email, name=name, role=StaffRole(role), by=None, at=timezone.now())
        except ValidationError as error:
            raise CommandError(f"{email} is not an e-mail address.") from error
        except Refused as refused:
            raise CommandError(refused.message) from refused
        self.stdout.write(f"{person} is {StaffRole(role).label}.")
        self.stdout.write(f"Sign in at {settings.SITE_URL}{reverse('account_login')} with {person.email}.")
