"""Whoever clicks when: acts in threads of their own, on a real database."""

from collections.abc import Callable
from threading import Barrier, Thread

from django.db import connection

from lodestar.refusal import Refused


def at_once(*acts: Callable[[], object]) -> list[str]:
    """Start all acts together; return the code of each refusal, "done" for the others."""
    start, outcomes = Barrier(len(acts)), []

    def go(act: Callable[[], object]) -> None:
        start.wait()
        try:
            act()
            outcomes.append("done")
        except Refused as refused:
            outcomes.append(refused.code)
        finally:
            connection.close()

    threads = [Thread(target=go, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(outcomes)
