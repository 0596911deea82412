"""A round that takes long: how far it is, stopping it, asking for it twice, a crash in the middle."""

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from lodestar.history.models import Entry
from lodestar.matchmaking import actions, problem, tasks
from lodestar.matchmaking.actions import computing
from lodestar.matchmaking.models import Match, MatchingRound
from lodestar.people.models import Person
from lodestar.programs.models import Cycle
from tests import factories
from tests.factories import NOW
from tests.matchmaking.test_pages import desk

__all__ = ["desk"]
pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[2]
HTMX = {"HX-Request": "true"}
Step = MatchingRound.Progress


@pytest.fixture
def asked(cycle: Cycle, mentor: Person, mentee: Person, coordinator: Person) -> MatchingRound:
    """A round of one mentor and one mentee that nobody has begun to compute."""
    factories.make_rules(cycle.program)
    return actions.request_round(cycle=cycle, by=coordinator, at=NOW)


def now(round: MatchingRound) -> tuple[str, int]:
    found = MatchingRound.objects.get(pk=round.pk)
    return found.state, found.progress


def during(monkeypatch: pytest.MonkeyPatch, owner: Any, name: str, do: Callable[[], Any]) -> None:
    """Do something in the middle of a step, just before its work."""
    work = getattr(owner, name)

    def both(*given: Any, **named: Any) -> Any:
        do()
        return work(*given, **named)

    monkeypatch.setattr(owner, name, both)


WORK = {
    Step.READING: (computing, "facts_of"),
    Step.PREPARING: (problem, "build"),
    Step.MATCHING: (problem, "solve"),
    Step.EXPLAINING: (computing, "what_was_found"),
    Step.STORING: (computing, "keep"),
}


