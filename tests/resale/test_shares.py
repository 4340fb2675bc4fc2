from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import pytest

from databourse.errors import InvalidInput
from databourse.mechanisms.resale import reallocation
from databourse.mechanisms.resale.reallocation import Reallocation
from databourse.resale.shares import (
    AVERAGE,
    MOST_DEPTH,
    RAW,
    WHOLE,
    Family,
    Matrix,
    format_share,
    from_reallocation,
    tbds,
    to_reallocation,
)

HALF = WHOLE // 2


@dataclass
class Given:
    """A reallocation with nothing around it."""

    rows: Sequence[Sequence[Any]]


def explicit(*columns: Sequence[int]) -> Matrix:
    return Matrix(Family.EXPLICIT, 0, tuple(map(tuple, columns)))


def test_raw_leaves_all_to_the_direct_seller() -> None:
    assert RAW.first(3) == ((WHOLE,), (0, WHOLE), (0, 0, WHOLE))


def test_average_rounds_upstream_shares_down() -> None:
    assert AVERAGE.first(3) == ((WHOLE,), (HALF, HALF), (333_333_333, 333_333_333, 333_333_334))
    assert AVERAGE.column(7) == (142_857_142,) * 6 + (142_857_148,)


def test_passing_up_leaves_the_first_all_that_arrives() -> None:
    assert tbds(Fraction(1, 2)).column(4) == (WHOLE // 8, WHOLE // 8, WHOLE // 4, HALF)
    assert tbds(0).first(3) == RAW.first(3)
    assert tbds(Fraction(1, 3)).alpha == 333_333_333


def test_passing_up_rounds_down_step_by_step() -> None:
    matrix = Matrix(Family.TBDS, 333_333_333)
    once = 333_333_333
    twice = once * 333_333_333 // WHOLE
    assert twice == 111_111_110 != WHOLE * 333_333_333**2 // WHOLE**2 + 1
    assert matrix.column(3) == (twice, once - twice, WHOLE - once)


@pytest.mark.parametrize("matrix", [RAW, AVERAGE, tbds(0.999999999), tbds(Fraction(2, 7)), tbds(0)])
def test_every_column_of_every_family_sums_to_the_whole(matrix: Matrix) -> None:
    for trade, column in enumerate(matrix.first(MOST_DEPTH), start=1):
        assert len(column) == trade
        assert sum(column) == WHOLE
        assert min(column) >= 0


def test_a_stated_column_below_the_whole_leaves_its_rest_to_the_direct_seller() -> None:
    matrix = explicit((0,), (HALF, 1), (1, 2, 3))
    assert matrix.first(3) == ((WHOLE,), (HALF, HALF), (1, 2, WHOLE - 3))
    assert matrix.columns == ((0,), (HALF, 1), (1, 2, 3))


@pytest.mark.parametrize("trade", [0, -1, 3])
def test_a_trade_that_does_not_exist_has_no_column(trade: int) -> None:
    with pytest.raises(InvalidInput, match=r"trade is .* must be from 1 to 2"):
        explicit((1,), (1, 2)).column(trade)
    with pytest.raises(InvalidInput, match="must be from 1 to 32"):
        AVERAGE.column(33)


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ((), "columns for 0 trades"),
        (tuple((0,) * trade for trade in range(1, 34)), "columns for 33 trades"),
        (((1,), (1, 2, 3)), "column of trade 2 has 3 shares, but it must have 2"),
        (((1,), (1,)), "column of trade 2 has 1 shares"),
        (((WHOLE + 1,),), "share of player 0 in trade 1 is 1000000001"),
        (((1,), (-1, 5)), "share of player 0 in trade 2 is -1"),
        (((1,), (1, 0.5)), "share of player 1 in trade 2 is 0.5"),
        (((1,), (1, True)), "share of player 1 in trade 2 is True"),
        (((1,), (HALF, HALF + 1)), "sum of the shares in trade 2 is 1000000001"),
    ],
)
def test_columns_that_no_chain_can_have_are_told(columns: Any, message: str) -> None:
    with pytest.raises(InvalidInput, match=message):
        explicit(*columns)


def test_only_explicit_matrices_state_columns_and_only_tbds_has_alpha() -> None:
    with pytest.raises(InvalidInput, match="only an explicit matrix"):
        Matrix(Family.RAW, 0, ((WHOLE,),))
    with pytest.raises(InvalidInput, match="alpha is 5, but must be 0 in the family average"):
        Matrix(Family.AVERAGE, 5)
    for alpha in (WHOLE, -1):
        with pytest.raises(InvalidInput, match="alpha is"):
            Matrix(Family.TBDS, alpha)


