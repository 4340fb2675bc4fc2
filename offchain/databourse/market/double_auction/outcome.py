"""The outcome of a double auction in the terms of the round: which entry gets which units of which dataset."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from databourse.market.double_auction.book import Book
from databourse.market.entries import Entry
from databourse.market.mechanism import Pointers, Solution
from databourse.mechanisms.double_auction import Outcome


@dataclass(frozen=True, slots=True)
class AuctionDetail:
    """The book that was solved, and the solver's outcome, whose ids are positions in the book."""

    book: Book
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Transfer:
    """A delivery right: units of one dataset for one buyer.

    Attributes:
        bid: entry index of the bid.
        ask: entry index of the ask.
        buyer: account of the bid.
        seller: account of the ask.
        dataset: number of the dataset.
        start: first unit; the delivery is the circular interval [start, start + quantity) modulo `units`.
        quantity: number of units.
        units: the ask's quantity, at which the interval wraps.
        payment: base units that the seller gets for this delivery.
    """

    bid: int
    ask: int
    buyer: str
    seller: str
    dataset: int
    start: int
    quantity: int
    units: int
    payment: int


def with_pointers(book: Book, pointers: Pointers) -> Book:
    """The book with each ask's start pointer: where its dataset stopped last, modulo what is offered now."""
    asks = tuple(
        replace(ask, start=pointers.get(dataset, 0) % ask.quantity)
        for ask, dataset in zip(book.asks, book.datasets, strict=True)
    )
    return replace(book, asks=asks)


def transfers(entries: Sequence[Entry], solution: Solution[AuctionDetail]) -> list[Transfer]:
    """All deliveries of a solved round, winner by winner in the rule's order."""
    book = solution.detail.book
    rights = []
    for trade in solution.detail.outcome.trades:
        bid = book.bid_entries[trade.bid]
        for delivery in trade.deliveries:
            ask = book.ask_entries[delivery.ask]
            rights.append(
                Transfer(
                    bid=bid,
                    ask=ask,
                    buyer=entries[bid].who,
                    seller=entries[ask].who,
                    dataset=book.datasets[delivery.ask],
                    start=delivery.start,
                    quantity=delivery.quantity,
                    units=book.asks[delivery.ask].quantity,
                    payment=delivery.payment,
                )
            )
    return rights
