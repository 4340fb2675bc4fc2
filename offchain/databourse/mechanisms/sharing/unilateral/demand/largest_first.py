"""Value that grows with size, and every seller at the same cost: of each number of sellers the largest are best."""

from __future__ import annotations

from itertools import accumulate

from databourse.errors import InvalidInput
from databourse.mechanisms.sharing.unilateral.demand.choice import Costs, Demand, on_sale, price
from databourse.mechanisms.sharing.unilateral.utilities import BySize


def largest_first(utility: BySize, costs: Costs) -> Demand:
    """The best set: O(sellers log sellers).

    Raises:
        InvalidInput: costs differ, or more data is worth less somewhere.
    """
    sellers = on_sale(utility, costs)
    each = {price(costs, seller) for seller in sellers}
    if len(each) > 1:
        raise InvalidInput("costs differ, but the largest first are best only at equal costs")
    if not utility.increasing:
        raise InvalidInput(f"table[{utility.buyer}] falls somewhere, but the largest first are best only if it rises")
    cost = each.pop() if each else 0
    totals = accumulate((utility.sizes[seller] for seller in sellers), initial=0)
    surpluses = [utility.at(total) - cost * count for count, total in enumerate(totals)]
    count = surpluses.index(max(surpluses))  # the fewest of equally good ones
    return Demand(tuple(sorted(sellers[:count])), surpluses[count])
