"""Which rules a chain can be created with."""

from __future__ import annotations

from collections.abc import Sequence

from databourse.resale.play.accounts import refuse
from databourse.resale.shares import MOST_DEPTH, WHOLE, Family, Matrix

RulesStruct = tuple[int, int, int, int, int]
"""Family, alpha, deepest trade, deepest trade that pays at once, most buyers of a holder: `IResaleChain.Rules`."""


def checked(rules: RulesStruct, columns: Sequence[Sequence[int]]) -> Matrix:
    """The matrix of rules that the contract accepts; refuses others as it does."""
    family, alpha, depth, _, most_sales = rules
    if not 0 < depth <= MOST_DEPTH:
        refuse("DepthOutOfRange", depth=depth)
    if most_sales == 0:
        refuse("MaxSalesIsZero")
    if alpha >= WHOLE if family == Family.TBDS else alpha != 0:
        refuse("AlphaOutOfRange", alpha=alpha)
    if family != Family.EXPLICIT:
        if columns:
            refuse("ColumnsNotExpected", columns=len(columns))
        return Matrix(Family(family), alpha)
    if len(columns) != depth:
        refuse("WrongColumnCount", columns=len(columns), expected=depth)
    for trade, column in enumerate(columns, start=1):
        if len(column) != trade:
            refuse("WrongColumnLength", trade=trade, length=len(column), expected=trade)
        if sum(column) > WHOLE:
            refuse("ColumnAboveWhole", trade=trade, sum=sum(column))
    return Matrix(Family.EXPLICIT, 0, tuple(map(tuple, columns)))
