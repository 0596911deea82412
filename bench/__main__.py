"""`python -m bench` runs every benchmark that stands in this folder, `python -m bench web` runs one."""

import os
import subprocess
import sys
from pathlib import Path


def names() -> list[str]:
    return sorted(entry.parent.name for entry in Path(__file__).parent.glob("*/__main__.py"))


def run(name: str) -> int:
    load = " ".join(f"{minutes:.2f}" for minutes in os.getloadavg())
    print(f"\n== {name} ({os.cpu_count()} cores, load {load})", flush=True)
    return subprocess.run([sys.executable, "-m", f"bench.{name}"], check=False).returncode


def main(wanted: list[str]) -> int:
    unknown = sorted(set(wanted) - set(names()))
    if unknown:
        print(f"No benchmark named {', '.join(unknown)}. There are: {', '.join(names())}.")
        return 2
    return max([run(name) for name in wanted or names()], default=0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
