"""From filled buyers to an `Outcome`, alike for all rules: row t of the fill has turn t + 1."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from databourse.mechanisms.double_auction.fill import Fill, Queue
from databourse.mechanisms.double_auction.lazy import LazySequence
from databourse.mechanisms.double_auction.pointers import Pointers
from databourse.mechanisms.double_auction.types import Delivery, Outcome, Reason, Trade, Unserved


def settle(
    queue: Queue,
    fill: Fill,
    terms: Callable[[int], tuple[int, tuple[int, int]]],
    payments: Callable[[int], Sequence[int]],
    unserved: Sequence[Unserved],
    budget: int,
) -> Outcome:
    """The outcome in which every buyer that the fill gives units trades.

    Args:
        queue: the candidate sellers.
        fill: one row for each bid that had a turn, in the order of the turns.
        terms: a buyer's row to its unit price and the valid price of its round.
        payments: a buyer's row to what each of its providers receives, base units.
        unserved: the bids that do not trade.
        budget: what buyers pay beyond what sellers receive, base units.
    """
    book = queue.book
    buyers = np.flatnonzero(fill.units)
    pointers = Pointers(book.starts[queue.ids], queue.supply, fill.last[buyers], fill.last_units[buyers])
    starts = book.starts.copy()
    starts[queue.ids] = pointers.before(len(buyers), np.arange(len(queue.ids)))

    def trade(index: int) -> Trade:
        buyer = int(buyers[index])
        places, units = fill.deliveries(buyer)
        start = pointers.before(index, places)
        unit_price, valid_price = terms(buyer)
        return Trade(
            round=buyer + 1,
            bid=int(book.bid_ids[fill.bids[buyer]]),
            unit_price=unit_price,
            satisfied=bool(fill.units[buyer] == fill.demand[buyer]),
            valid_price=valid_price,
            deliveries=tuple(
                map(Delivery, queue.ids[places].tolist(), units.tolist(), start.tolist(), payments(buyer))
            ),
        )

    return Outcome(LazySequence(len(buyers), trade), unserved, tuple(starts.tolist()), budget)


def without_trade(queue: Queue, fill: Fill, reason: Callable[[int], Reason]) -> Sequence[Unserved]:
    """The bids that had a turn and got nothing, in that order; `reason` goes from a buyer's row to why."""
    buyers = np.flatnonzero(fill.units == 0)

    def unserved(index: int) -> Unserved:
        buyer = int(buyers[index])
        return Unserved(buyer + 1, int(queue.book.bid_ids[fill.bids[buyer]]), reason(buyer))

    return LazySequence(len(buyers), unserved)
