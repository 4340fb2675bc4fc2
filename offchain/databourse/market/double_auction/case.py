"""One entry of a solved double auction, with the questions that its explanation asks."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from databourse.market.double_auction.book import Book, Fate
from databourse.market.double_auction.orders import MAX_PRICE, BidOrder
from databourse.market.double_auction.outcome import AuctionDetail
from databourse.market.double_auction.params import AuctionParams
from databourse.market.double_auction.price_search import Shape, trading_prices
from databourse.market.double_auction.ranking import ask_order, bid_order, marginal_pair, price_rank
from databourse.market.entries import MAX_LOCK, Entry
from databourse.market.mechanism import Money, PriceRange, Solution
from databourse.mechanisms.double_auction import Ask, Bid, Delivery, Outcome, Trade

if TYPE_CHECKING:
    from databourse.market.double_auction.rule import AuctionRule

#: Orders that all runs of one search for prices may look at together: a few seconds.
_MOST_WORK = 200_000


@dataclass(frozen=True)
class Case:
    """What is known about entry `index`; `money` writes base units for people."""

    rule: AuctionRule
    params: AuctionParams
    entries: Sequence[Entry]
    solution: Solution[AuctionDetail]
    index: int
    money: Money

    @property
    def entry(self) -> Entry:
        """The entry in question."""
        return self.entries[self.index]

    @property
    def book(self) -> Book:
        """The book that the rule saw."""
        return self.solution.detail.book

    @property
    def outcome(self) -> Outcome:
        """What the rule made of it."""
        return self.solution.detail.outcome

    @cached_property
    def bid(self) -> int:
        """The entry's id among the standing bids."""
        return self.book.bid_entries.index(self.index)

    @cached_property
    def ask(self) -> int:
        """The entry's id among the standing asks."""
        return self.book.ask_entries.index(self.index)

    @cached_property
    def purchase(self) -> Trade | None:
        """The trade of the bid, if there was one."""
        return next((trade for trade in self.outcome.trades if trade.bid == self.bid), None)

    @cached_property
    def sales(self) -> list[tuple[Trade, Delivery]]:
        """Everything that the ask sold."""
        return [(t, d) for t in self.outcome.trades for d in t.deliveries if d.ask == self.ask]

    @cached_property
    def bids_in_order(self) -> list[int]:
        """Ids of the bids, best first."""
        return bid_order(self.book)

    @cached_property
    def asks_in_order(self) -> list[int]:
        """Ids of the asks, cheapest first."""
        return ask_order(self.book)

    @cached_property
    def k(self) -> int:
        """K of kth-price for this number of asks."""
        return price_rank(len(self.book.asks), self.params.k)

    @cached_property
    def price_setter(self) -> int | None:
        """Id of the ask of rank K + 1, which sets the price of kth-price; None with too few asks."""
        return self.asks_in_order[self.k] if len(self.asks_in_order) > self.k else None

    @cached_property
    def marginal(self) -> tuple[int, int] | None:
        """Ids of the marginal bid and ask of trade-reduction."""
        return marginal_pair(self.book)

    def prices_for_bid(self) -> PriceRange:
        """At which prices the bid would trade, its lock rising with it; also asked of a bid that lacked the lock."""
        order = self.book.statuses[self.index].order
        assert isinstance(order, BidOrder)
        position = bisect_left(self.book.bid_entries, self.index)
        before, after = self.book.bids[:position], self.book.bids[position:]
        if self.book.statuses[self.index].fate is Fate.STANDING:
            after = after[1:]

        def trades(price: int) -> bool:
            bids = (*before, Bid(price, order.quantity, order.min_quality), *after)
            return all(other.bid != position for other in self._outcome(bids, self.book.asks).unserved)

        others = [*(other.price for other in (*before, *after)), *(ask.price for ask in self.book.asks)]
        highest = MAX_LOCK // order.quantity
        return self._search(trades, min(order.price, highest), others, highest, Shape.RISING)

    def prices_for_ask(self) -> PriceRange:
        """At which prices the ask would sell something."""
        asks, position = list(self.book.asks), self.ask

        def trades(price: int) -> bool:
            asks[position] = replace(self.book.asks[position], price=price)
            outcome = self._outcome(self.book.bids, asks)
            return any(d.ask == position for trade in outcome.trades for d in trade.deliveries)

        others = [a.price for j, a in enumerate(self.book.asks) if j != position] + [b.price for b in self.book.bids]
        return self._search(trades, asks[position].price, others, MAX_PRICE, Shape.FALLING)

    def _outcome(self, bids: Sequence[Bid], asks: Sequence[Ask]) -> Outcome:
        return self.rule.run(bids, asks, self.params, literally=False)

    def _search(
        self, trades: Callable[[int], bool], own: int, others: Sequence[int], highest: int, proven: Shape
    ) -> PriceRange:
        shape = proven if self.rule.monotone else Shape.ANY
        most_probes = _MOST_WORK // max(len(others), 1)
        return trading_prices(trades, own, others, highest, shape, most_probes)
