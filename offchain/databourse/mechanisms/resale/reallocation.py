"""How the price of each trade is shared out among those who had the data before: the matrix R of the paper.

Player i receives the share R[i][j] of the price of trade j. Only players before j had the data, so R[i][j] = 0 for
i >= j; a column may sum to less than 1, and the rest is left to the platform.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

import numpy as np

from databourse.errors import InvalidInput
from databourse.mechanisms.resale.kernel.layout import Floats
from databourse.mechanisms.resale.numbers import (
    SLACK,
    Arithmetic,
    Number,
    Row,
    check_list,
    check_number,
    check_row,
    in_one_arithmetic,
    shown,
    to_floats,
)


@dataclass(frozen=True)
class Reallocation:
    """Shares: `rows[i][j]` of the price of trade j goes to player i; i = 0..n-1, j = 0..n. Column 0 is zero.

    All numbers are Fractions; if one of those given is a float, all are floats.

    Raises:
        InvalidInput: if the shape does not fit, a share is negative or not finite, goes to a player who does not have
            the data yet, or a column sums to more than 1 (beyond 1e-9).
    """

    rows: tuple[Row, ...]

    def __init__(self, rows: Sequence[Sequence[Any]]) -> None:
        given = check_list("reallocation", rows)
        if not given:
            raise InvalidInput("reallocation has no rows, but it must have one for each player but the last")
        width = len(given) + 1
        checked = [check_row(f"reallocation[{player}]", row, width, "shares") for player, row in enumerate(given)]
        _check_shares(checked)
        object.__setattr__(self, "rows", in_one_arithmetic(checked))

    @property
    def trades(self) -> int:
        """The number n of trades."""
        return len(self.rows)

    @property
    def arithmetic(self) -> Arithmetic:
        """What its numbers are."""
        return "float" if isinstance(self.rows[0][0], float) else "exact"

    def column(self, trade: int) -> Row:
        """The shares of players 0..trade-1 in the price of a trade, 1..n."""
        return tuple(row[trade] for row in self.rows[:trade])

    @cached_property
    def flat(self) -> Floats:
        """The shares as one column of floats, as the compiled solver takes them."""
        return np.array([share for row in self.rows for share in to_floats(row)])

    @cached_property
    def leftover(self) -> Row:
        """By trade 1..n: what the column leaves to the platform; 0 everywhere if the matrix is budget balanced."""
        return tuple(1 - sum(self.column(trade)) for trade in range(1, self.trades + 1))


def raw(trades: int) -> Reallocation:
    """RAW: the whole price to the direct seller."""
    return _by_rule(trades, lambda player, trade: Fraction(player == trade - 1))


def average(trades: int) -> Reallocation:
    """AVE: the same share to everybody before the buyer."""
    return _by_rule(trades, lambda _, trade: Fraction(1, trade))


def tbds(trades: int, alpha: Number | int) -> Reallocation:
    """TBDS(alpha): a seller keeps 1 - alpha of what reaches it and passes alpha up; player 0 keeps all that reaches it.

    Raises:
        InvalidInput: if alpha is not in [0, 1).
    """
    passed = check_number("alpha", alpha)
    if not 0 <= passed < 1:
        raise InvalidInput.of("alpha", shown(passed), "it must be at least 0 and below 1")

    def share(player: int, trade: int) -> Number:
        reached: Number = passed ** (trade - 1 - player)
        return reached if player == 0 else (1 - passed) * reached

    return _by_rule(trades, share)


def explicit(rows: Sequence[Sequence[Any]]) -> Reallocation:
    """Any shares, checked: see `Reallocation`."""
    return Reallocation(rows)


def _by_rule(trades: int, share: Any) -> Reallocation:
    if type(trades) is not int or trades < 1:
        raise InvalidInput.of("trades", trades, "it must be a positive integer")
    rows = range(trades)
    return Reallocation(
        [[share(player, trade) if trade > player else Fraction() for trade in range(trades + 1)] for player in rows]
    )


def _check_shares(rows: Sequence[Row]) -> None:
    for player, row in enumerate(rows):
        for trade, share in enumerate(row):
            field = f"reallocation[{player}][{trade}]"
            if share < 0:
                raise InvalidInput.of(field, shown(share), "a share must not be negative")
            if share and trade <= player:
                rule = (
                    "the column of trade 0 must be zero: there is none"
                    if trade == 0
                    else (f"player {player} does not have the data before trade {trade}, so its share must be 0")
                )
                raise InvalidInput.of(field, shown(share), rule)
    for trade in range(1, len(rows) + 1):
        total = sum(row[trade] for row in rows)
        if total > 1 + SLACK:
            raise InvalidInput(f"column {trade} of the reallocation sums to {shown(total)}, but at most 1 is shared")
