from __future__ import annotations

import json
import sys
from dataclasses import astuple
from pathlib import Path

import numpy as np
import pytest

from bench.speed import resale
from bench.speed.resale import Figure, measure_all, measure_optima, table
from bench.speed.resale_contestants import COMPILED, CONTESTANTS, PAPER, Size
from bench.speed.resale_numpy import welfare_and_volume
from databourse.mechanisms import compiled
from databourse.mechanisms.resale import Equilibrium, FlatModel, Model, average, raw, solve_flat
from databourse.mechanisms.resale.literal import Chain
from databourse.mechanisms.resale.optimise import Settings
from tests.mechanisms.resale.test_floats import numbers
from tools import pages

SIZE = Size(2, 3)


def test_all_contestants_find_the_same_equilibrium() -> None:
    literal, exact, by_numpy, compiled = (contestant.prepare(SIZE)() for contestant in CONTESTANTS)
    assert isinstance(literal, Chain) and isinstance(exact, Equilibrium) and isinstance(compiled, Equilibrium)
    assert list(numbers(astuple(compiled))) == pytest.approx(list(numbers(astuple(exact))))
    assert list(map(tuple, literal.prices)) == list(compiled.prices)
    assert by_numpy == pytest.approx((compiled.welfare, compiled.volume))


@pytest.mark.parametrize("lowest", [-20, -1])
def test_numpy_knows_negative_valuations_and_ties(lowest: int) -> None:
    """Where nobody buys for nothing, and where whole valuations make prices equally good."""
    rng = np.random.default_rng(3)
    for _ in range(30):
        supports = [rng.integers(lowest, lowest + 8, 4).astype(float) for _ in range(4)]
        steps = [rng.integers(0, 3, (4, 4)) + np.eye(4) for _ in range(3)]
        steps = [step / step.sum(axis=1, keepdims=True) for step in steps]
        prior = np.full(4, 0.25)
        for matrix in (raw(3), average(3)):
            found = solve_flat(FlatModel.build(supports, prior, steps), matrix)
            assert welfare_and_volume(supports, prior, steps, matrix.flat.reshape(3, 4)) == pytest.approx(
                (found.welfare, found.volume)
            )


def test_a_chain_is_the_same_in_every_form() -> None:
    size = Size(3, 9, steps=1)
    model = size.exact()
    assert isinstance(model, Model) and size.name == "3, 9, 3 neighbours" and size.pairs == 243
    assert all(sum(probability > 0 for probability in row) <= 3 for row in model.transitions[0])
    assert solve_flat(model.flat, average(3)).welfare == pytest.approx(solve_flat(size.flat(), average(3)).welfare)


def test_a_table_of_what_was_measured() -> None:
    figures = list(measure_all([SIZE], seconds=0.001))
    assert [figure.contestant for figure in figures] == [contestant.name for contestant in CONTESTANTS]
    assert all(figure.milliseconds > 0 for figure in figures)
    shown = table([Figure("fast", "5, 10", 0.0123), Figure("slow", "5, 10", 1234.4), Figure("fast", "9, 9", 12.3)])
    assert shown.splitlines() == [
        "| ms for trades, states | fast | slow |",
        "|---|---:|---:|",
        "| 5, 10 | 0.012 | 1,234 |",
        "| 9, 9 | 12 |  |",
    ]


def test_optima_stand_below_one_matrix_each() -> None:
    figures = list(measure_optima(["2"], 2, Settings(generations=2), seconds=0))
    assert [(figure.contestant, figure.chain) for figure in figures] == [
        (PAPER, "model 2, 2 trades"),
        (COMPILED, "model 2, 2 trades"),
        (COMPILED, "model 2, 2 trades, best of 135 matrices"),
    ]


def test_the_command_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    page, record = tmp_path / "README.md", tmp_path / "speed.json"
    page.write_text("before\n<!-- resale-speed -->\nold\n<!-- /resale-speed -->\nafter\n", encoding="utf-8")
    monkeypatch.setattr(compiled, "COMPILED_FROM", compiled.COMPILED_FROM)  # the command changes it for its process
    monkeypatch.setattr(resale, "SIZES", (SIZE,))
    monkeypatch.setattr(resale, "MODELS", ())
    monkeypatch.setattr(resale, "SECONDS_EACH", 0)
    monkeypatch.setattr(pages, "README", page)
    monkeypatch.setattr(sys, "argv", ["bench", "--json", str(record), "--write"])
    resale.main()
    printed = capsys.readouterr()
    assert printed.err.startswith("2, 3: the paper's algorithms …")
    written = f"before\n<!-- resale-speed -->\n{printed.out}<!-- /resale-speed -->\nafter\n"
    assert page.read_text(encoding="utf-8") == written
    assert len(json.loads(record.read_text(encoding="utf-8"))["figures"]) == len(CONTESTANTS)


def test_what_would_take_too_long_is_left_out() -> None:
    assert [contestant.most >= Size(20, 100).pairs for contestant in CONTESTANTS] == [False, False, True, True]
