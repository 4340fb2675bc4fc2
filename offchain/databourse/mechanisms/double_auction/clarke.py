"""Critical (Clarke) payments of the sellers, shared by trade-reduction and kth-price.

Seller j gets from a buyer of d units C(E without j, d) - (C(E, d) - a_j x_j), where C(E, d) is the cost of the
cheapest d units from the eligible sellers E and a dummy that has any number of them at the reserve price (section 7.1
of the double auction's spec). E stands in ask order, so C(E, d) is a function G(d) of one running sum. Without j, the
units that take its place are those behind d, whichever place j had: C(E without j, d) = G(d + s_j) - a_j s_j. Hence

    payment = G(d + s_j) - G(d) - a_j (s_j - x_j),

one look-up a delivery.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass

import numpy as np

from databourse.mechanisms.compiled import Ints
from databourse.mechanisms.double_auction.fill import Fill, Queue
from databourse.mechanisms.double_auction.integers import Money, exact

DELIVERIES_AT_ONCE = 1 << 20


@dataclass(frozen=True, slots=True)
class _Ladder:
    """G for one tier. Step i holds the units from start[i] on, at price[i]; the last step is the dummy's."""

    start: Ints
    cost: Money  # G(start)
    price: Money

    def __call__(self, units: Ints) -> Money:
        step = np.searchsorted(self.start, units, side="right") - 1
        cost: Money = self.cost[step] + (units - self.start[step]) * self.price[step]
        return cost


class ClarkePayments:
    """What the providers of a fill receive. The queue is in ask order, and no ask in it is above the reserve."""

    def __init__(self, queue: Queue, fill: Fill, reserve: int) -> None:
        self._queue = queue
        self._fill = fill
        self._reserve = reserve
        # G is evaluated at up to demand + supply units, and total() sums over buyers.
        units = int(fill.demand.max(initial=0)) + int(queue.supply.sum())
        self._ask_price = exact(queue.price, reserve * units * (len(fill.demand) + 1))
        self._ladder = functools.lru_cache(maxsize=32)(self._make_ladder)

    def of(self, buyer: int) -> list[int]:
        """Payments of one buyer's providers, in the order of delivery, base units."""
        places, units = self._fill.deliveries(buyer)
        grade = int(self._fill.need[buyer])
        demand = np.full(len(places), self._fill.demand[buyer])
        return self._payments(grade, demand, places, units).tolist()  # type: ignore[no-any-return]

    def total(self) -> int:
        """All payments together, without keeping them, base units."""
        total = 0
        for grade, tier, buyers in self._queue.by_need(self._fill.need):
            buyers = buyers[self._fill.units[buyers] > 0]
            for batch in self._batches(buyers):
                count = self._fill.providers[batch]
                end = np.cumsum(count)
                first = np.repeat(end - count, count)
                places = tier.places[np.arange(len(first)) - first]
                units = self._queue.supply[places]
                units[end - 1] = self._fill.last_units[batch]
                total += int(self._payments(grade, np.repeat(self._fill.demand[batch], count), places, units).sum())
        return total

    def _batches(self, buyers: Ints) -> list[Ints]:
        deliveries = np.cumsum(self._fill.providers[buyers])
        return np.split(buyers, np.flatnonzero(np.diff(deliveries // DELIVERIES_AT_ONCE)) + 1)

    def _payments(self, grade: int, demand: Ints, places: Ints, units: Ints) -> Money:
        cost = self._ladder(grade)
        supply = self._queue.supply[places]
        payments: Money = cost(demand + supply) - cost(demand) - self._ask_price[places] * (supply - units)
        return payments

    def _make_ladder(self, grade: int) -> _Ladder:
        tier = self._queue.tier(grade)
        price = self._ask_price[tier.places]
        cost = np.cumsum(price * self._queue.supply[tier.places], dtype=price.dtype)
        zero, reserve = np.array([0]), np.array([self._reserve], dtype=price.dtype)
        return _Ladder(*map(np.concatenate, ((zero, tier.upto), (zero, cost), (price, reserve))))
