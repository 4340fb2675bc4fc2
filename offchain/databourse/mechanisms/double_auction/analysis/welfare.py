"""What an outcome is worth to everybody, and what the best one would be worth (section 2 of the double auction's spec).

Bids and asks are the TRUE ones here: a buyer values units up to its real demand and only those of its real minimum
quality, whatever it reported when the outcome was found. All figures are exact integers of base units.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from databourse.mechanisms.double_auction.integers import exact
from databourse.mechanisms.double_auction.steps.book import Book
from databourse.mechanisms.double_auction.steps.queue import Queue
from databourse.mechanisms.double_auction.types import Ask, Bid, Outcome, Trade


@dataclass(frozen=True, slots=True)
class Payoffs:
    """What each participant gains, in base units.

    Attributes:
        buyers: value of the useful units less the payment, by bid (Def. 2).
        sellers: payments less the cost of the units delivered, by ask (Def. 1).
        budget: what buyers pay beyond what sellers receive.
    """

    buyers: tuple[int, ...]
    sellers: tuple[int, ...]
    budget: int

    @property
    def welfare(self) -> int:
        """The paper's social welfare, which leaves the auctioneer's surplus out (Def. 3)."""
        return sum(self.buyers) + sum(self.sellers)

    @property
    def gains(self) -> int:
        """Gains from trade: value of the useful units less the cost of all that are delivered."""
        return self.welfare + self.budget


def payoffs(outcome: Outcome, bids: Sequence[Bid], asks: Sequence[Ask]) -> Payoffs:
    """Everybody's payoff.

    Args:
        outcome: found from these orders or from false reports of them.
        bids: true values, needs and demands, by bid.
        asks: true costs and qualities, by ask.
    """
    buyers, sellers = [0] * len(bids), [0] * len(asks)
    for trade in outcome.trades:
        buyers[trade.bid] = _value(trade, bids[trade.bid], asks) - trade.unit_price * trade.units
        for delivery in trade.deliveries:
            sellers[delivery.ask] += delivery.payment - asks[delivery.ask].price * delivery.quantity
    return Payoffs(tuple(buyers), tuple(sellers), outcome.budget)


def buyer_payoff(outcome: Outcome, bid: int, truth: Bid, asks: Sequence[Ask]) -> int:
    """The payoff of one bid alone."""
    for trade in outcome.trades:
        if trade.bid == bid:
            return _value(trade, truth, asks) - trade.unit_price * trade.units
    return 0


def seller_payoff(outcome: Outcome, ask: int, truth: Ask) -> int:
    """The payoff of one ask alone."""
    gained = 0
    for trade in outcome.trades:
        for delivery in trade.deliveries:
            if delivery.ask == ask:
                gained += delivery.payment - truth.price * delivery.quantity
    return gained


def best_gains(bids: Sequence[Bid], asks: Sequence[Ask]) -> int:
    """The largest gains from trade that replicable data allow, in base units.

    Buyers do not compete for supply, so each takes the cheapest units that are good enough and cost at most its bid.
    """
    book = Book(bids, asks)
    queue = Queue(book, np.arange(int(book.affordable.max(initial=0))))
    fill = queue.fill(book.bid_quantity, book.bid_need, book.affordable)
    # no ask in the queue is above the highest bid
    most = int(book.bid_price.max(initial=0)) * (int(queue.supply.sum()) + int(fill.units.sum()) + 1)
    bid_price, ask_price = exact(book.bid_price, most), exact(queue.price, most)
    gains = int((bid_price * fill.units).sum())
    for _, tier, buyers in queue.by_need(book.bid_need):
        served = buyers[fill.units[buyers] > 0]
        reached = tier.places[: int(fill.providers[served].max(initial=0))]
        cost = np.concatenate(([0], np.cumsum(ask_price[reached] * queue.supply[reached], dtype=ask_price.dtype)))
        last, full = fill.last[served], fill.providers[served] - 1
        gains -= int((cost[full] + ask_price[last] * fill.last_units[served]).sum())
    return gains


def _value(trade: Trade, truth: Bid, asks: Sequence[Ask]) -> int:
    useful = sum(d.quantity for d in trade.deliveries if asks[d.ask].quality >= truth.min_quality)
    return truth.price * min(useful, truth.quantity)
