from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from databourse.errors import InvalidInput
from databourse.mechanisms.resale import Reallocation, average, explicit, raw, tbds

HALF, QUARTER = Fraction(1, 2), Fraction(1, 4)


def test_families() -> None:
    assert raw(3).rows == ((0, 1, 0, 0), (0, 0, 1, 0), (0, 0, 0, 1))
    third = Fraction(1, 3)
    assert average(3).rows == ((0, 1, HALF, third), (0, 0, HALF, third), (0, 0, 0, third))
    assert tbds(3, HALF).rows == ((0, 1, HALF, QUARTER), (0, 0, HALF, QUARTER), (0, 0, 0, HALF))


def test_tbds_passes_up_and_leaves_nothing() -> None:
    """What a seller passes up its own seller shares in the same way; alpha = 0 passes nothing."""
    assert tbds(4, 0) == raw(4)
    for alpha in (Fraction(1, 3), Fraction(9, 10)):
        matrix = tbds(6, alpha)
        assert not any(matrix.leftover)
        for trade in range(2, 7):
            up, own = matrix.column(trade)[:-1], matrix.column(trade)[-1]
            assert own == 1 - alpha
            assert up == tuple(alpha * share for share in matrix.column(trade - 1))


def test_leftover_is_what_a_column_lacks() -> None:
    assert explicit([[0, HALF, QUARTER], [0, 0, HALF]]).leftover == (HALF, QUARTER)
    assert not any(average(30).leftover)


def test_one_float_makes_all_floats() -> None:
    mixed = Reallocation([[0, 0.5, QUARTER], [0, 0, HALF]])
    assert mixed.arithmetic == "float" and mixed == Reallocation([[0.0, 0.5, 0.25], [0.0, 0.0, 0.5]])
    assert all(isinstance(share, float) for row in mixed.rows for share in row)
    assert raw(2).arithmetic == "exact" and tbds(3, 0.5).arithmetic == "float"
    assert raw(2).flat.tolist() == [0.0, 1.0, 0.0, 0.0, 0.0, 1.0]


def test_arrays_are_rows_too() -> None:
    array: Any = np.array([[0.0, 1.0]])
    assert Reallocation(array) == Reallocation([[0.0, 1.0]])


def test_a_column_may_exceed_the_whole_by_rounding_alone() -> None:
    assert Reallocation([[0, 1 + 1e-10]]).rows[0][1] == 1 + 1e-10
    with pytest.raises(InvalidInput, match=r"column 1 of the reallocation sums to 1\.00000001"):
        Reallocation([[0, 1 + 1e-8]])


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([], "reallocation has no rows"),
        ("raw", "reallocation is 'raw', but it must be a list"),
        (5, "reallocation is 5, but it must be a list"),
        ([[0, 1], [0, 1]], r"reallocation\[0\] has 2 shares, but it must have 3"),
        ([[0, 1, 0], 7], r"reallocation\[1\] is 7, but it must be a list"),
        ([[0, 1, 0], [0, 1, 0]], r"reallocation\[1\]\[1\] is '1', but player 1 does not have the data before trade 1"),
        ([[HALF, 1]], r"reallocation\[0\]\[0\] is '1/2', but the column of trade 0 must be zero"),
        ([[0, Fraction(-1, 9)]], r"reallocation\[0\]\[1\] is '-1/9', but a share must not be negative"),
        ([[0, float("nan")]], r"reallocation\[0\]\[1\] is nan, but it must be finite"),
        ([[0, float("inf")]], r"reallocation\[0\]\[1\] is inf, but it must be finite"),
        ([[0, "1"]], r"reallocation\[0\]\[1\] is '1', but it must be a number"),
        ([[0, True]], r"reallocation\[0\]\[1\] is True, but it must be a number"),
        ([[0, 1, HALF], [0, 0, Fraction(2, 3)]], "column 2 of the reallocation sums to 7/6, but at most 1 is shared"),
    ],
)
def test_refused(rows: Any, message: str) -> None:
    with pytest.raises(InvalidInput, match=message):
        Reallocation(rows)


@pytest.mark.parametrize("alpha", [1, -1, Fraction(3, 2), float("nan"), "1/2"])
def test_alpha_is_below_one(alpha: Any) -> None:
    with pytest.raises(InvalidInput, match="alpha is "):
        tbds(3, alpha)


@pytest.mark.parametrize("trades", [0, -1, 1.0, True])
def test_trades_are_counted(trades: Any) -> None:
    for family in (raw, average, lambda n: tbds(n, 0)):
        with pytest.raises(InvalidInput, match="trades is "):
            family(trades)
