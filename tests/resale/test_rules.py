from __future__ import annotations

from typing import Any

import pytest

from databourse.errors import InvalidInput
from databourse.resale.rules import Rules
from databourse.resale.shares import RAW, WHOLE, Family, Matrix, tbds


def test_rules_come_back_as_they_were() -> None:
    matrix = Matrix(Family.EXPLICIT, columns=((0,), (WHOLE // 2, 1)))
    rules = Rules(matrix, 2, 1, 3)
    assert rules.struct() == (0, 0, 2, 1, 3)
    assert Rules.of(rules.struct(), [list(column) for column in matrix.columns]) == rules
    names = ("family", "alpha", "maxDepth", "eagerDepth", "maxSales")
    by_name = dict(zip(names, Rules(tbds(0.25), 9, 32, 1).struct(), strict=True))
    assert Rules.of(by_name) == Rules(Matrix(Family.TBDS, WHOLE // 4), 9, 32, 1)
    assert [rules.is_deferred(trade) for trade in (1, 2)] == [False, True]


@pytest.mark.parametrize(
    ("depth", "eager", "sales", "message"),
    [
        (0, 0, 1, "max_depth is 0"),
        (33, 0, 1, "max_depth is 33"),
        (1.5, 0, 1, "max_depth is 1.5"),
        (2, 256, 1, "eager_depth is 256"),
        (2, 0, 0, "max_sales is 0"),
        (2, 0, 2**16, "max_sales is 65536"),
    ],
)
def test_rules_out_of_range_are_told(depth: Any, eager: int, sales: int, message: str) -> None:
    with pytest.raises(InvalidInput, match=message):
        Rules(RAW, depth, eager, sales)


def test_an_explicit_matrix_is_as_deep_as_its_chain() -> None:
    with pytest.raises(InvalidInput, match="max_depth is 3, but the matrix has columns for 2 trades"):
        Rules(Matrix(Family.EXPLICIT, columns=((0,), (0, 0))), 3, 0, 1)
