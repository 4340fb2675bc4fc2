"""Value that is concave in size, at any costs: a search that looks only where fractions of sellers could be better.

The problem holds the subset sums: it is NP-hard, and where a search gets too long there is the `programme`. Mostly it
takes some tens of nodes, because the bound is sharp: if parts of sellers could be bought, the best would be to buy by
cost for each unit of size until the next unit adds less than it costs, and only the last seller would be cut.

Sellers are sorted by that cost. The *level* of one is the total size up to which a unit adds more than it costs there;
levels fall from seller to seller, so that where to stop is found by bisection.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np

from databourse.errors import BourseError, InvalidInput
from databourse.mechanisms.compiled import compiled, worth_compiling
from databourse.mechanisms.sharing.exact import Integers, fits
from databourse.mechanisms.sharing.unilateral.demand.choice import Costs, Demand, on_sale, price
from databourse.mechanisms.sharing.unilateral.demand.search_kernel import best_set, bests_without
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
        self._utility = utility
        sellers = on_sale(utility, costs)
        self._scale = len(sellers) + 1
        prices = {seller: price(costs, seller) * self._scale + 1 for seller in sellers}
        most_paid = sum(prices.values()) * max(utility.sizes)
        self._wide = not fits(self._scale * max(abs(utility.at(0)), abs(utility.at(len(utility.table)))) + most_paid)
        table = utility.table.astype(object if self._wide else np.int64) * self._scale
        rising_steps = np.diff(table)[::-1]
        thresholds = [prices[seller] // utility.sizes[seller] for seller in sellers]
        below = np.searchsorted(rising_steps, np.array(thresholds, dtype=table.dtype), "right")
        levels = dict(zip(sellers, (len(rising_steps) - below).tolist(), strict=True))
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
        return self._demand()[0]

    def demand_and_without(self) -> tuple[Demand, dict[int, int]]:
        """The best set, and for each of its sellers the surplus of the best set without that one.

        Raises:
            TooHard: it takes more than a million nodes for one of them.
        """
        best, chosen = self._demand()
        without = self._run(bests_without, len(best.sellers), *self._columns, self._table, chosen, MOST_NODES)
        surpluses = dict(zip(self._chosen(chosen), map(self._unscaled, without), strict=True))
        return best, {seller: surpluses[seller] for seller in best.sellers}

    def _demand(self) -> tuple[Demand, Integers]:
        """The best set, also as 1 for each of its sellers in the order of costs for a unit."""
        places = {seller: place for place, seller in enumerate(self._sellers)}
        priority = [places[seller] for seller in self._utility.priority if seller in places]
        order = np.array(priority, dtype=np.int64)
        best, chosen = self._run(best_set, 1, *self._columns, self._table, order, int(self._table[0]) - 1, MOST_NODES)
        return Demand(tuple(sorted(self._chosen(chosen))), self._unscaled(best)), np.array(chosen, dtype=np.int64)

    def _run(self, kernel: Callable[..., Any], searches: int, *arguments: Any) -> Any:
        """What a kernel finds in so many searches; its last value is whether it came to an end."""
        if not self._wide and worth_compiling(kernel, searches * len(self._sellers) // SELLERS_A_ROW):
            *found, finished = compiled(kernel)(*arguments)
        else:
            plain = (entry.tolist() if isinstance(entry, np.ndarray) else entry for entry in arguments)
            *found, finished = kernel(*plain)
        if not finished:
            raise TooHard()
        return found if len(found) > 1 else found[0]

    def _chosen(self, chosen: Iterable[int]) -> list[int]:
        return [seller for seller, taken in zip(self._sellers, chosen, strict=True) if taken]

    def _unscaled(self, best: int) -> int:
        """A surplus without what the number of sellers costs: rounded up."""
        return -(-int(best) // self._scale)
