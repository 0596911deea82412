"""A worker to be killed: `python -m tests.matchmaking.worker prepare | solve STEP` on DATABASE_URL."""

import sys
import time
from typing import Any

import django


def prepare() -> None:
    from django.core.management import call_command

    from lodestar.matchmaking.actions import request_round
    from tests import factories

    call_command("migrate", verbosity=0)
    cycle = factories.make_cycle()
    factories.make_rules(cycle.program)
    factories.make_application(cycle=cycle, mentor=["policy"])
    factories.make_application(cycle=cycle, mentee=["policy"])
    request_round(cycle=cycle, by=None, at=factories.NOW)


def solve(step: str = "") -> None:
    """Do what the queue hands out; in the middle of the step, wait to be killed."""
    from lodestar.matchmaking import problem, tasks
    from lodestar.matchmaking.actions import computing
    from lodestar.matchmaking.models import MatchingRound

    owner, name = {
        "": (computing, ""),
        "READING": (computing, "facts_of"),
        "MATCHING": (problem, "solve"),
        "WRITING": (computing, "record"),  # after the rows, before the transaction ends
    }[step]
    if name:
        setattr(owner, name, wait_to_be_killed)
    tasks.solve_round(MatchingRound.objects.get().pk)


def wait_to_be_killed(*_given: Any, **_named: Any) -> None:
    print("in the middle", flush=True)
    time.sleep(60)


if __name__ == "__main__":
    django.setup()
    {"prepare": prepare, "solve": solve}[sys.argv[1]](*sys.argv[2:])
