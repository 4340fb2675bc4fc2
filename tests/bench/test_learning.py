from __future__ import annotations

import json
import sys
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from bench.speed import learning, learning_contestants
from bench.speed.coalition_contestants import Task
from bench.speed.learning_contestants import TASKS, shapley_in_floats
from bench.speed.pydvl_task import Figure, table
from databourse.learning import Problem
from databourse.mechanisms.learning import Outcome, shapley
from tests.learning.data import blobs
from tools import pages


def small(parties: int, validation: int = 30) -> Problem:
    return Problem.of([blobs(9, seed) for seed in range(parties)], [blobs(validation, 99)])


def test_every_contestant_does_its_task(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(learning_contestants, "problem", small)
    results = {
        (task.name, contestant.name): contestant.prepare(4)() for task in TASKS for contestant in task.contestants
    }
    assert len(results) == sum(len(task.contestants) for task in TASKS)
    values = [results["Shapley values of a table", name] for name in ("sums by size", "rationals", "strides")]
    assert values[0] == values[1] and values[2] == pytest.approx([float(value) for value in values[0]])  # type: ignore[attr-defined]
    trained = [
        results["all ridge regressions of digits", name] for name in ("sums of statistics", "trained one by one")
    ]
    assert trained[0] == trained[1]
    for name in ("outcome of one task", "outcome of a task each"):
        outcome = results[name, "closure to payments"]
        assert isinstance(outcome, Outcome) and sum(outcome.shapley) == 1


def test_strides_are_exact_but_for_rounding() -> None:
    values = np.random.default_rng(0).integers(0, 1_000, 1 << 10)
    exact = shapley(values, 10)
    found = shapley_in_floats(values.astype(np.float64), 10)
    assert max(abs(Fraction(value) - right) for value, right in zip(found, exact, strict=True)) < 1e-9


def test_values_are_pydvls_from_fewer_trainings() -> None:
    pytest.importorskip("pydvl", reason="pyDVL is not made for this Python")
    from bench.speed.pydvl_task import compare

    ours, theirs = compare(small(5), jobs=1)
    assert (ours.fits, theirs.fits) == (31, 155)  # pyDVL trains every set but the empty one for each party
    assert ours.difference == 0 and theirs.difference < 1e-12


def test_the_command_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    page, record = tmp_path / "README.md", tmp_path / "speed.json"
    page.write_text("<!-- learning-speed -->\n<!-- /learning-speed -->\n", encoding="utf-8")
    values = [Figure("ours", 8, 255, 4.56, 0.0), Figure("theirs", 8, 2040, 43.21, 4e-16)]
    monkeypatch.setattr(learning, "TASKS", (Task(TASKS[0].name, (3,), TASKS[0].contestants),))
    monkeypatch.setattr(learning, "SECONDS_EACH", 0)
    monkeypatch.setattr(learning, "problem", small)
    monkeypatch.setattr(learning, "compare", lambda *_: values)
    monkeypatch.setattr(pages, "README", page)
    monkeypatch.setattr(sys, "argv", ["bench", "--json", str(record), "--write"])
    learning.main()
    written = page.read_text(encoding="utf-8")
    assert table(values) in written and "| ms for parties | 3 |" in written
    assert table(values).splitlines()[2:] == ["| ours | 255 | 4.6 | 0e+00 |", "| theirs | 2,040 | 43.2 | 4e-16 |"]
    assert written == f"<!-- learning-speed -->\n{capsys.readouterr().out}<!-- /learning-speed -->\n"
    assert len(json.loads(record.read_text(encoding="utf-8"))["figures"]) == 5
