"""The engine builds as a wheel of its own and works in an environment without the site."""

import json
import shutil
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

from tests.pairing.test_bad_input import GOOD

SOURCE = Path(__file__).resolve().parents[2] / "src" / "pairing"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    shutil.copytree(SOURCE, folder / "pairing", ignore=shutil.ignore_patterns("__pycache__"))
    build = [
        sys.executable,
        "-m",
        "build",
        "--wheel",
        "--no-isolation",
        "--outdir",
        folder,
        folder / "pairing",
    ]
    answer = subprocess.run(build, capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stdout + answer.stderr
    (built,) = folder.glob("pairing-*.whl")
    return built


def test_the_wheel_holds_every_module_its_types_and_its_needs(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
        (metadata,) = [archive.read(name).decode() for name in names if name.endswith("/METADATA")]
    assert {f"pairing/{path.name}" for path in SOURCE.glob("*.py")} | {"pairing/py.typed"} <= names
    needs = [line for line in metadata.splitlines() if line.startswith("Requires-Dist: ")]
    assert needs == [
        "Requires-Dist: numpy>=2",
        "Requires-Dist: scipy>=1.13",
        'Requires-Dist: ortools>=9.10; extra == "large"',
    ]


def test_it_solves_and_certifies_in_a_fresh_environment(wheel: Path, tmp_path: Path) -> None:
    """numpy and scipy are lent by the environment that runs the tests, so that nothing is downloaded."""
    venv.create(tmp_path / "venv", with_pip=True)
    python = tmp_path / "venv" / "bin" / "python"
    install = [python, "-m", "pip", "install", "--quiet", "--no-index", "--no-deps", wheel]
    subprocess.run(install, check=True, capture_output=True)
    (packages,) = (tmp_path / "venv" / "lib").glob("python3*/site-packages")
    (packages / "lent.pth").write_text(sysconfig.get_path("purelib"))
    (tmp_path / "instance.json").write_text(json.dumps(GOOD))
    for arguments in (
        ["solve", "instance.json", "-o", "answer.json"],
        ["certify", "instance.json", "answer.json"],
    ):
        subprocess.run(
            [python, "-m", "pairing", *arguments], cwd=tmp_path, env={}, check=True, capture_output=True
        )
    where = [python, "-c", "import pairing; print(pairing.__file__)"]
    answer = subprocess.run(where, cwd=tmp_path, env={}, check=True, capture_output=True, text=True)
    assert answer.stdout.startswith(str(packages))
