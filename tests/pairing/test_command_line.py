"""`python -m pairing`: exit codes, one sentence on standard error, files whole or not at all."""

import io
import json
import os
import runpy
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import pairing.__main__ as command
from tests.pairing.test_bad_input import GOOD

SRC = Path(command.__file__).parents[1]


@pytest.fixture
def instance(tmp_path: Path) -> Path:
    path = tmp_path / "instance.json"
    path.write_text(json.dumps(GOOD), encoding="utf-8")
    return path


def test_solve_writes_a_file_that_certify_proves(instance: Path, tmp_path: Path) -> None:
    answer = tmp_path / "answer.json"
    assert command.main(["solve", str(instance), "-o", str(answer)]) == 0
    assert command.main(["certify", str(instance), str(answer)]) == 0
    assert json.loads(answer.read_text())["matches"] == [["e1", "m1"], ["e2", "m2"]]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["answer.json", "instance.json"]


def test_a_dash_reads_standard_input_and_the_answer_goes_to_standard_output(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(json.dumps(GOOD).encode())))
    assert command.main(["solve", "-"]) == 0
    assert json.loads(capsys.readouterr().out)["format"] == "pairing-solution/1"


def test_a_changed_answer_is_not_proven(
    instance: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = tmp_path / "answer.json"
    command.main(["solve", str(instance), "-o", str(answer)])
    data = json.loads(answer.read_text())
    data["values"]["fit"] += 1
    answer.write_text(json.dumps(data))
    assert command.main(["certify", str(instance), str(answer)]) == 1
    assert capsys.readouterr().err == "The value of 'fit' is 8550, not 8551.\n"


@pytest.mark.parametrize("change", [{"pinned": [["e1", "m2"]]}, {"mentees": 1}, {"format": 0}])
def test_an_instance_that_cannot_be_read_ends_with_2_and_one_sentence(
    change: dict[str, Any], instance: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    instance.write_text(json.dumps(GOOD | change))
    assert command.main(["solve", str(instance), "-o", str(tmp_path / "answer.json")]) == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "Traceback" not in said
    assert not (tmp_path / "answer.json").exists()


def test_a_missing_file_a_malformed_solution_and_a_folder_that_is_not_there_end_with_2(
    instance: Path, tmp_path: Path
) -> None:
    assert command.main(["solve", str(tmp_path / "nothing.json")]) == 2
    assert command.main(["certify", str(instance), str(instance)]) == 2
    assert command.main(["solve", str(instance), "-o", str(tmp_path / "no" / "answer.json")]) == 2


def test_a_command_that_is_none_ends_with_2() -> None:
    with pytest.raises(SystemExit) as caught:
        command.main(["guess"])
    assert caught.value.code == 2


def test_an_answer_that_cannot_be_written_whole_leaves_the_old_file_and_nothing_else(
    instance: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = tmp_path / "answer.json"
    answer.write_text("old")

    def full(*_: object) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr(os, "replace", full)
    assert command.main(["solve", str(instance), "-o", str(answer)]) == 2
    assert answer.read_text() == "old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["answer.json", "instance.json"]


def test_an_interrupted_solve_says_so(
    instance: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(command, "solve", interrupted)
    assert command.main(["solve", str(instance)]) == 130
    assert capsys.readouterr().err == "Interrupted; nothing was written.\n"


def test_interrupting_a_long_solve_leaves_no_file(tmp_path: Path) -> None:
    """The solve says when it has begun, and then takes as long as it is let."""
    (tmp_path / "instance.json").write_text(json.dumps(GOOD))
    long = """
import sys, time, pairing.__main__ as command
def solve(instance):
    print("begun", flush=True)
    time.sleep(600)
command.solve = solve
sys.exit(command.main(["solve", "instance.json", "-o", "answer.json"]))
"""
    process = subprocess.Popen(
        [sys.executable, "-c", long],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(SRC)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "begun\n"
    process.send_signal(signal.SIGINT)
    assert process.communicate(timeout=60)[1] == "Interrupted; nothing was written.\n"
    assert process.returncode == 130
    assert [path.name for path in tmp_path.iterdir()] == ["instance.json"]


def test_the_module_runs_as_a_program(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sys, "argv", ["pairing", "solve", str(tmp_path / "nothing.json")])
    with pytest.raises(SystemExit) as caught:
        runpy.run_path(str(command.__file__), run_name="__main__")
    assert caught.value.code == 2
