"""Any table over sizes, at any costs: what the rest is worth at each total, seller by seller."""

from __future__ import annotations

from typing import Any

import numpy as np

from databourse.errors import InvalidInput
from databourse.mechanisms.compiled import compiled, worth_compiling
from databourse.mechanisms.sharing.exact import fits
from databourse.mechanisms.sharing.unilateral.demand.choice import Costs, Demand, on_sale, price
from databourse.mechanisms.sharing.unilateral.utilities import BySize

MOST_CELLS = 1 << 29
"""Sellers times sizes: a quarter of a second for each 2^27, and a bit of memory each."""
MOST_WIDE_CELLS = 1 << 22
"""The same where amounts do not fit 64 bits, which is not compiled."""
CELLS_A_ROW = 20


def programme(utility: BySize, costs: Costs) -> Demand:
    """The best set: O(sellers x length of the table).

    Raises:
        InvalidInput: sellers times sizes are more than 2^29 (2^22 with amounts beyond 64 bits).
    """
    sellers = on_sale(utility, costs)
    sizes = [utility.sizes[seller] for seller in sellers]
    scale = len(sellers) + 1
    # each seller costs one more in units that all of them together do not reach: the smallest of the best sets wins
    prices = [price(costs, seller) * scale + 1 for seller in sellers]
    reached = utility.table[: sum(sizes) + 1]
    wide = not fits(scale * (int(abs(reached).max()) + sum(prices)))
    cells = len(reached) * len(sellers)
    most = MOST_WIDE_CELLS if wide else MOST_CELLS
    if cells > most:
        hint = "count sizes in larger units, or make the table shorter"
        raise InvalidInput(f"{len(sellers)} sellers x {len(reached)} sizes are {cells}, but {most} is the most", hint)
    gains = reached.astype(object if wide else np.int64) * scale
    if not wide and worth_compiling(_programme, cells // CELLS_A_ROW):
        chosen = compiled(_programme)(np.array(sizes, dtype=np.int64), np.array(prices, dtype=np.int64), gains)
    else:
        chosen = _programme(sizes, prices, gains.tolist())
    bought = tuple(sorted(seller for place, seller in enumerate(sellers) if chosen[place]))
    return Demand(bought, utility.value(bought) - sum(price(costs, seller) for seller in bought))


def _programme(sizes: Any, costs: Any, gains: Any) -> Any:
    """A kernel, see `mechanisms.compiled`: which sellers are bought from.

    `gains` starts as the value of each total and ends, seller by seller from the last, as what is reached from it.
    """
    sellers, last = len(sizes), len(gains) - 1
    taken = np.zeros(((sellers + 7) // 8, last + 1), dtype=np.uint8)
    for seller in range(sellers - 1, -1, -1):
        bit = np.uint8(1 << (seller & 7))
        for total in range(last + 1):
            more = gains[min(total + sizes[seller], last)] - costs[seller]
            if more >= gains[total]:  # of equal ones, which are equally many, the one with the first sellers
                gains[total] = more
                taken[seller >> 3, total] |= bit
    chosen = np.zeros(sellers, dtype=np.bool_)
    total = 0
    for seller in range(sellers):
        if taken[seller >> 3, total] >> (seller & 7) & 1:
            chosen[seller] = True
            total = min(total + sizes[seller], last)
    return chosen
