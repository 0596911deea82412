import json
from datetime import datetime
from pathlib import Path

from lodestar.matchmaking.models import MatchingRules
from lodestar.programs.models import Program


def load_rules(path: Path, *, at: datetime) -> int:
    """Give the program its first matching rules unless it has some; return how many were added."""
    program = Program.objects.current()
    if program.matching_rules.exists():
        return 0
    start = json.loads(path.read_text(encoding="utf-8"))
    MatchingRules.objects.create(program=program, number=1, created_at=at, **start)
    return 1
