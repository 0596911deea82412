"""Beside mentor-match 7.0.1, from the same people by the same rules, all levels and the proof on."""

import json
import os
import random
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from bench.figures import median, table
from bench.pairing.environments import HERE, python_of
from bench.pairing.run import SRC

SIZES = (50, 200, 500, 1_000)
REPEATS = 5
PEERS = (("ours", "ours"), ("mentor-match", "mentor-match"))
HEADS = ("", "n", "median s", "times faster", "MB", "matched", "score")
People = dict[str, list[dict[str, Any]]]


def main(wanted: list[str]) -> None:
    lines = []
    for n in [int(one) for one in wanted] or SIZES:
        people = _people(n)
        runs: dict[str, list[dict[str, Any]]] = {peer: [] for _, peer in PEERS}
        with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
            json.dump(people, file)
            file.flush()
            for _ in range(REPEATS):
                for environment, peer in PEERS:
                    runs[peer].append(_run(environment, peer, Path(file.name)))
        middle = {peer: median(one["seconds"] for one in done) for peer, done in runs.items()}
        lines += [_line(peer, n, middle, runs[peer], people) for _, peer in PEERS]
    print(table(HEADS, lines), flush=True)


def _people(n: int) -> People:
    draw = random.Random(n)
    sides = (("mentees", "e", 1, 4), ("mentors", "m", 2, 6))
    return {
        side: [_person(draw, f"{mark}{k}", low, high) for k in range(n)] for side, mark, low, high in sides
    }


def _person(draw: random.Random, email: str, low: int, high: int) -> dict[str, Any]:
    return {
        "email": email,
        "grade": draw.randint(low, high),
        "organisation": f"organisation {draw.randrange(12)}",
        "profession": f"profession {draw.randrange(6)}",
    }


def _run(environment: str, peer: str, people: Path) -> dict[str, Any]:
    command = [python_of(environment), HERE / "mentor_match_runner.py", peer, people]
    env = os.environ | {"PYTHONPATH": str(SRC)} if peer == "ours" else os.environ
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=True)
    return dict(json.loads(done.stdout.splitlines()[-1]))


def _line(
    peer: str, n: int, middle: dict[str, float], runs: list[dict[str, Any]], people: People
) -> list[str]:
    matched, score = _worth(people, runs[0]["pairs"])
    faster = f"{middle['mentor-match'] / middle[peer]:.0f}" if peer == "ours" else ""
    memory = f"{max(one['memory'] for one in runs):.0f}"
    return [peer, str(n), f"{middle[peer]:.4f}", faster, memory, str(matched), str(score)]


def _worth(people: People, pairs: dict[str, str]) -> tuple[int, int]:
    """Matched and total score, recomputed pair by pair."""
    known = {one["email"]: one for side in people.values() for one in side}
    assert len(set(pairs.values())) == len(pairs), "a mentor twice"
    score = 0
    for mentee, mentor in ((known[one], known[other]) for one, other in pairs.items()):
        assert mentee["organisation"] != mentor["organisation"], "a pair that is not acceptable"
        ahead = mentor["grade"] - mentee["grade"]
        same = mentee["profession"] == mentor["profession"]
        score += 30 * (ahead > 0) + 20 * (ahead > 1) + (40 if same else 10)
    return len(pairs), score
