"""One virtual environment for each peer, from its own hash-pinned lock."""

import hashlib
import subprocess
import sys
import venv
from pathlib import Path

HERE = Path(__file__).parent
VENVS = HERE.parent / ".venvs"


def python_of(peer: str) -> Path:
    """The peer's interpreter; its environment is made when it is missing or its lock has changed."""
    lock, folder = HERE / "locks" / f"{peer}.lock", VENVS / peer
    stamp, wanted = folder / "lock.sha256", hashlib.sha256(lock.read_bytes()).hexdigest()
    if not stamp.exists() or stamp.read_text() != wanted:
        venv.create(folder, with_pip=True, clear=True)
        install = [
            folder / "bin" / "python",
            "-m",
            "pip",
            "install",
            "--quiet",
            "--require-hashes",
            "-r",
            lock,
        ]
        subprocess.run(install, check=True, stdout=sys.stderr)
        stamp.write_text(wanted)
    return folder / "bin" / "python"
