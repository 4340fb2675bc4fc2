"""Value that is concave in size, at any costs: a search that looks only where fractions of sellers could be better.

The problem holds the subset sums: it is NP-hard, and where a search gets too long there is the `programme`. Mostly it
takes some tens of nodes, because the bound is sharp: if parts of sellers could be bought, the best would be to buy by
cost for each unit of size until the next unit adds less than it costs, and only the last seller would be cut.

Sellers are sorted by that cost. The *level* of one is the total size up to which a unit adds more than it costs there;
levels fall from seller to seller, so that where to stop is found by bisection.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from databourse.errors import BourseError, InvalidInput
from databourse.mechanisms.compiled import compiled, worth_compiling
from databourse.mechanisms.sharing.exact import fits
from databourse.mechanisms.sharing.unilateral.demand.choice import Costs, Demand, on_sale, price
from databourse.mechanisms.sharing.unilateral.demand.search_kernel import best_set
from databourse.mechanisms.sharing.unilateral.utilities import BySize

MOST_NODES = 1_000_000
"""To find one set: half a second."""
SIZE_BITS = 64
#: How many sellers are gone through in the time of a row.
SELLERS_A_ROW = 4


class TooHard(BourseError):
    """A search had more than a million nodes."""

    def __init__(self) -> None:
        super().__init__("the best set was not found within a million steps", "use smaller sizes, or a coarser table")


class Search:
    """The sellers that one buyer may buy from, prepared for searches.

    Each costs one more in units that all of them together do not reach, so that of the best sets the smallest wins.

    Raises:
        InvalidInput: the utility is not concave in size.
    """

    def __init__(self, utility: BySize, costs: Costs) -> None:
        if not utility.concave:
            rule = "branch and bound needs a table that rises by less and less"
            raise InvalidInput(f"table[{utility.buyer}] is not concave, but {rule}")
        self._utility, self._costs = utility, costs
        sellers = on_sale(utility, costs)
        self._scale = len(sellers) + 1
        prices = {seller: price(costs, seller) * self._scale + 1 for seller in sellers}
        most_paid = sum(prices.values()) * max(utility.sizes)
        self._wide = not fits(self._scale * max(abs(utility.at(0)), abs(utility.at(len(utility.table)))) + most_paid)
        table = utility.table.astype(object if self._wide else np.int64) * self._scale
        rising_steps = np.diff(table)[::-1]
        levels = {
            seller: len(rising_steps)
            - int(np.searchsorted(rising_steps, prices[seller] // utility.sizes[seller], "right"))
            for seller in sellers
        }
        # fractions whose denominators are below 2^32 differ by more than 2^-64
        by_unit = {seller: (prices[seller] << SIZE_BITS) // utility.sizes[seller] for seller in sellers}
        # who costs more for a unit than the first one adds is never bought from
        self._sellers = sorted((seller for seller in sellers if levels[seller]), key=by_unit.__getitem__)
        self._table = table
        self._columns = tuple(
            np.array([column[seller] for seller in self._sellers], dtype=table.dtype)
            for column in (utility.sizes, prices, levels)
        )

    def demand(self) -> Demand:
        """The best set.

        Raises:
            TooHard: it takes more than a million nodes.
        """
        best, chosen = self._solve(range(len(self._sellers)), first=True)
        bought = [seller for place, seller in enumerate(self._sellers) if chosen[place]]
        return Demand(tuple(sorted(bought)), best)

    def surplus_without(self, seller: int) -> int:
        """What the best set is worth, minus its costs, if this seller does not sell.

        Raises:
            TooHard: it takes more than a million nodes.
        """
        left = [place for place, other in enumerate(self._sellers) if other != seller]
        return self._solve(left, first=False)[0]

    def _solve(self, places: Sequence[int], first: bool) -> tuple[int, Sequence[int]]:
        """The surplus of the best set of some sellers, and 1 for each that is in it."""
        sizes, costs, levels = (column[places] for column in self._columns)
        rank = {seller: place for place, seller in enumerate(self._utility.priority)}
        priority = np.array(sorted(range(len(places)), key=lambda at: rank[self._sellers[places[at]]]), dtype=np.int64)
        kernel: Callable[..., Any] = best_set
        columns = [sizes, costs, levels, self._table, priority]
        if not self._wide and worth_compiling(best_set, len(places) // SELLERS_A_ROW):
            kernel = compiled(best_set)
        else:
            columns = [column.tolist() for column in columns]
        best, chosen, finished = kernel(*columns, best=int(self._table[0]) - 1, first=first, most_nodes=MOST_NODES)
        if not finished:
            raise TooHard()
        # without what the number of sellers costs, rounded up
        return -(-int(best) // self._scale), chosen
