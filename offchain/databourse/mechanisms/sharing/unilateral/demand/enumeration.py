"""Every set of sellers looked at, for any utility of up to 20 sellers."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from databourse.errors import InvalidInput
from databourse.mechanisms.sharing.exact import Integers, fits
from databourse.mechanisms.sharing.subsets import row_of
from databourse.mechanisms.sharing.unilateral.demand.choice import Costs, Demand, on_sale, price
from databourse.mechanisms.sharing.unilateral.utilities import BySet, BySize, Utility

MOST_SELLERS = 20


def enumeration(utility: Utility, costs: Costs) -> Demand:
    """The best set: O(2^sellers).

    Raises:
        InvalidInput: more than 20 sell.
    """
    sellers = on_sale(utility, costs)
    if len(sellers) > MOST_SELLERS:
        raise InvalidInput(f"{len(sellers)} sell, but every set is looked at of {MOST_SELLERS} at most")
    prices = [price(costs, seller) for seller in sellers]
    paid = _sums(prices, wide=not fits(sum(prices)))
    values = _values(utility, sellers)
    if not fits(sum(prices) + max(abs(int(values.max())), abs(int(values.min())))):
        values, paid = values.astype(object), paid.astype(object)
    surpluses = values - paid
    best = surpluses.max()
    # of the best sets the smallest, of those the one with the first sellers, which have the highest bits
    row = max(np.flatnonzero(surpluses == best).tolist(), key=lambda row: (-row.bit_count(), row))
    chosen = [seller for place, seller in enumerate(reversed(sellers)) if row >> place & 1]
    return Demand(tuple(sorted(chosen)), int(best))


def _values(utility: Utility, sellers: Sequence[int]) -> Integers:
    """The value of every set; the last seller has the lowest bit."""
    if isinstance(utility, BySet):
        rows: Integers = utility.values[_sums([row_of(1 << seller, utility.buyer) for seller in sellers])]
        return rows
    if isinstance(utility, BySize):
        totals = _sums([utility.sizes[seller] for seller in sellers])
        sizes: Integers = utility.table[np.minimum(totals, len(utility.table) - 1)]
        return sizes
    values = [utility.values[seller] for seller in sellers]
    return _sums(values, wide=not fits(sum(values)))


def _sums(entries: Sequence[int], wide: bool = False) -> Integers:
    """The sum of every subset of the entries; the last has the lowest bit."""
    sums: Integers = np.zeros(1, dtype=object if wide else np.int64)
    for entry in reversed(entries):
        sums = np.concatenate([sums, sums + entry])
    return sums
