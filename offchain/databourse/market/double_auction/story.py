"""A whole round in words: what trades, what set the prices, who just missed, and where the money goes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from databourse.market.double_auction.book import Fate
from databourse.market.double_auction.case import Case
from databourse.market.double_auction.outcome import AuctionDetail
from databourse.market.double_auction.params import AuctionParams
from databourse.market.double_auction.ranking import ask_order, bid_order
from databourse.market.double_auction.rule import AuctionRule, ClearingPrice
from databourse.market.mechanism import Money, Solution

_FATES = {
    Fate.MALFORMED: "malformed",
    Fate.UNDERFUNDED: "underfunded",
    Fate.VOIDED: "cancelled",
    Fate.SUPERSEDED: "replaced by a later ask for the same dataset",
}


@dataclass(frozen=True, slots=True)
class FirstLoser:
    """The best order of its side that did not trade.

    Attributes:
        side: "bid" or "ask".
        entry: of the order.
        price: base units for one unit of data.
        decided_by: see `Explanation.decided_by`.
        sentences: why.
    """

    side: str
    entry: int
    price: int
    decided_by: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Story:
    """A solved round; money in base units.

    Attributes:
        bids: how many count.
        asks: how many count.
        uncounted: how many entries do not, by fate; cancellations that did their work are not among them.
        buyers: entries that buy, best first.
        sellers: entries that sell, cheapest first.
        units: delivered, over all buyers.
        partly: entries that buy less than they wanted.
        prices: of the whole round.
        first_losers: of each side, where there is one.
        paid: by all buyers.
        received: by all sellers.
        sentences: all of it for people.
    """

    bids: int
    asks: int
    uncounted: dict[str, int]
    buyers: tuple[int, ...]
    sellers: tuple[int, ...]
    units: int
    partly: tuple[int, ...]
    prices: tuple[ClearingPrice, ...]
    first_losers: tuple[FirstLoser, ...]
    paid: int
    received: int
    sentences: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """For programs: money as strings of base units."""
        return {
            "bids": self.bids,
            "asks": self.asks,
            "uncounted": self.uncounted,
            "buyers": list(self.buyers),
            "sellers": list(self.sellers),
            "units": self.units,
            "partly": list(self.partly),
            "prices": [
                {"what": one.what, "price": str(one.price), "entry": one.entry, "setter": one.setter}
                for one in self.prices
            ],
            "first_losers": [
                {"side": one.side, "entry": one.entry, "price": str(one.price), "decided_by": one.decided_by}
                for one in self.first_losers
            ],
            "paid": str(self.paid),
            "received": str(self.received),
            "surplus": str(self.paid - self.received),
            "sentences": list(self.sentences),
        }


def tell(
    rule: AuctionRule,
    params: AuctionParams,
    solution: Solution[AuctionDetail],
    money: Money,
    name: Callable[[int], str],
) -> Story:
    """Tells a solved round.

    Args:
        rule: of the round.
        params: of the round.
        solution: of the round.
        money: writes base units for people.
        name: what to call an entry: `entry 3 (carol)`.
    """
    book, trades = solution.detail.book, solution.detail.outcome.trades
    sold = {delivery.ask for trade in trades for delivery in trade.deliveries}
    bought = {trade.bid for trade in trades}
    story = Story(
        bids=len(book.bids),
        asks=len(book.asks),
        uncounted=_uncounted(solution.detail),
        buyers=tuple(book.bid_entries[i] for i in bid_order(book) if i in bought),
        sellers=tuple(book.ask_entries[j] for j in ask_order(book) if j in sold),
        units=sum(trade.units for trade in trades),
        partly=tuple(book.bid_entries[trade.bid] for trade in trades if not trade.satisfied),
        prices=rule.prices(book, params),
        first_losers=_first_losers(rule, params, solution, money, bought, sold),
        paid=sum(amount for _, amount in solution.debits),
        received=sum(amount for _, amount in solution.credits),
    )
    return replace(story, sentences=tuple(_sentences(story, solution.detail, money, name)))


def _uncounted(detail: AuctionDetail) -> dict[str, int]:
    return dict(Counter(_FATES[one.fate] for one in detail.book.statuses if one.fate in _FATES))


def _first_losers(
    rule: AuctionRule,
    params: AuctionParams,
    solution: Solution[AuctionDetail],
    money: Money,
    bought: set[int],
    sold: set[int],
) -> tuple[FirstLoser, ...]:
    book, found = solution.detail.book, []
    # a cause follows from the book; the entries behind it are for the proof
    reasons = {one.bid: one.reason for one in solution.detail.outcome.unserved}
    for bid in [i for i in bid_order(book) if i not in bought][:1]:
        entry = book.bid_entries[bid]
        cause = rule.lost_bid(Case(rule, params, (), solution, entry, money), reasons[bid])
        found.append(FirstLoser("bid", entry, book.bids[bid].price, cause.decided_by, cause.sentences))
    for ask in [j for j in ask_order(book) if j not in sold][:1]:
        entry = book.ask_entries[ask]
        cause = rule.lost_ask(Case(rule, params, (), solution, entry, money))
        found.append(FirstLoser("ask", entry, book.asks[ask].price, cause.decided_by, cause.sentences))
    return tuple(found)


def _sentences(story: Story, detail: AuctionDetail, money: Money, name: Callable[[int], str]) -> list[str]:
    told = [f"{_many(story.bids, 'bid')} and {_many(story.asks, 'ask')} count."]
    if story.uncounted:
        told.append("Not counted: " + ", ".join(f"{count} {fate}" for fate, count in story.uncounted.items()) + ".")
    if not story.buyers:
        told.append("Nothing trades.")
    else:
        told.append(
            f"{_many(len(story.buyers), 'bid')} {'buys' if len(story.buyers) == 1 else 'buy'} "
            f"{_many(story.units, 'unit')} from {_many(len(story.sellers), 'ask')}."
        )
    told += [
        f"The {one.what} is {money(one.price)} a unit, set by {name(one.entry)}, the {one.setter}."
        for one in story.prices
    ]
    if not story.prices and story.buyers:
        told += _turns(detail, money)
    if story.partly:
        served = "gets" if len(story.partly) == 1 else "get"
        told.append(
            f"Of the buyers {len(story.partly)} {served} only a part: the sellers that could serve them had no more."
        )
    for one in story.first_losers:
        best = "best bid" if one.side == "bid" else "cheapest ask"
        first = f"The {best} that does not trade is {name(one.entry)}, at {money(one.price)} a unit."
        told.append(" ".join((first, *one.sentences)))
    if story.buyers:
        surplus = money(story.paid - story.received)
        told.append(f"Buyers pay {money(story.paid)}, sellers get {money(story.received)}; the surplus is {surplus}.")
    return told


def _turns(detail: AuctionDetail, money: Money) -> list[str]:
    trades = detail.outcome.trades
    paid = [trade.unit_price for trade in trades]
    limits = [trade.valid_price[1] for trade in trades]
    return [
        "Turn by turn the highest bid left buys; it pays what the next bid offers, if that reaches the valid price of "
        f"its turn, and else its own: from {money(min(paid))} to {money(max(paid))} a unit.",
        f"The sellers' valid price goes from {money(min(limits))} to {money(max(limits))} a unit; the providers of a "
        "turn get what the first seller that it did not need asks.",
    ]


def _many(number: int, thing: str) -> str:
    return f"{number:,} {thing}{'' if number == 1 else 's'}"
