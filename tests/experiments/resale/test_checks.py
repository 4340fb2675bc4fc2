"""What the claims are checked with notices what is wrong."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from databourse.experiments.resale import accuracy, assumptions, examples, games, theorems
from databourse.mechanisms.resale import Equilibrium, Instance, Model, average, published, raw, solve
from databourse.mechanisms.resale.analysis.random_chains import arbitrary, homogeneous

HALF = Fraction(1, 2)


def test_games_notice_another_equilibrium(monkeypatch: pytest.MonkeyPatch) -> None:
    right = games._check(1, range(10))
    assert right["same as written"] == right["consistent"] == right["games"] == 10
    assert right["deviations that pay"] == right["beliefs that differ"] == 0
    assert right["deviations"] > right["beliefs"] > 10

    def under_raw(instance: Instance) -> Equilibrium:
        return solve(replace(instance, reallocation=raw(instance.model.trades)))

    monkeypatch.setattr(games, "solve", under_raw)
    wrong = games._check(1, range(10))
    assert wrong["same as written"] < 10
    assert wrong["deviations that pay"] > 0
    assert wrong["consistent"] < 10


def test_theorems_hold_and_their_controls_do_not() -> None:
    found = {name: theorems._run(1, name, range(60)) for name in (*theorems.THEOREMS, *theorems.CONTROLS)}
    assert found["local"]["violations"] == found["nesting"]["violations"] == 0
    assert found["scaling"] == {"not in proportion": 0, "event depends on the matrix": 0}
    assert found["local"]["strict"] > 0 and found["nesting"]["strict"] > 0
    assert found["nesting"]["balanced, welfare falls"] == found["nesting"]["trade value falls"] == 0
    assert found["nesting"]["unbalanced, welfare falls"] > 0
    for falls in ("violations", "balanced, welfare falls", "AVE, welfare falls"):
        assert found["homogeneity"][falls] > 5
    assert found["positivity"]["violations"] > 0
    assert found["tolerance"]["violations"] > found["tolerance"]["violations with tolerance"] == 0
    assert found["highest prices"]["violations"] == 0


@pytest.mark.parametrize("name", ["local", "nesting"])
def test_theorems_notice_models_without_homogeneity(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def other(chance: random.Random, trades: int, *_: Any) -> Model:
        return arbitrary(chance, [4] * (trades + 1))

    monkeypatch.setattr(theorems, "homogeneous", other)
    assert theorems._run(1, name, range(40))["violations"] > 0


def test_scaling_notices_a_walk_with_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    cut_off = Model([[1], [1, 2], [1, 2]], [1], [[[HALF, HALF]], [[HALF, HALF], [HALF, HALF]]])
    monkeypatch.setattr(theorems, "homogeneous", lambda *_: cut_off)
    assert theorems._run(1, "scaling", range(20))["not in proportion"] > 0


def test_which_models_are_homogeneous() -> None:
    found = {name: assumptions.is_homogeneous(published(name, 4, "exact")) for name in ("1'", "2", "3", "4")}
    assert found == {"1'": True, "2": False, "3": True, "4": False}
    assert assumptions.is_homogeneous(homogeneous(random.Random(1), 4))
    # other laws for positive and for negative valuations
    signed = Model([[1, -1, 2, -2], [1, 2, 4]], [1, 0, 0, 0], [[[0, 1, 0], [1, 0, 0], [0, 0, 1], [0, 1, 0]]])
    assert assumptions.is_homogeneous(signed)
    lowest = {name: assumptions.lowest_valuation(published(name, 2, "exact")) for name in ("1'", "2", "4")}
    assert lowest == {"1'": Fraction(20, 33) ** 4, "2": 0, "4": Fraction(-2, 5)}


def test_accuracy_is_that_of_the_grid_that_was_asked_for() -> None:
    coarse, fine = (accuracy._measure("f ∝ e^(xy) on [0, 1]", epsilon) for epsilon in (0.4, 0.1))
    # 1 / delta, with delta = epsilon / (1 + 2 n L) for n = 3 and L = 1
    assert (coarse["cells"], fine["cells"]) == (18, 70)
    assert 0 < fine["threshold"] < coarse["threshold"] < 0.4


def test_the_smallest_counterexample_by_hand() -> None:
    found = examples.equal_shares_lose()
    assert found["values"] == [1, 8, 4, 1]
    model = examples._fork(1, 8, 4, 1)
    # RAW: 5 from both, or 9 from one half; AVE: 3 from both and half of 4 or 1 later, or 17/2 from one half, and 1/2
    assert 9 * HALF < 5
    assert (Fraction(17, 2) + HALF) * HALF > 3 + (2 + HALF) * HALF
    before, after = (solve(Instance(model, matrix, "exact")) for matrix in (raw(2), average(2)))
    assert (before.welfare, after.welfare) == (1 + (5 + 9) * HALF, 1 + (8 + 1) * HALF)
    assert found["RAW"]["welfare"] == "8" and found["AVE"]["welfare"] == "11/2"


def test_the_smallest_counterexample_without_positivity_is_homogeneous() -> None:
    found = examples.equal_shares_lose(examples.LOWEST)
    x, y, z, w = found["values"]
    assert x < 0 < min(y, z, w)
    model = examples._fork(x, y, z, w)
    assert assumptions.is_homogeneous(model)
    before, after = (solve(Instance(model, matrix, "exact")) for matrix in (raw(2), average(2)))
    assert after.welfare < before.welfare
    assert (found["RAW"]["welfare"], found["AVE"]["welfare"]) == (str(before.welfare), str(after.welfare))


def test_ties_are_no_counterexamples() -> None:
    """With 1, 7, 3, 1 player 0 has the same from both prices under RAW."""
    model = examples._fork(1, 7, 3, 1)
    assert examples._tied(model, raw(2), solve(Instance(model, raw(2), "exact")))
    assert not examples._tied(model, average(2), solve(Instance(model, average(2), "exact")))


def test_a_feasible_matrix_that_is_not_balanced_by_hand() -> None:
    assert examples.unbalanced() == {
        "RAW": {"welfare": "2", "leftover": "0"},
        "half": {"welfare": "3/2", "leftover": "1/2"},
    }


def test_counts_of_tasks_are_added() -> None:
    assert games.added([{"a": 1, "b": 0}, {"a": 2, "c": 3}]) == {"a": 3, "b": 0, "c": 3}
    assert isinstance(games.added([]), dict) and not Counter(games.added([]))
