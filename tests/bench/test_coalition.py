from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from bench.speed import coalition
from bench.speed.coalition import Figure, measure_all, table
from bench.speed.coalition_contestants import TASKS, Contestant, Task, contract_game, leakage_game, typed_game
from databourse.mechanisms import compiled
from databourse.mechanisms.coalition import is_stable
from tools import pages

SMALL = tuple(Task(task.name, (6,), task.contestants) for task in TASKS)


def test_every_contestant_does_its_task() -> None:
    results = {
        (task.name, contestant.name): contestant.prepare(6)() for task in TASKS for contestant in task.contestants
    }
    assert len(results) == sum(len(task.contestants) for task in TASKS)
    assert results["is it stable?", "smallest members"] is results["is it stable?", "by definition"] is True
    game = leakage_game(6)
    blocks = results["exact optimum", "blocks of subsets"]
    best = results["exact optimum", "all partitions"]
    assert sum(game.payoffs(blocks)) == pytest.approx(best)  # type: ignore[arg-type]
    switched = results["switching to an equilibrium", "by definition"]
    assert is_stable(contract_game(6), switched)


def test_games_are_the_same_every_time() -> None:
    assert contract_game(9).samples.tolist() == contract_game(9).samples.tolist()
    assert typed_game(9).prices.tolist() == typed_game(9).prices.tolist()
    assert contract_game(9, 10**18).speeds.dtype == object and contract_game(9).speeds.dtype != object


def test_tables_of_what_was_measured() -> None:
    figures = [
        Figure("place", "fast", 10, 0.5),
        Figure("place", "fast", 100, 12.3),
        Figure("place", "slow", 10, 1234.4),
        Figure("best", "fast", 8, 2.0),
    ]
    assert table(figures).splitlines() == [
        "| ms for devices | 10 | 100 |",
        "|---|---:|---:|",
        "| place, fast | 0.50 | 12 |",
        "| place, slow | 1,234 |  |",
        "",
        "| ms for devices | 8 |",
        "|---|---:|",
        "| best, fast | 2.0 |",
    ]


def test_what_would_take_too_long_is_left_out() -> None:
    slow = Contestant("slow", lambda size: lambda: size, most=10)
    figures = list(measure_all([Task("task", (5, 10, 11), (slow,))], seconds=0))
    assert [figure.size for figure in figures] == [5, 10]


def test_the_command_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    page, record = tmp_path / "README.md", tmp_path / "speed.json"
    page.write_text("before\n<!-- coalition-speed -->\nold\n<!-- /coalition-speed -->\nafter\n", encoding="utf-8")
    monkeypatch.setattr(compiled, "COMPILED_FROM", compiled.COMPILED_FROM)  # the command changes it for its process
    monkeypatch.setattr(coalition, "TASKS", SMALL[:2])
    monkeypatch.setattr(coalition, "SECONDS_EACH", 0)
    monkeypatch.setattr(pages, "README", page)
    monkeypatch.setattr(sys, "argv", ["bench", "--json", str(record), "--write"])
    coalition.main()
    printed = capsys.readouterr()
    assert printed.err.startswith("placement and payments, 6: compiled …")
    written = f"before\n<!-- coalition-speed -->\n{printed.out}<!-- /coalition-speed -->\nafter\n"
    assert page.read_text(encoding="utf-8") == written
    assert len(json.loads(record.read_text(encoding="utf-8"))["figures"]) == 5
