from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from databourse.errors import InvalidInput
from databourse.mechanisms.resale import (
    FlatModel,
    Instance,
    Model,
    average,
    flat,
    raw,
    solve,
    solve_flat,
)
from databourse.mechanisms.resale.flat import Moves
from tests.mechanisms.resale.test_floats import bits

HALF = Fraction(1, 2)
GOOD: dict[str, Any] = {"valuations": [[0], [1, 2]], "prior": [1], "transitions": [[[HALF, HALF]]]}
NAN, INF = float("nan"), float("inf")


def test_numbers_are_all_of_one_kind() -> None:
    exact, mixed = Model(**GOOD), Model([[0], [1, 2]], [1], [[[HALF, 0.5]]])
    assert (exact.arithmetic, mixed.arithmetic) == ("exact", "float")
    assert mixed.valuations == ((0.0,), (1.0, 2.0)) and isinstance(mixed.valuations[0][0], float)
    assert isinstance(exact.valuations[0][0], Fraction)
    assert exact.trades == 1


def test_a_row_may_miss_1_by_rounding_alone() -> None:
    Model([[0], [1, 2, 3]], [1], [[[0.1, 0.2, 0.7000000001]]])
    with pytest.raises(InvalidInput, match=r"transitions\[0\]\[0\] sums to 1.00000001"):
        Model([[0], [1, 2, 3]], [1], [[[0.1, 0.2, 0.70000001]]])


# what both forms of a model refuse
WRONG = [
    ({"valuations": [[0], [1, NAN]]}, r"valuations\[1\]\[1\] is nan, but it must be finite"),
    ({"valuations": [[0], [1, -INF]]}, r"valuations\[1\]\[1\] is -inf, but it must be finite"),
    ({"valuations": [[0], [1, 1e301]]}, r"valuations\[1\]\[1\] is 1e\+301"),
    ({"valuations": [[0], []], "transitions": [[[]]]}, r"valuations\[1\] is empty"),
    ({"prior": [HALF]}, "prior sums to (1/2|0.5)"),
    ({"prior": [1, 0]}, "prior has 2 probabilities, but it must have 1"),
    ({"transitions": [[[1, 0], [1, 0]]]}, r"transitions\[0\] (has 2 rows|is 2 by 2)"),
    ({"transitions": [[[1, 0, 0]]]}, r"transitions\[0\](\[0\] has 3 probabilities| is 1 by 3)"),
    ({"transitions": [[[-HALF, 3 * HALF]]]}, r"transitions\[0\]\[0\]\[0\] is ('-1/2'|negative), but a probability"),
    ({"transitions": [[[HALF, NAN]]]}, r"transitions\[0\]\[0\]\[1\] is nan, but it must be finite"),
    ({"transitions": [[[HALF, Fraction(1, 4)]]]}, r"transitions\[0\]\[0\] sums to (3/4|0.75), but"),
    ({"transitions": []}, "transitions has 0 matrices|and 0 steps"),
    ({"valuations": [[0]], "transitions": []}, "valuations (are )?of 1 players"),
]


@pytest.mark.parametrize(("change", "message"), WRONG)
@pytest.mark.parametrize("form", [Model, FlatModel.build])
def test_refused(form: Any, change: dict[str, Any], message: str) -> None:
    with pytest.raises(InvalidInput, match=message):
        form(**{**GOOD, **change})


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"valuations": 5}, "valuations is 5, but it must be a list"),
        ({"valuations": {0: [1]}}, "valuations is {0: "),
        ({"valuations": [[0], [1, "2"]]}, r"valuations\[1\]\[1\] is '2', but it must be a number"),
        ({"valuations": [[0], [1, 1j]]}, r"valuations\[1\]\[1\] is 1j, but it must be a number"),
        ({"transitions": [5]}, r"transitions\[0\] is 5, but it must be a list"),
        ({"transitions": [[HALF]]}, r"transitions\[0\]\[0\] is '1/2', but it must be a list"),
        ({"valuations": [[0.5], [1, Fraction(10) ** 301]]}, "a number beyond 1e300 is too large for floats"),
    ],
)
def test_refused_in_lists(change: dict[str, Any], message: str) -> None:
    with pytest.raises(InvalidInput, match=message):
        Model(**{**GOOD, **change})


def moves(**change: Any) -> Moves:
    good = {"sources": np.array([0, 0, 1]), "targets": np.array([1, 0, 1]), "probabilities": np.array([0.5, 0.5, 1])}
    return Moves(**{**good, **change})


@pytest.mark.parametrize("dense_from", [0.0, 2.0], ids=["dense", "sparse"])
def test_moves_and_matrices_are_the_same_model(dense_from: float, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(flat, "DENSE_FROM", dense_from)
    valuations, prior, matrix = [[0.0, 1.0], [2.0, 3.0]], [0.5, 0.5], [[0.5, 0.5], [0.0, 1.0]]
    forms = [
        FlatModel.build(valuations, prior, [moves()]),
        FlatModel.build(valuations, prior, [np.array(matrix)]),
        Model(valuations, prior, [matrix]).flat,
    ]
    assert len({bits(solve_flat(form, raw(1))) for form in forms}) == 1
    assert [support.tolist() for support in forms[0].valuations] == valuations


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"sources": np.array([0, 0, 2])}, "sources has states from 0 to 2, but they are 0 to 1"),
        ({"targets": np.array([-1, 0, 1])}, "targets has states from -1 to 1"),
        ({"targets": np.array([0.0, 1.0, 1.0])}, "targets must be a column of integers"),
        ({"targets": np.array([0, 0, 1])}, "has the same move twice"),
        ({"targets": np.array([0, 1])}, "of different lengths"),
        ({"probabilities": np.array([0.5, -0.5, 1])}, r"probabilities\[1\] is negative"),
        ({"probabilities": np.array([0.5, 0.25, 1])}, r"transitions\[0\]\[0\] sums to 0.75"),
        ({"probabilities": np.array([[0.5, 0.25, 1]])}, "has 2 dimensions, but it must have 1"),
    ],
)
def test_moves_refused(change: dict[str, Any], message: str) -> None:
    with pytest.raises(InvalidInput, match=message):
        FlatModel.build([[0.0, 1.0], [2.0, 3.0]], [0.5, 0.5], [moves(**change)])


def test_an_instance_fits_together() -> None:
    model = Model(**GOOD)
    with pytest.raises(InvalidInput, match="the reallocation is for 2 trades, but the model has 1"):
        Instance(model, average(2))
    with pytest.raises(InvalidInput, match="the reallocation is for 2 trades, but the model has 1"):
        solve_flat(model.flat, average(2))
    wrong: Any = "decimal"
    with pytest.raises(InvalidInput, match="arithmetic is 'decimal'"):
        Instance(model, raw(1), wrong)
    with pytest.raises(InvalidInput, match="the model has floats, but exact arithmetic needs rationals"):
        Instance(Model([[0.0], [1.0]], [1.0], [[[1.0]]]), raw(1), "exact")


@pytest.mark.parametrize("tolerance", [-1e-12, 0.01, NAN])
def test_the_tolerance_is_small(tolerance: float) -> None:
    with pytest.raises(InvalidInput, match="tolerance is "):
        solve_flat(Model(**GOOD).flat, raw(1), tolerance)


def test_float_is_what_is_solved_in_unless_asked() -> None:
    assert isinstance(solve(Instance(Model(**GOOD), raw(1))).welfare, float)
    assert isinstance(solve(Instance(Model(**GOOD), raw(1), "exact")).welfare, Fraction)
