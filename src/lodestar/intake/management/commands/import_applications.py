from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from lodestar.intake.imports import import_applications, read_applications
from lodestar.intake.imports.plan import Plan
from lodestar.people.models import Person
from lodestar.programs.models import Cycle
from lodestar.programs.queries import current_cycle
from lodestar.refusal import Refused


class Command(BaseCommand):
    help = "Import typed applications from a CSV file: all of them, or none when one row has a problem."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="only say what would be done")
        parser.add_argument("--cycle", help="public id of the cycle (default: the current one)")
        parser.add_argument("--by", metavar="EMAIL", help="the coordinator whose act this is")

    def handle(self, *args: Any, **options: Any) -> None:
        cycle, by = self.find_cycle(options["cycle"]), self.find_coordinator(options["by"])
        plan = read_applications(self.read(options["file"]), cycle, by=by)
        self.tell(plan, cycle)
        if plan.problems:
            raise CommandError(f"{len(plan.problems)} problem(s) in {options['file']}: nothing was imported.")
        if options["dry_run"]:
            self.stdout.write("Only tried: nothing was imported.")
            return
        try:
            done = import_applications(plan, cycle, by=by, at=timezone.now())
        except Refused as refused:
            raise CommandError(f"{refused.message} Nothing was imported.") from refused
        self.stdout.write(f"Imported {len(done)} application(s).")

    def read(self, path: Path) -> bytes:
        try:
            return path.read_bytes()
        except OSError as error:
            raise CommandError(f"{path} cannot be read: {error.strerror}.") from error

    def find_cycle(self, public_id: str | None) -> Cycle:
        if public_id is None:
            cycle = current_cycle(timezone.localdate())
        else:
            cycle = Cycle.objects.filter(public_id=public_id).first()
        if cycle is None:
            raise CommandError("There is no such cycle. Make one first, or name one with --cycle.")
        return cycle

    def find_coordinator(self, email: str | None) -> Person | None:
        if email is None:
            return None
        person = Person.objects.coordinators().filter(email=email.lower()).first()
        if person is None:
            raise CommandError(f"{email} is not the address of a coordinator.")
        return person

    def tell(self, plan: Plan, cycle: Cycle) -> None:
        for problem in plan.problems:
            self.stderr.write(str(problem))
        self.stdout.write(f"{cycle}: {len(plan.new)} new, {len(plan.known)} already there.")
        for entry in plan.known:
            self.stdout.write(f"row {entry.row}: {entry.answers['name']} has already applied.")
        for entry in plan.new:
            if entry.answers["other_library"]:
                self.stdout.write(
                    f"row {entry.row}: “{entry.answers['other_library']}” is not in the list of libraries."
                )
