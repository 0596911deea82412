from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone

from lodestar.libraries.imports import load_libraries
from lodestar.matchmaking.imports import load_rules
from lodestar.programs.imports import load_first_cycle, load_program
from lodestar.travel.imports import load_rates


class Command(BaseCommand):
    help = "Load the NLLS program, cycle, areas, libraries and rates. Adds only what is missing."

    def handle(self, *args: Any, **options: Any) -> None:
        folder, now = settings.DATA / "nlls", timezone.now()
        with transaction.atomic():
            added = {"libraries": load_libraries(folder / "libraries.csv", at=now)}
            added |= load_program(folder, at=now)
            added["mileage rates"] = load_rates(folder / "mileage_rates.csv", at=now)
            added["matching rules"] = load_rules(folder / "matching_rules.json", at=now)
            added["cycle"] = load_first_cycle(folder, today=timezone.localdate(), at=now)
        for thing, count in added.items():
            self.stdout.write(f"{thing}: {count} added" if count else f"{thing}: nothing missing")
