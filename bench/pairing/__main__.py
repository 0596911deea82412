"""`python -m bench pairing`: the engine beside its peers. `python -m bench.pairing SECTION ...` runs a part.

Sections: peers, mentor-match, growth, what-if, tables. Large instances run in processes of their own.
"""

import os
import sys

from bench.pairing import growth, mentor_match, peers, tables, what_if

SECTIONS = {
    "peers": peers.main,
    "mentor-match": mentor_match.main,
    "growth": growth.main,
    "what-if": what_if.main,
    "tables": tables.main,
}


def main(wanted: list[str]) -> None:
    for name in [one for one in wanted if one in SECTIONS] or SECTIONS:
        load = " ".join(f"{minutes:.2f}" for minutes in os.getloadavg())
        print(f"\n-- {name} (load {load})", flush=True)
        SECTIONS[name]([one for one in wanted if one not in SECTIONS])


if __name__ == "__main__":
    main(sys.argv[1:])
