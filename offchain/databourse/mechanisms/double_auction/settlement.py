"""From filled buyers to an `Outcome`: shared by all rules, because in each of them the bid at place t has turn t + 1."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from databourse.mechanisms.compiled import Ints
from databourse.mechanisms.double_auction.book import Book, Grades
from databourse.mechanisms.double_auction.fill import Fill, Queue
from databourse.mechanisms.double_auction.lazy import LazySequence
from databourse.mechanisms.double_auction.pointers import Pointers
from databourse.mechanisms.double_auction.types import Delivery, Outcome, Reason, Trade, Unserved


def settle(
    book: Book,
    queue: Queue,
    asks_of_queue: Ints,
    need: Grades,
    fill: Fill,
    terms: Callable[[int], tuple[int, tuple[int, int]]],
    payments: Callable[[int], Sequence[int]],
    unserved: Sequence[Unserved],
    budget: int,
) -> Outcome:
    """The outcome in which every filled buyer trades; trades and their deliveries are made when looked at.

    Args:
        book: the slot's orders.
        queue: the candidate sellers.
        asks_of_queue: for each place in the queue, the ask's place in the book.
        need: the minimum quality that was applied to each buyer.
        fill: one row for each bid that had a turn, in bid order.
        terms: a buyer's place to its unit price and valid price.
        payments: a buyer's place to what each of its providers receives.
        unserved: the bids that do not trade.
        budget: what buyers pay beyond what sellers receive, base units.
    """
    buyers = np.flatnonzero(fill.units)
    pointers = Pointers(book.ask_start[asks_of_queue], queue.supply, fill.last[buyers], fill.last_units[buyers])

    def trade(index: int) -> Trade:
        buyer = int(buyers[index])
        places = queue.tier(int(need[buyer])).places[: int(fill.providers[buyer])]
        columns = (
            book.ask_ids[asks_of_queue[places]].tolist(),
            queue.delivered(places, int(fill.last_units[buyer])).tolist(),
            pointers.before(index, places).tolist(),
            payments(buyer),
        )
        unit_price, valid_price = terms(buyer)
        return Trade(
            round=buyer + 1,
            bid=int(book.bid_ids[buyer]),
            unit_price=unit_price,
            satisfied=bool(fill.units[buyer] == book.bid_quantity[buyer]),
            valid_price=valid_price,
            deliveries=tuple(map(Delivery, *columns)),
        )

    starts = np.fromiter((ask.start for ask in book.asks), np.int64, len(book.asks))
    starts[book.ask_ids[asks_of_queue]] = pointers.before(len(buyers), np.arange(len(asks_of_queue)))
    return Outcome(LazySequence(len(buyers), trade), unserved, tuple(starts.tolist()), budget)


def no_trade(book: Book, reason: Reason, *, with_turns: bool) -> Outcome:
    """The outcome in which nobody trades, for one reason."""
    ids = book.bid_ids if with_turns else np.sort(book.bid_ids)
    unserved = [Unserved(turn if with_turns else 0, bid, reason) for turn, bid in enumerate(ids.tolist(), start=1)]
    return Outcome((), tuple(unserved), tuple(ask.start for ask in book.asks), 0)


def without_trade(book: Book, fill: Fill, reason: Callable[[int], Reason]) -> LazySequence[Unserved]:
    """The buyers of a fill that got nothing, in the order of their turns, each with its reason."""
    buyers = np.flatnonzero(fill.units == 0)
    return LazySequence(
        len(buyers), lambda index: Unserved(int(buyers[index]) + 1, int(book.bid_ids[buyers[index]]), reason(index))
    )
