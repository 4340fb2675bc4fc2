"""From filled buyers to an `Outcome`, alike for all rules: row t of the fill has turn t + 1."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from databourse.mechanisms.compiled import Ints
from databourse.mechanisms.double_auction.integers import INT64_END, Money, total
from databourse.mechanisms.double_auction.steps.fill import Fill
from databourse.mechanisms.double_auction.steps.lazy import LazySequence
from databourse.mechanisms.double_auction.steps.pointers import Pointers
from databourse.mechanisms.double_auction.steps.queue import Queue
from databourse.mechanisms.double_auction.types import Delivery, Outcome, Reason, Trade, Unserved


@dataclass(frozen=True, slots=True)
class Prices:
    """What each trade costs a unit, in the order of the turns: the buyer, and the valid prices of its round."""

    unit: Money
    valid_bid: Money
    valid_ask: Money

    @classmethod
    def alike(cls, trades: int, unit: int, valid_ask: int) -> Prices:
        """The same for all: buyers pay the valid buyers' price."""
        kind: Any = np.int64 if unit < INT64_END else object
        paid = np.full(trades, unit, dtype=kind)
        return cls(paid, paid, np.full(trades, valid_ask, dtype=kind))


@dataclass(frozen=True, slots=True)
class TradeColumns:
    """The trades of an outcome without their deliveries, one row a trade, in the order of the turns."""

    turn: Ints
    bid: Ints
    prices: Prices
    units: Ints
    satisfied: npt.NDArray[np.bool_]
    providers: Ints


class Payments(Protocol):
    """What the providers of a fill receive, base units."""

    def of(self, buyer: int) -> Sequence[int]:
        """Payments of one buyer's providers, in the order of delivery."""

    def total(self) -> int:
        """All payments together, without keeping them."""


class SettledTrades(LazySequence[Trade]):
    """Trades that are made when they are looked at; `columns` has all but their deliveries at once."""

    __slots__ = ("columns",)

    def __init__(self, columns: TradeColumns, make: Callable[[int], Trade]) -> None:
        super().__init__(len(columns.turn), make)
        self.columns = columns


def settle(
    queue: Queue,
    fill: Fill,
    prices: Prices,
    payments: Payments,
    unserved: Sequence[Unserved],
) -> Outcome:
    """The outcome in which every buyer that the fill gives units trades.

    Args:
        queue: the candidate sellers.
        fill: one row for each bid that had a turn, in the order of the turns.
        prices: of the rows with units.
        payments: what the providers receive.
        unserved: the bids that do not trade.
    """
    book = queue.book
    buyers = fill.served
    pointers = Pointers(book.starts[queue.ids], queue.supply, fill.last[buyers], fill.last_units[buyers])
    starts = book.starts.copy()
    starts[queue.ids] = pointers.before(len(buyers), np.arange(len(queue.ids)))
    columns = TradeColumns(
        turn=buyers + 1,
        bid=book.bid_ids[fill.bids[buyers]],
        prices=prices,
        units=fill.units[buyers],
        satisfied=fill.units[buyers] == fill.demand[buyers],
        providers=fill.providers[buyers],
    )

    def trade(index: int) -> Trade:
        buyer = int(buyers[index])
        places, units = fill.deliveries(buyer)
        start = pointers.before(index, places)
        return Trade(
            round=buyer + 1,
            bid=int(columns.bid[index]),
            unit_price=int(prices.unit[index]),
            satisfied=bool(columns.satisfied[index]),
            valid_price=(int(prices.valid_bid[index]), int(prices.valid_ask[index])),
            deliveries=tuple(
                map(Delivery, queue.ids[places].tolist(), units.tolist(), start.tolist(), payments.of(buyer))
            ),
        )

    budget = total(prices.unit, columns.units) - payments.total()
    return Outcome(SettledTrades(columns, trade), unserved, tuple(starts.tolist()), budget)


def without_trade(queue: Queue, fill: Fill, reason: Callable[[int], Reason]) -> Sequence[Unserved]:
    """The bids that had a turn and got nothing, in that order; `reason` goes from a buyer's row to why."""
    buyers = np.flatnonzero(fill.units == 0)

    def unserved(index: int) -> Unserved:
        buyer = int(buyers[index])
        return Unserved(buyer + 1, int(queue.book.bid_ids[fill.bids[buyer]]), reason(buyer))

    return LazySequence(len(buyers), unserved)
