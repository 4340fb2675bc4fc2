"""Two computations of the same columns and splits, which share nothing."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest

from databourse.resale.audit import literal
from databourse.resale.payments import split
from databourse.resale.shares import MOST_DEPTH, WHOLE, Column, Family, Matrix


def column(matrix: Matrix, trade: int) -> Column:
    shares = literal.column(matrix.family.name.lower(), matrix.alpha, matrix.columns, trade)
    return tuple(int(share * WHOLE) for share in shares)


def matrices() -> list[Matrix]:
    draw = random.Random(4)
    explicit = []
    for trade in range(1, MOST_DEPTH + 1):
        shares = [draw.randrange(WHOLE // trade + 1) for _ in range(trade)]
        explicit.append(tuple(shares))
    alphas = (0, 1, 333_333_333, WHOLE // 2, WHOLE - 1, *(draw.randrange(WHOLE) for _ in range(20)))
    return [
        Matrix(Family.RAW),
        Matrix(Family.AVERAGE),
        Matrix(Family.EXPLICIT, columns=tuple(explicit)),
        *(Matrix(Family.TBDS, alpha) for alpha in alphas),
    ]


@pytest.mark.parametrize("matrix", matrices(), ids=lambda matrix: matrix.label)
def test_columns_are_those_of_the_integers(matrix: Matrix) -> None:
    for trade in range(1, MOST_DEPTH + 1):
        assert column(matrix, trade) == matrix.column(trade)


@pytest.mark.parametrize("matrix", matrices(), ids=lambda matrix: matrix.label)
def test_splits_are_those_of_the_integers(matrix: Matrix) -> None:
    draw = random.Random(5)
    for price in (0, 1, 7, WHOLE, 10**18 + 1, 2**88 - 1, *(draw.randrange(2**88) for _ in range(5))):
        for trade in (1, 2, 3, 7, MOST_DEPTH):
            shares = [Fraction(share, WHOLE) for share in matrix.column(trade)]
            parts = literal.split(price, shares)
            assert tuple(parts) == split(price, matrix.column(trade))
            assert sum(parts) == price


def test_columns_by_hand() -> None:
    third, two_thirds = Fraction(333_333_333, WHOLE), Fraction(333_333_334, WHOLE)
    assert literal.column("average", 0, (), 3) == [third, third, two_thirds]
    assert literal.column("raw", 0, (), 3) == [0, 0, 1]
    half = WHOLE // 2
    assert literal.column("tbds", half, (), 1) == [1]
    assert literal.column("tbds", half, (), 4) == [Fraction(1, 8), Fraction(1, 8), Fraction(1, 4), Fraction(1, 2)]
    assert literal.column("explicit", 0, [[0], [half, 1]], 2) == [Fraction(1, 2), Fraction(1, 2)]


def test_the_direct_seller_has_what_rounding_leaves() -> None:
    assert literal.split(10, literal.column("average", 0, (), 3)) == [3, 3, 4]
    assert literal.split(1, literal.column("average", 0, (), 3)) == [0, 0, 1]
