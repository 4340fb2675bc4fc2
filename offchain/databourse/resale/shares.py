"""The columns of reallocation matrices, in the integers of the contract.

Column j of a matrix holds the shares of players 0..j-1 in the price of trade j; the last of them sells. On the chain a
share is an integer of `WHOLE`, every upstream share is rounded down, and the direct seller has all that the others
leave, so a column always sums to the whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from fractions import Fraction
from typing import Any, Protocol

from databourse.errors import InvalidInput

WHOLE = 10**9
"""What shares are parts of."""

MOST_DEPTH = 32
"""The deepest trade that any chain can have."""

Column = tuple[int, ...]


class Family(IntEnum):
    """How the columns of a chain are given, as the contract counts them."""

    EXPLICIT = 0
    RAW = 1
    AVERAGE = 2
    TBDS = 3


class Rows(Protocol):
    """A reallocation: share `rows[i][j]` of the price of trade j for player i, i = 0..n-1, j = 0..n."""

    @property
    def rows(self) -> Sequence[Sequence[Any]]:
        """Rationals or floats; column 0 is zero."""
        ...


@dataclass(frozen=True, slots=True)
class Matrix:
    """A matrix as a chain has it.

    Attributes:
        family: how its columns are given.
        alpha: of WHOLE, what a seller passes on; 0 unless the family is TBDS.
        columns: of an explicit matrix: column j at [j - 1], as it was stated; otherwise empty.

    Raises:
        InvalidInput: a share is no integer or negative, a column has the wrong length or is above the whole, there are
            columns where none belong or none where some do, or alpha is out of range.
    """

    family: Family
    alpha: int = 0
    columns: tuple[Column, ...] = ()

    def __post_init__(self) -> None:
        if self.family is Family.TBDS:
            require_integer("alpha", self.alpha, WHOLE - 1)
        elif self.alpha != 0:
            raise InvalidInput.of("alpha", self.alpha, f"must be 0 in the family {self.family.name.lower()}")
        if self.family is Family.EXPLICIT:
            _check_columns(self.columns)
        elif self.columns:
            raise InvalidInput.of("columns", list(self.columns), "only an explicit matrix states its columns")

    def column(self, trade: int) -> Column:
        """The shares of players 0..trade-1, the direct seller's with all that the others leave; they sum to WHOLE.

        Raises:
            InvalidInput: there is no such trade.
        """
        most = len(self.columns) if self.family is Family.EXPLICIT else MOST_DEPTH
        if not 1 <= trade <= most:
            raise InvalidInput.of("trade", trade, f"must be from 1 to {most}")
        upstream = self._upstream(trade)
        return (*upstream, WHOLE - sum(upstream))

    def first(self, depth: int) -> tuple[Column, ...]:
        """The columns of trades 1..depth."""
        return tuple(self.column(trade) for trade in range(1, depth + 1))

    @property
    def label(self) -> str:
        """For people, as `--matrix` takes it: `average`, `tbds:0.5`."""
        name = self.family.name.lower()
        return f"{name}:{format_share(self.alpha)}" if self.family is Family.TBDS else name

    def _upstream(self, trade: int) -> Column:
        match self.family:
            case Family.EXPLICIT:
                return self.columns[trade - 1][:-1]
            case Family.RAW:
                return (0,) * (trade - 1)
            case Family.AVERAGE:
                return (WHOLE // trade,) * (trade - 1)
            case Family.TBDS:
                return _passed_up(trade, self.alpha)


RAW = Matrix(Family.RAW)
AVERAGE = Matrix(Family.AVERAGE)


def tbds(alpha: Fraction | float) -> Matrix:
    """Every seller passes the part `alpha` of what reaches it on to the one before it; rounded down to 10^-9.

    Raises:
        InvalidInput: alpha is not in [0, 1).
    """
    if not 0 <= alpha < 1:  # also false for NaN
        raise InvalidInput.of("alpha", _shown(alpha), "must be at least 0 and below 1")
    return Matrix(Family.TBDS, _units_down(alpha))


def from_reallocation(reallocation: Rows) -> Matrix:
    """The explicit matrix that a chain enforces for a reallocation of at most 32 trades.

    Upstream shares are rounded down to 10^-9. The direct seller has the rest, also what a column that sums to less than
    1 leaves: no platform takes it here. A float stands for the shortest decimal that means it: 0.3 is 3/10.

    Raises:
        InvalidInput: there are more than 32 trades, or it is no reallocation.
    """
    rows = reallocation.rows
    columns = []
    for trade in range(1, len(rows) + 1):
        upstream = [_units_down(rows[player][trade]) for player in range(trade - 1)]
        columns.append((*upstream, WHOLE - sum(upstream)))
    return Matrix(Family.EXPLICIT, 0, tuple(columns))


def to_reallocation(columns: Sequence[Column]) -> tuple[tuple[Fraction, ...], ...]:
    """What these columns pay, exactly, in the form of a reallocation: a row for each player, column 0 zero.

    Args:
        columns: of trades 1..n, as `Matrix.first` gives them.

    Returns:
        n rows of n + 1 fractions.
    """
    return tuple(
        tuple(
            Fraction(columns[trade - 1][player], WHOLE) if player < trade else Fraction()
            for trade in range(len(columns) + 1)
        )
        for player in range(len(columns))
    )


def format_share(share: int) -> str:
    """A share of WHOLE as a decimal: `0.25`."""
    whole, rest = divmod(share, WHOLE)
    digits = f"{rest:09}".rstrip("0")
    return f"{whole}.{digits}" if digits else str(whole)


def _passed_up(trade: int, alpha: int) -> Column:
    kept: list[int] = []
    passed = WHOLE
    for _ in range(trade - 1):
        reached, passed = passed, passed * alpha // WHOLE
        kept.append(reached - passed)
    # from the direct seller up to player 0, who keeps all that arrives; the direct seller's own share is the rest
    return tuple(reversed([*kept[1:], passed])) if kept else ()


def _check_columns(columns: Sequence[Column]) -> None:
    if not 1 <= len(columns) <= MOST_DEPTH:
        raise InvalidInput(f"the matrix has columns for {len(columns)} trades, but it must be from 1 to {MOST_DEPTH}")
    for trade, column in enumerate(columns, start=1):
        if len(column) != trade:
            raise InvalidInput(
                f"the column of trade {trade} has {len(column)} shares, but it must have {trade}: "
                "one for each player who had the data before the buyer"
            )
        for player, share in enumerate(column):
            require_integer(f"share of player {player} in trade {trade}", share, WHOLE)
        if sum(column) > WHOLE:
            raise InvalidInput.of(
                f"sum of the shares in trade {trade}", sum(column), f"must be at most the whole, {WHOLE}"
            )


def _units_down(share: Fraction | float) -> int:
    """A share in parts of WHOLE, rounded down."""
    exact = Fraction(repr(share)) if isinstance(share, float) else Fraction(share)
    return int(exact * WHOLE // 1)


def require_integer(field: str, value: Any, most: int, least: int = 0) -> None:
    """Refuses what is no integer of the range.

    Raises:
        InvalidInput: with the range.
    """
    if type(value) is not int or not least <= value <= most:
        raise InvalidInput.of(field, value, f"must be a whole number from {least} to {most}")


def _shown(number: Fraction | float) -> str | float:
    return number if isinstance(number, float) else str(number)
