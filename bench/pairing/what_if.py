"""What-if and alternatives at 500 mentees x 300 mentors, all levels with proof; in this process."""

import random
import time

import numpy as np

from bench.figures import median, percentile, table
from pairing import Alternatives, Instance, solve, whatif

EDITS = 60


def main(wanted: list[str]) -> None:
    draw = np.random.default_rng(1)
    instance = Instance.from_arrays(
        fit=draw.integers(0, 6_001, (500, 300)) + draw.integers(0, 4_001, 300),
        acceptable=draw.random((500, 300)) < 0.6,
        capacity=draw.integers(1, 4, 300),
    )
    solve(instance)
    cold = [_seconds(lambda: solve(instance)) for _ in range(9)]
    edits = [_edit(instance, random.Random(k)) for k in range(EDITS)]
    begun = time.process_time()
    told = Alternatives(instance, solve(instance))
    answers = sum(len(told.of(mentee)) for mentee in instance.mentees)
    alternatives = time.process_time() - begun
    rows = [
        ["a cold solve", *_figures(cold)],
        [f"{EDITS} edits: pin, forbid, capacity, add, remove", *_figures(edits)],
        [f"all {answers:,} alternatives of 500 mentees, with the solve", f"{alternatives:.4f}", ""],
    ]
    print(table(("500 x 300, five levels", "median s", "95 % within s"), rows), flush=True)


def _figures(seconds: list[float]) -> list[str]:
    return [f"{median(seconds):.4f}", f"{percentile(seconds, 0.95):.4f}"]


def _seconds(act: object) -> float:
    begun = time.process_time()
    act()  # type: ignore[operator]
    return time.process_time() - begun


def _edit(instance: Instance, draw: random.Random) -> float:
    """Edit and solution together."""
    pair = draw.randrange(len(instance.fit))
    mentee = instance.mentees[int(instance.mentee[pair])]
    mentor = instance.mentors[int(instance.mentor[pair])]
    some = {one: draw.randrange(10_001) for one in draw.sample(instance.mentors, 100)}
    others = {one: draw.randrange(10_001) for one in draw.sample(instance.mentees, 100)}
    acts = (
        lambda: whatif.pin(instance, mentee, mentor),
        lambda: whatif.forbid(instance, mentee, mentor),
        lambda: whatif.set_capacity(instance, mentor, draw.randint(0, 4)),
        lambda: whatif.add_mentee(instance, "new", some),
        lambda: whatif.add_mentor(instance, "new", 2, others),
        lambda: whatif.remove_mentee(instance, mentee),
        lambda: whatif.remove_mentor(instance, mentor),
    )
    act = draw.choice(acts)
    return _seconds(lambda: solve(act()))
