"""`python -m pairing solve INSTANCE [-o SOLUTION]` and `python -m pairing certify INSTANCE SOLUTION`.

`-` reads standard input. Exit code 0: solved or proven; 1: not proven; 2: input that cannot be read, with
the reason in one sentence on standard error. A solution file appears whole or not at all.
"""

import argparse
import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from pairing.certificate import NotProven, certify
from pairing.cohort import InvalidInstance
from pairing.instance import Instance
from pairing.solution import Solution
from pairing.solve import solve


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    options = _parser().parse_args(arguments)
    try:
        if options.command == "solve":
            _write(solve(Instance.from_json(_read(options.instance))).to_json(), options.output)
        else:
            certify(Instance.from_json(_read(options.instance)), Solution.from_json(_read(options.solution)))
    except (InvalidInstance, OSError) as error:
        return _fail(error, 2)
    except NotProven as error:
        return _fail(error, 1)
    except KeyboardInterrupt:
        return _fail("Interrupted; nothing was written.", 130)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="pairing", description="Optimal, proven matching of mentees and mentors."
    )
    commands = parser.add_subparsers(dest="command", required=True)
    solving = commands.add_parser("solve", help="print or write the best matching")
    solving.add_argument("instance", metavar="INSTANCE")
    solving.add_argument("-o", dest="output", metavar="SOLUTION")
    checking = commands.add_parser("certify", help="check that a solution is proven best")
    checking.add_argument("instance", metavar="INSTANCE")
    checking.add_argument("solution", metavar="SOLUTION")
    return parser


def _read(name: str) -> bytes:
    return sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()


def _write(text: str, name: str | None) -> None:
    if name is None:
        sys.stdout.write(text + "\n")
        return
    target = Path(name)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".pairing-") as folder:
        whole = Path(folder) / target.name
        whole.write_text(text + "\n", encoding="utf-8")
        os.replace(whole, target)


def _fail(reason: object, code: int) -> int:
    print(reason, file=sys.stderr)
    return code


if __name__ == "__main__":
    sys.exit(main())