def test_each_step_is_told_while_its_work_is_done(
    asked: MatchingRound, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[tuple[str, int]] = []
    for owner, name in WORK.values():
        during(monkeypatch, owner, name, lambda: told.append(now(asked)))
    tasks.solve_round(asked.pk)
    assert told == [("solving", step) for step in WORK]
    assert now(asked)[0] == "proposed"


@pytest.mark.parametrize("step", WORK)
def test_stopped_in_the_middle_it_ends_before_the_next_step_and_keeps_nothing(
    asked: MatchingRound, coordinator: Person, monkeypatch: pytest.MonkeyPatch, step: MatchingRound.Progress
) -> None:
    begun: list[int] = []
    for number, (owner, name) in WORK.items():
        during(monkeypatch, owner, name, lambda number=number: begun.append(number))  # type: ignore[misc]
    during(monkeypatch, *WORK[step], lambda: actions.stop_round(round=asked, by=coordinator, at=NOW))
    assert actions.run_matching_round(round=asked, by=coordinator, at=NOW).state == "stopped"
    assert begun[-1] == step
    assert not Match.objects.exists()
    assert not Entry.objects.filter(act="computed a matching round").exists()
    assert actions.run_matching_round(round=asked, by=coordinator, at=NOW).state == "stopped"


def test_the_page_tells_how_far_it_is_and_an_open_one_is_not_told_again(
    desk: Client, asked: MatchingRound
) -> None:
    url = reverse("matchmaking:round", args=[asked.public_id])
    assert "<progress" not in desk.get(url).content.decode()
    MatchingRound.objects.update(state="solving", progress=3, attempt=1)
    for page in (
        desk.get(url).content.decode(),
        desk.get(url, {"seen": "1-2"}, headers=HTMX).content.decode(),
    ):
        assert "3 of 5: finding the best matching" in page
        assert '<progress value="2" max="5" aria-labelledby="step">' in page
        assert f"{url}?seen=1-3" in page
        assert "this is attempt" not in page
    assert desk.get(url, {"seen": "1-3"}, headers=HTMX).status_code == 204
    MatchingRound.objects.update(progress=1, attempt=2)
    anew = desk.get(url, {"seen": "1-3"}, headers=HTMX).content.decode()
    assert "1 of 5: reading the pool" in anew
    assert "this is attempt 2" in anew


def test_a_press_of_stop_is_told_at_once(desk: Client, asked: MatchingRound) -> None:
    MatchingRound.objects.update(state="solving", progress=3, attempt=1)
    url = reverse("matchmaking:round", args=[asked.public_id])
    assert 'action="' + reverse("matchmaking:stop", args=[asked.public_id]) in desk.get(url).content.decode()
    page = desk.post(reverse("matchmaking:stop", args=[asked.public_id]), follow=True).content.decode()
    assert "Stopped before it had an answer" in page
    assert desk.get(url, {"seen": "1-3"}, headers=HTMX).headers["HX-Refresh"] == "true"


def test_of_two_that_compute_the_same_round_the_later_is_shown_and_the_first_answer_is_kept(
    asked: MatchingRound, coordinator: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[tuple[str, int]] = []

    def second() -> None:
        monkeypatch.undo()
        during(monkeypatch, computing, "write_rows", lambda: told.append(now(asked)))
        assert computing.begin(asked) == 2
        computing.announce(asked, 1, Step.STORING)  # the first goes on: not shown any more
        told.append(now(asked))
        tasks.solve_round(asked.pk)

    during(monkeypatch, problem, "solve", second)
    tasks.solve_round(asked.pk)
    assert told[0] == ("solving", Step.READING)
    assert Match.objects.count() == 1
    assert Entry.objects.filter(act="computed a matching round").count() == 1


def test_asked_for_twice_it_is_one_round_and_one_task(asked: MatchingRound, coordinator: Person) -> None:
    last = asked.number - 1
    again = actions.request_round(cycle=asked.cycle, by=coordinator, at=NOW, after=last)
    assert again == asked
    assert Entry.objects.filter(act="asked for a matching round").count() == 1


def worker(database: Path, *words: str) -> "subprocess.Popen[str]":
    environment = os.environ | {
        "DATABASE_URL": f"sqlite:///{database}",
        "DJANGO_SETTINGS_MODULE": "lodestar.config.settings.test",
        "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
    }
    command = [sys.executable, "-m", "tests.matchmaking.worker", *words]
    return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    database = tmp_path_factory.mktemp("rounds") / "prepared.sqlite3"
    assert worker(database, "prepare").wait(60) == 0
    return database


@pytest.fixture
def kill_at(prepared: Path, tmp_path: Path) -> Iterator[Callable[[str], tuple[Any, ...]]]:
    """Let a worker begin, kill it in the middle of a step; return what stands in the database then."""
    database = Path(shutil.copy(prepared, tmp_path / "rounds.sqlite3"))
    started: list[subprocess.Popen[str]] = []

    def kill(step: str) -> tuple[Any, ...]:
        started.append(worker(database, "solve", step))
        assert started[-1].stdout
        if step:
            assert started[-1].stdout.readline() == "in the middle\n"
            started[-1].kill()
        assert started[-1].wait(30) == (-9 if step else 0)
        with sqlite3.connect(database) as connection:
            question = (
                "SELECT state, attempt, progress, (SELECT count(*) FROM matchmaking_match),"
                " (SELECT count(*) FROM history_entry WHERE act = 'computed a matching round')"
                " FROM matchmaking_matchinground"
            )
            [row] = connection.execute(question).fetchall()
        connection.close()
        return tuple(row)

    yield kill
    for process in started:
        process.kill()
        process.communicate()


@pytest.mark.sqlite
def test_a_round_whose_worker_was_killed_is_begun_anew_and_ends_with_one_answer(
    kill_at: Callable[[str], tuple[Any, ...]],
) -> None:
    assert kill_at("MATCHING") == ("solving", 1, Step.MATCHING, 0, 0)
    assert kill_at("READING") == ("solving", 2, Step.READING, 0, 0)
    assert kill_at("WRITING") == ("solving", 3, Step.STORING, 0, 0)
    assert kill_at("") == ("proposed", 4, Step.STORING, 1, 1)
    assert kill_at("") == ("proposed", 4, Step.STORING, 1, 1)
