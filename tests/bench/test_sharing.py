from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from bench.speed import sharing
from bench.speed.coalition_contestants import Task
from bench.speed.sharing_contestants import TASKS, market
from databourse.mechanisms import compiled
from databourse.mechanisms.sharing.bilateral import Match
from databourse.mechanisms.sharing.unilateral import Demand
from tools import pages


def test_every_contestant_does_its_task() -> None:
    results = {
        (task.name, contestant.name): contestant.prepare(6)() for task in TASKS for contestant in task.contestants
    }
    match = results["ordered match", "concave in size, compiled"]
    assert isinstance(match, Match)
    edges = sorted(match.edges())
    assert edges == results["ordered match", "any preferences"]
    assert edges == sorted(results["ordered match", "as printed"])  # type: ignore[call-overload]
    demands = [results["demand of one buyer", name] for name in ("branch and bound", "programme", "enumeration")]
    assert demands[0] == demands[1] == demands[2]
    found = demands[0]
    assert isinstance(found, Demand)
    assert (found.sellers, found.surplus) == results["demand of one buyer", "by definition"]
    payments = results["VCG payments", "by definition"]
    assert payments == results["VCG payments", "branch and bound"]


def test_rational_markets_are_the_market_in_sevenths_of_values() -> None:
    task = next(task for task in TASKS if task.name == "VCG payments")
    rational = next(contestant for contestant in task.contestants if contestant.name == "rationals, every set")
    answer = rational.prepare(4)()
    assert isinstance(answer, dict) and len(answer["purchases"]) == 4
    assert market(4).costs == market(4).costs


def test_the_command_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    page, record = tmp_path / "README.md", tmp_path / "speed.json"
    page.write_text("<!-- sharing-speed -->\n<!-- /sharing-speed -->\n", encoding="utf-8")
    monkeypatch.setattr(compiled, "COMPILED_FROM", compiled.COMPILED_FROM)  # the command changes it for its process
    monkeypatch.setattr(sharing, "TASKS", (Task(TASKS[0].name, (5,), TASKS[0].contestants[1:]),))
    monkeypatch.setattr(sharing, "SECONDS_EACH", 0)
    monkeypatch.setattr(pages, "README", page)
    monkeypatch.setattr(sys, "argv", ["bench", "--json", str(record), "--write"])
    sharing.main()
    printed = capsys.readouterr().out
    assert page.read_text(encoding="utf-8") == f"<!-- sharing-speed -->\n{printed}<!-- /sharing-speed -->\n"
    assert "| ms for agents | 5 |" in printed and "ordered match, as printed" in printed
    assert len(json.loads(record.read_text(encoding="utf-8"))["figures"]) == 2
