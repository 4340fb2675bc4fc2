"""What an auction decided, as data frames.

Money is in base units: a column of int64 where every amount fits, otherwise of Python's integers, never of floats. Bids
and asks are named by their position in what was handed in, counted from 0.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from databourse.errors import Refused, UsageError
from databourse.mechanisms.double_auction import Asks, Bids, Outcome
from databourse.mechanisms.double_auction.integers import integers, products, total
from databourse.mechanisms.double_auction.steps.settlement import SettledTrades

if TYPE_CHECKING:
    from pandas import DataFrame, Series

MOST_DELIVERIES = 5_000_000


@dataclass(frozen=True)
class Result:
    """One solved slot; `outcome` has the same as objects.

    The tables need pandas, which comes with the extra `tables`; without it they raise UsageError.
    """

    rule: str
    bids: Bids
    asks: Asks
    outcome: Outcome

    def trades(self) -> DataFrame:
        """One row a trade, in the order of the rounds.

        Columns: `round`, `bid`, `units` delivered, `satisfied` (all that was asked for), `unit_price` and `paid` by the
        buyer, `valid_buyers_price` and `valid_sellers_price` of the round, `providers` (how many sellers deliver).
        """
        columns = self._trades.columns
        prices = columns.prices
        return _pandas().DataFrame(
            {
                "round": columns.turn,
                "bid": columns.bid,
                "units": columns.units,
                "satisfied": columns.satisfied,
                "unit_price": prices.unit,
                "paid": products(prices.unit, columns.units),
                "valid_buyers_price": prices.valid_bid,
                "valid_sellers_price": prices.valid_ask,
                "providers": columns.providers,
            }
        )

    def deliveries(self, most: int = MOST_DELIVERIES) -> DataFrame:
        """One row a delivery: `round`, `bid`, `ask`, `quantity` in units, `start` pointer, `payment` to the seller.

        Raises:
            Refused: if there are more than `most`; `delivery_chunks` goes through any number.
        """
        count = self.delivery_count()
        if count > most:
            raise Refused(
                f"the outcome has {count:,} deliveries, more than {most:,}",
                "go through them with delivery_chunks(), or raise `most`",
            )
        return _pandas().concat([_deliveries([]), *self.delivery_chunks()], ignore_index=True)

    def delivery_chunks(self, rows: int = 100_000) -> Iterator[DataFrame]:
        """The deliveries in tables of about `rows` rows, made one at a time; a trade's deliveries stay together."""
        chunk: list[tuple[int, ...]] = []
        for trade in self.outcome.trades:
            chunk += [
                (trade.round, trade.bid, one.ask, one.quantity, one.start, one.payment) for one in trade.deliveries
            ]
            if len(chunk) >= rows:
                yield _deliveries(chunk)
                chunk = []
        if chunk:
            yield _deliveries(chunk)

    def delivery_count(self) -> int:
        """How many deliveries there are."""
        return int(self._trades.columns.providers.sum())

    def unserved(self) -> DataFrame:
        """One row a bid that did not trade: `round` (0 if its turn never came), `bid` and `reason`."""
        rows = [(one.round, one.bid, one.reason.value) for one in self.outcome.unserved]
        return _pandas().DataFrame(rows, columns=["round", "bid", "reason"])

    def starts(self) -> Series[int]:
        """Where each ask's next delivery would start, by the ask."""
        return _pandas().Series(self.outcome.starts, name="start", dtype=np.int64)

    def summary(self) -> dict[str, Any]:
        """The slot in a few numbers; `paid` by the buyers less `received` by the sellers is the `budget`."""
        columns = self._trades.columns
        paid = total(columns.prices.unit, columns.units)
        return {
            "rule": self.rule,
            "bids": len(self.bids),
            "asks": len(self.asks),
            "trades": len(columns.turn),
            "unserved": len(self.outcome.unserved),
            "units": int(columns.units.sum()),
            "paid": paid,
            "received": paid - self.outcome.budget,
            "budget": self.outcome.budget,
        }

    @property
    def _trades(self) -> SettledTrades:
        trades = self.outcome.trades
        if not isinstance(trades, SettledTrades):
            raise TypeError("the outcome of a fast form is needed, not that of a literal one")
        return trades


def _deliveries(rows: list[tuple[int, ...]]) -> DataFrame:
    names = ("round", "bid", "ask", "quantity", "start", "payment")
    return _pandas().DataFrame({name: integers([row[at] for row in rows]) for at, name in enumerate(names)})


def _pandas() -> Any:
    try:
        import pandas
    except ImportError as error:
        raise UsageError(
            "data frames need pandas, which is not installed", "install it with `pip install 'databourse[tables]'`"
        ) from error
    return pandas
