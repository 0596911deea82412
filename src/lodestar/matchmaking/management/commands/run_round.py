import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import Q
from django.utils import timezone

from lodestar.matchmaking.actions import request_round, run_matching_round
from lodestar.matchmaking.models import MatchingRound
from lodestar.matchmaking.queries.instances import instance_text
from lodestar.matchmaking.queries.solution import solution_of
from lodestar.programs.models import Cycle
from lodestar.programs.queries import current_cycle
from lodestar.refusal import Refused

BAD_INPUT = 2


class Command(BaseCommand):
    help = "Computes a matching round of a cycle, stores it as proposed and prints the solution as JSON."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("cycle", nargs="?", help="name or id of the cycle; without it the current one")
        parser.add_argument("--instance", metavar="FILE", help="also write the instance that was solved")

    def handle(self, *args: Any, **options: Any) -> None:
        cycle = self.find_cycle(options["cycle"])
        if options["instance"] is None:
            solution = solution_of(self.solved(cycle))
        else:
            with replacing(options["instance"]) as file:
                round = self.solved(cycle)
                file.write(instance_text(round))
            solution = solution_of(round)
        self.stdout.write(json.dumps(solution, ensure_ascii=False, indent=1))

    def find_cycle(self, asked: str | None) -> Cycle:
        cycles = Cycle.objects.select_related("program")
        if asked is None:
            cycle = current_cycle(timezone.localdate())
        else:
            cycle = cycles.filter(Q(public_id=asked) | Q(name=asked)).first() if "\0" not in asked else None
        if cycle is None:
            names = ", ".join(cycles.values_list("name", flat=True)) or "none yet"
            raise CommandError(f"There is no such cycle. Cycles: {names}.", returncode=BAD_INPUT)
        return cycle

    def solved(self, cycle: Cycle) -> MatchingRound:
        at = timezone.now()
        try:
            round = run_matching_round(round=request_round(cycle=cycle, by=None, at=at), by=None, at=at)
        except Refused as refused:
            raise CommandError(refused.message, returncode=BAD_INPUT) from None
        if round.state != MatchingRound.State.PROPOSED:
            raise CommandError(f"The round has no answer: {round.problem}", returncode=1)
        return round


@contextmanager
def replacing(name: str) -> Iterator[TextIO]:
    """A file that takes its name only when it is whole; a bad name is found before anything is done."""
    partial = ""
    try:
        target = Path(name)
        if target.is_dir():
            raise IsADirectoryError(0, "it is a folder", name)
        handle, partial = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name[:40]}-")
        with open(handle, "w", encoding="utf-8") as file:
            yield file
        os.replace(partial, target)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or error
        raise CommandError(f"{name!r} cannot be written: {why}.", returncode=BAD_INPUT) from None
    finally:
        if partial:
            Path(partial).unlink(missing_ok=True)
