"""Start pointers: where in its data each delivery begins.

A delivery of x units is the circular interval [pointer, pointer + x) of the seller's data and moves the pointer by x,
so that successive partial deliveries rotate; a full one leaves it where it was (section 1 of the double auction's
spec). A trade has at most one partial delivery, its last, so the whole history is one move a trade.
"""

from __future__ import annotations

import numpy as np

from databourse.mechanisms.compiled import Ints


class Pointers:
    """The pointers of all sellers over a run; trade t moves that of seller `last[t]` by `last_units[t]`."""

    def __init__(self, start: Ints, supply: Ints, last: Ints, last_units: Ints) -> None:
        self._start = start
        self._trades = len(last)
        by_seller = last.argsort(kind="stable")
        seller = last[by_seller]
        moved = np.cumsum(last_units[by_seller])
        moved_before = moved - last_units[by_seller]
        first_of_seller = seller.searchsorted(seller)
        self._after = (start[seller] + moved - moved_before[first_of_seller]) % supply[seller]
        self._key = seller * self._trades + by_seller  # rises from seller to seller, and with time for each

    def before(self, trade: int, sellers: Ints) -> Ints:
        """The pointers of these sellers just before a trade; `trade` = number of trades gives the final ones."""
        earlier = self._key.searchsorted(sellers * self._trades + trade) - 1
        own = earlier >= self._key.searchsorted(sellers * self._trades)
        pointers = self._start[sellers]
        pointers[own] = self._after[earlier[own]]
        return pointers
