"""Values that add up: a seller is bought from if it is worth more than it costs."""

from __future__ import annotations

from databourse.mechanisms.sharing.unilateral.demand.choice import Costs, Demand, on_sale, price
from databourse.mechanisms.sharing.unilateral.utilities import Additive


def additive(utility: Additive, costs: Costs) -> Demand:
    """The best set: O(sellers)."""
    gains = {seller: utility.values[seller] - price(costs, seller) for seller in on_sale(utility, costs)}
    chosen = {seller: gain for seller, gain in gains.items() if gain > 0}
    return Demand(tuple(sorted(chosen)), sum(chosen.values()))
