from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from lodestar.demo.actions import load_people


class Command(BaseCommand):
    help = "Load the NLLS program and fictional people to try it with. A second run keeps the data."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("Fictional people are for the demo only.")
        call_command("load_nlls", stdout=self.stdout)
        count = load_people(
            applications=settings.DATA / "demo" / "applications.csv",
            at=timezone.now(),
            today=timezone.localdate(),
        )
        self.stdout.write(f"demo applications: {count} added" if count else "demo applications: kept")
