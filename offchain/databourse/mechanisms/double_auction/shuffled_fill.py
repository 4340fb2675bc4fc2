"""dadpm-split's fill: every buyer has its own secret random order of the sellers (section 7.3 of the spec, tag "o").

As in `drawn_fill`, only what moves the start pointers is kept, and the order is found again when somebody looks. It
takes a hash of every pair of a buyer and a seller that is good enough for it, so the work grows with their product.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from databourse.mechanisms.compiled import Ints
from databourse.mechanisms.double_auction.fill import Fill, Queue
from databourse.mechanisms.double_auction.integers import Grades
from databourse.mechanisms.double_auction.stream import first_keys


def fill_shuffled(queue: Queue, bids: Ints, demand: Ints, need: Grades, start: Ints) -> Fill:
    """Fill every buyer from the sellers that are good enough, in the order of its own streams; `start` is theirs."""
    in_order = queue.fill(demand, need, bids=bids)
    providers, last, last_units = in_order.providers.copy(), in_order.last.copy(), in_order.last_units.copy()
    buyer_ids = queue.book.bid_ids[bids]

    def shuffle(row: int, work: int) -> tuple[Ints, Ints]:
        """The places of one buyer's providers, and the units up to each."""
        places = queue.tier(int(need[row])).places
        ids = queue.ids[places]
        keys = first_keys(start, np.full(len(ids), buyer_ids[row]), ids, work)
        places = places[np.lexsort((ids, keys))]
        upto = np.cumsum(queue.supply[places])
        needed = int(np.searchsorted(upto, in_order.units[row])) + 1
        return places[:needed], upto[:needed]

    rows = in_order.choosing(queue.supply)
    for row in rows.tolist():
        places, upto = shuffle(row, len(rows) * len(queue.ids))
        providers[row], last[row] = len(places), places[-1]
        last_units[row] = in_order.units[row] - upto[-1] + queue.supply[places[-1]]

    def deliveries(row: int) -> tuple[Ints, Ints]:
        places, _ = shuffle(row, len(queue.ids))
        units = queue.supply[places]
        units[-1] += in_order.units[row] - units.sum()
        return places, units

    following = np.full_like(last, -1)
    return replace(
        in_order, providers=providers, last=last, last_units=last_units, following=following, deliveries=deliveries
    )
