"""dadpm-split's fill: every buyer has its own secret random order of the sellers (section 7.3 of the spec, tag "o").

As in `drawn_fill`, only what moves the start pointers is kept, and the order is found again when somebody looks. It
takes a hash of every pair of a buyer and a seller that is good enough for it, so the work grows with their product.
"""

from __future__ import annotations

import numpy as np

from databourse.mechanisms.compiled import Ints
from databourse.mechanisms.double_auction.chance.stream import first_keys
from databourse.mechanisms.double_auction.steps.fill import Fill
from databourse.mechanisms.double_auction.steps.queue import Queue


def fill_shuffled(queue: Queue, bids: Ints, start: Ints) -> Fill:
    """Fill buyers (places in bid order) from whoever is good enough, by the order of their streams' first numbers."""
    need = queue.book.bid_need[bids]
    in_order = queue.fill(queue.book.bid_quantity[bids], need, bids=bids)
    providers, last, last_units = in_order.providers.copy(), in_order.last.copy(), in_order.last_units.copy()
    buyer_ids = queue.book.bid_ids[bids]

    def order(row: int) -> Ints:
        places = queue.tier(int(need[row])).places
        ids = queue.ids[places]
        keys = first_keys(start, np.full(len(ids), buyer_ids[row]), ids)
        places = places[np.lexsort((ids, keys))]
        enough = np.searchsorted(np.cumsum(queue.supply[places]), in_order.units[row])
        chosen: Ints = places[: enough + 1]
        return chosen

    for row in in_order.choosing(queue.supply).tolist():
        places = order(row)
        providers[row], last[row] = len(places), places[-1]
        last_units[row] = in_order.units[row] - queue.supply[places[:-1]].sum()

    return in_order.served_otherwise(queue.supply, providers, last, last_units, order)
