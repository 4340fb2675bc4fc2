"""A reallocation matrix as people see it."""

from __future__ import annotations

from fractions import Fraction

from databourse.cli.chain.matrix_option import NamedMatrix
from databourse.cli.session import Session
from databourse.resale.shares import WHOLE

#: Trades that a table has room for.
_MOST_COLUMNS = 10


def tell_matrix(session: Session, named: NamedMatrix) -> None:
    """Shows who gets which part of the price of each trade, and how that is rounded."""
    trades = min(named.depth, _MOST_COLUMNS)
    columns = named.matrix.first(trades)
    session.output.say(f"Who gets which part of the price of each trade, under the matrix {named.name}:")
    session.output.table(
        ["player>", *(f"trade {trade}>" for trade in range(1, trades + 1))],
        [
            (
                f"{player} (owner)" if player == 0 else player,
                *(None if player >= len(column) else percent(column[player]) for column in columns),
            )
            for player in range(trades)
        ],
    )
    if trades < named.depth:
        session.output.say(f"… and so on up to trade {named.depth}; --json has all shares.")
    rounding = "" if named.exact else " Shares are rounded down to a billionth."
    session.output.say(
        f"Amounts are rounded down to a base unit; the seller of a trade gets all that the others do not.{rounding}"
    )


def percent(share: int) -> str:
    """A share of the whole, with at most two decimals, marked where that is not exact."""
    exact = Fraction(share * 100, WHOLE)
    rounded = round(exact, 2)
    digits = f"{float(rounded):.2f}".rstrip("0").rstrip(".")
    return f"{'' if rounded == exact else '≈'}{digits} %"
