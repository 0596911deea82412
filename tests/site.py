"""A whole demo program in a folder of its own, served by the real server."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Site:
    """A demo site under `folder`. `prepare` makes its database once; `copy_to` clones it for another test."""

    def __init__(self, folder: Path, application: str = "lodestar.config.wsgi") -> None:
        self.folder = folder
        self.application = application
        self.port = free_port()
        self.processes: dict[str, subprocess.Popen[bytes]] = {}

    @property
    def address(self) -> str:
        return f"http://localhost:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        outside = {
            key: value for key, value in os.environ.items() if key not in {"DATABASE_URL", "SECRET_KEY"}
        }
        return outside | {
            "DJANGO_SETTINGS_MODULE": "lodestar.config.settings.demo",
            "LODESTAR_VAR": str(self.folder),
            "PORT": str(self.port),
            "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
        }

    def manage(self, *words: str) -> str:
        done = subprocess.run(
            [sys.executable, "manage.py", *words],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"{words}: {done.stdout}{done.stderr}"
        return done.stdout

    def run(self, script: str) -> str:
        """Run Python inside the site's own Django."""
        return self.manage("shell", "--verbosity", "0", "--command", script)

    def prepare(self) -> None:
        self.make_tables()
        self.manage("load_demo")

    def make_tables(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        self.manage("migrate", "--verbosity", "0")
        self.manage("createcachetable")
        self.manage("collectstatic", "--noinput", "--verbosity", "0")

    def copy_to(self, folder: Path) -> "Site":
        shutil.copytree(self.folder, folder, dirs_exist_ok=True)
        return Site(folder, self.application)

    def start(self) -> None:
        """Start the web server and wait until it answers."""
        log = (self.folder / "web.log").open("ab")
        self.processes["web"] = subprocess.Popen(
            [
                str(BIN / "gunicorn"),
                self.application,
                f"--bind=127.0.0.1:{self.port}",
                "--worker-class=gthread",
                "--threads=8",
                "--log-level=warning",
            ],
            cwd=ROOT,
            env=self.environment,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        self.wait()

    def start_worker(self) -> None:
        log = (self.folder / "worker.log").open("ab")
        self.processes["worker"] = subprocess.Popen(
            [sys.executable, "manage.py", "qcluster"],
            cwd=ROOT,
            env=self.environment,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )

    def wait(self, seconds: float = 30) -> None:
        until = time.monotonic() + seconds
        while time.monotonic() < until and self.processes["web"].poll() is None:
            try:
                with urllib.request.urlopen(self.address + "/healthz", timeout=5):
                    return
            except urllib.error.HTTPError:
                return
            except OSError:
                time.sleep(0.05)
        raise AssertionError((self.folder / "web.log").read_text())

    def kill(self, name: str, how: signal.Signals = signal.SIGKILL) -> None:
        """End a process and all its children at once, as a power cut or the kernel would."""
        process = self.processes.pop(name)
        os.killpg(process.pid, how)
        process.wait(timeout=20)

    def stop(self) -> None:
        for name in list(self.processes):
            self.kill(name)
