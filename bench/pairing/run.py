"""One solve by one peer, in a process and an environment of its own."""

import json
import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from bench.pairing.environments import HERE, python_of
from bench.pairing.instances import Problem, worth

SRC = HERE.parents[1] / "src"
TIMEOUT = 600


@dataclass(frozen=True)
class Run:
    """`failed` says why there are no figures."""

    figures: dict[str, float]
    worth: dict[str, Any]
    failed: str = ""


@contextmanager
def stored(problem: Problem) -> Iterator[Path]:
    """The instance as a file that every environment can read."""
    with tempfile.TemporaryDirectory(prefix="bench-pairing-") as folder:
        path = Path(folder) / "instance.npz"
        np.savez(path, **problem.arrays)
        yield path


def run(environment: str, peer: str, problem: Problem, instance: Path, timeout: float = TIMEOUT) -> Run:
    answer = instance.with_name("answer.npy")
    command = [python_of(environment), HERE / "runner.py", peer, instance, answer]
    env = os.environ | {"PYTHONPATH": str(SRC)}
    try:
        done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=timeout, check=False)
    except subprocess.TimeoutExpired:
        return Run({}, {}, f"over {timeout:.0f} s")
    if done.returncode:
        return Run({}, {}, (done.stderr.strip() or f"ended with {done.returncode}").splitlines()[-1][:60])
    return Run(json.loads(done.stdout.splitlines()[-1]), worth(problem, np.load(answer)))