@pytest.mark.parametrize("alpha", [1, -0.1, float("nan"), float("inf"), Fraction(3, 2)])
def test_alpha_is_below_one(alpha: Fraction | float) -> None:
    with pytest.raises(InvalidInput, match="must be at least 0 and below 1"):
        tbds(alpha)


def test_a_decimal_is_taken_as_written() -> None:
    assert tbds(0.3).alpha == 300_000_000  # the float itself lies below 3/10
    assert from_reallocation(Given([[0, 1, 0.3], [0, 0, 0.7]])).columns == ((WHOLE,), (300_000_000, 700_000_000))


def test_a_reallocation_is_rounded_down_upstream() -> None:
    third = Fraction(1, 3)
    given = Given([[0, 1, third, third], [0, 0, 2 * third, third], [0, 0, 0, third]])
    matrix = from_reallocation(given)
    assert matrix.columns == ((WHOLE,), (333_333_333, 666_666_667), AVERAGE.column(3))
    assert matrix.family is Family.EXPLICIT


def test_what_a_column_leaves_to_nobody_goes_to_the_direct_seller() -> None:
    assert from_reallocation(Given([[0, 0, Fraction(1, 4)], [0, 0, 0]])).columns == (
        (WHOLE,),
        (WHOLE // 4, 3 * WHOLE // 4),
    )


def test_what_the_solver_calls_a_reallocation_is_one() -> None:
    for trades in (1, 5, MOST_DEPTH):
        assert from_reallocation(reallocation.average(trades)).columns == AVERAGE.first(trades)
        assert from_reallocation(reallocation.raw(trades)).columns == RAW.first(trades)
    floats = from_reallocation(reallocation.explicit([[0.0, 1.0, 0.1], [0.0, 0.0, 0.9]]))
    assert floats.columns == ((WHOLE,), (WHOLE // 10, 9 * WHOLE // 10))
    # rounded once instead of step by step: never above what is passed up, and at most two parts below
    alpha = Fraction(2, 7)
    once, stepwise = from_reallocation(reallocation.tbds(9, alpha)).first(9), tbds(alpha).first(9)
    assert all(
        abs(a - b) <= 2 for x, y in zip(once, stepwise, strict=True) for a, b in zip(x[:-1], y[:-1], strict=True)
    )


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([[0, 1, float("nan")], [0, 0, 1]], "finite"),
        ([[0, 1, -1], [0, 0, 1]], "must not be negative"),
        ([[0, 1, Fraction(3, 2)], [0, 0, 0]], "sums to 3/2"),
        ([[0, 1, 0], [0, 1, 0]], "does not have the data before trade 1"),
        ([[0, 1], [0, 0]], "it must have 3"),
        ([], "no rows"),
    ],
)
def test_a_reallocation_that_is_none_is_refused_before_it_gets_here(rows: Any, message: str) -> None:
    with pytest.raises(InvalidInput, match=message):
        from_reallocation(Reallocation(rows))


def test_more_trades_than_a_chain_can_have_are_told() -> None:
    with pytest.raises(InvalidInput, match="columns for 33 trades, but it must be from 1 to 32"):
        from_reallocation(reallocation.raw(33))


def test_shares_that_are_none_are_told_also_without_a_check_before() -> None:
    with pytest.raises(InvalidInput, match="share of player 0 in trade 2"):
        from_reallocation(Given([[0, 1, -1], [0, 0, 1]]))


def test_the_effective_reallocation_is_exact() -> None:
    rows = to_reallocation(AVERAGE.first(3))
    assert [len(row) for row in rows] == [4, 4, 4]
    assert list(rows[0]) == [0, 1, Fraction(1, 2), Fraction(333_333_333, WHOLE)]
    assert list(rows[2]) == [0, 0, 0, Fraction(333_333_334, WHOLE)]
    for trade in (1, 2, 3):
        assert sum(row[trade] for row in rows) == 1


@pytest.mark.parametrize("matrix", [RAW, AVERAGE, tbds(Fraction(1, 3))])
def test_there_and_back_is_the_same(matrix: Matrix) -> None:
    columns = matrix.first(MOST_DEPTH)
    assert from_reallocation(Given(to_reallocation(columns))).columns == columns


def test_labels_are_for_people() -> None:
    assert [RAW.label, AVERAGE.label, tbds(0.5).label, explicit((1,)).label] == [
        "raw",
        "average",
        "tbds:0.5",
        "explicit",
    ]
    assert [format_share(share) for share in (0, 1, WHOLE, 333_333_333)] == ["0", "0.000000001", "1", "0.333333333"]
