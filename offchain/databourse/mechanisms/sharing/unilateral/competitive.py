"""The best outcome for all, and the prices that support it (propositions 4.1 and 4.2).

Every purchase has an interval of prices, from what it costs the seller to what makes the buyer indifferent (13):

    p_m^max(b) = c_m(b) + W_b(N) - W_b(N without m)

Each holds while the other prices are at cost. All sellers of a buyer at their highest price at once can break its
demand: two complements worth 10 together, at a cost of 1 each, could ask 9 each, but not both.
"""

from __future__ import annotations

from dataclasses import dataclass

from databourse.mechanisms.sharing.unilateral.demand import demand_and_without
from databourse.mechanisms.sharing.unilateral.market import Market


@dataclass(frozen=True)
class Competitive:
    """What is bought, in base units.

    Attributes:
        purchases: by buyer, its sellers, ascending.
        surpluses: by buyer, W_b(N): the value of what it buys, minus the sellers' costs.
        prices: by (seller, buyer), in the order of buyers, the lowest and the highest price.
    """

    purchases: tuple[tuple[int, ...], ...]
    surpluses: tuple[int, ...]
    prices: dict[tuple[int, int], tuple[int, int]]

    @property
    def welfare(self) -> int:
        """The sum of all values minus all costs."""
        return sum(self.surpluses)

    def payments_at_cost(self) -> list[int]:
        """What each agent pays, minus what it gets, if every seller asks its cost (6): they add up to 0."""
        payments = [0] * len(self.purchases)
        for (seller, buyer), (cost, _) in self.prices.items():
            payments[buyer] += cost
            payments[seller] -= cost
        return payments


def competitive(market: Market) -> Competitive:
    """The outcome of the greatest welfare.

    Raises:
        InvalidInput: some buyer's best set is out of reach, see `demand`.
    """
    purchases, surpluses, prices = [], [], {}
    for buyer, utility in enumerate(market.utilities):
        best, without = demand_and_without(utility, market.costs_of(buyer))
        purchases.append(best.sellers)
        surpluses.append(best.surplus)
        for seller in best.sellers:
            cost = market.costs[seller][buyer]
            prices[seller, buyer] = (cost, cost + best.surplus - without[seller])
    return Competitive(tuple(purchases), tuple(surpluses), prices)
