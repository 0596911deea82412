"""Eligibility and fit of 2,000 x 2,000 people with 34 areas, in a process of its own."""

import json
import os
import random
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from bench.figures import median, table
from bench.pairing.memory import peak
from pairing import Cohort, Commitment, Means, Mentee, Mentor, Rules, eligibility, fit

REPEATS = 5
SIZE = 2_000
LIBRARIES = [f"library {k}" for k in range(60)]
AREAS = {f"group {k}": tuple(f"area {k}.{i}" for i in range(count)) for k, count in enumerate((9, 9, 8, 8))}


def main(wanted: list[str]) -> None:
    command = [sys.executable, "-m", "bench.pairing.tables"]
    root = Path(__file__).resolve().parents[2]
    env = os.environ | {"PYTHONPATH": "src"}
    runs = []
    for _ in range(REPEATS):
        done = subprocess.run(command, cwd=root, env=env, capture_output=True, text=True, check=True)
        runs.append(json.loads(done.stdout))
    middle = {name: f"{median(one[name] for one in runs):.3f}" for name in ("eligibility", "fit", "both")}
    row = [f"{SIZE:,} x {SIZE:,}", *middle.values(), f"{max(one['memory'] for one in runs):.0f}"]
    print(table(("", "eligibility s", "fit s", "both s", "MB"), [row]), flush=True)


def cohort(size: int) -> Cohort:
    draw = random.Random(1)
    pairs = [(one, other) for one in LIBRARIES for other in LIBRARIES if one < other]
    return Cohort(
        mentees=tuple(Mentee(**_person(draw, f"e{k}"), waited=draw.random() < 0.1) for k in range(size)),
        mentors=tuple(Mentor(**_person(draw, f"m{k}"), capacity=draw.randint(1, 3)) for k in range(size)),
        areas=AREAS,
        distances={pair: draw.randrange(5, 400) for pair in pairs},
    )


def _person(draw: random.Random, one: str) -> dict[str, Any]:
    leaves = [area for below in AREAS.values() for area in below]
    return {
        "id": one,
        "person": f"person {one}",
        "areas": frozenset(draw.sample(leaves, draw.randint(2, 10))),
        "libraries": tuple(draw.sample(LIBRARIES, draw.choice((1, 1, 1, 2)))),
        "boards": frozenset([f"board {draw.randrange(50)}"]),
        "years": draw.randrange(30),
        "staff_band": draw.randrange(4),
        "location_kind": draw.choice(("school", "town_building", "shared")),
        "means": Means(draw.randrange(16)),
        "max_km": draw.choice((None, 50, 100, 200)),
        "commitment": Commitment(draw.randrange(4)),
    }


def measure() -> dict[str, float]:
    people, rules = cohort(SIZE), Rules()
    begun = time.process_time()
    allowed = eligibility(people, rules)
    middle = time.process_time()
    fit(people, rules, allowed.km)
    end = time.process_time()
    memory = peak()
    return {"eligibility": middle - begun, "fit": end - middle, "both": end - begun, "memory": memory}


if __name__ == "__main__":
    print(json.dumps(measure()))
