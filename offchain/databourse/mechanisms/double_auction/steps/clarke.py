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

import numpy as np

from databourse.mechanisms.compiled import Column, Ints, part, run
from databourse.mechanisms.double_auction.integers import Money, exact
from databourse.mechanisms.double_auction.steps.fill import Fill
from databourse.mechanisms.double_auction.steps.queue import Queue, gather
from databourse.mechanisms.double_auction.steps.search import first_from


class ClarkePayments:
    """What the providers of a fill receive. The queue is in ask order, and no ask in it is above the reserve."""

    def __init__(self, queue: Queue, fill: Fill, reserve: int) -> None:
        self._queue = queue
        self._fill = fill
        self._reserve = reserve
        # G is evaluated at up to demand + supply units, and no unit is paid more than the reserve.
        units = max(1, int(fill.demand.max(initial=0)) + int(queue.supply.sum()), int(fill.units.sum()))
        self._price = exact(queue.price, reserve * units)
        self._ladder = functools.lru_cache(maxsize=32)(self._make_ladder)

    def of(self, buyer: int) -> list[int]:
        """Payments of one buyer's providers, in the order of delivery, base units."""
        fill, tier = self._fill, self._queue.tier(int(self._fill.need[buyer]))
        (payments,) = run(
            _payments,
            int(fill.providers[buyer]),
            int(fill.demand[buyer]),
            int(fill.last_units[buyer]),
            tier.places,
            tier.upto,
            self._ladder(int(fill.need[buyer])),
            self._queue.supply,
            self._price,
            self._reserve,
            np.empty(int(fill.providers[buyer]), dtype=self._price.dtype),
        )
        return payments.tolist()  # type: ignore[no-any-return]

    def total(self) -> int:
        """All payments together, without keeping them, base units."""
        fill, queue = self._fill, self._queue
        buyers = fill.served
        ((total,),) = run(
            _total,
            int(fill.providers[buyers].sum()) + len(queue.supply),
            buyers[fill.need[buyers].argsort(kind="stable")],
            fill.need.astype(np.int64),
            fill.demand,
            fill.providers,
            fill.last_units,
            queue.quality.astype(np.int64),
            queue.supply,
            self._price,
            self._reserve,
            *np.empty((2, len(queue.supply)), dtype=np.int64),
            *np.empty((2, len(queue.supply) + 1), dtype=self._price.dtype),
        )
        return int(total)

    def _make_ladder(self, grade: int) -> Money:
        places = self._queue.tier(grade).places
        cost = np.zeros(len(places) + 1, dtype=self._price.dtype)
        np.cumsum(self._price[places] * self._queue.supply[places], out=cost[1:])
        return cost


@part
def cost_of(units: int, count: int, places: Ints, upto: Ints, cost: Column, price: Column, reserve: int) -> int:
    """G(units): step i of the ladder begins behind upto[i - 1] units, which cost cost[i], and goes on at its price."""
    step = first_from(upto, count, units)
    before = upto[step - 1] if step > 0 else 0
    unit_price = price[places[step]] if step < count else reserve
    total: int = cost[step] + (units - before) * unit_price
    return total


@part
def pay(
    demand: int,
    last_units: int,
    providers: int,
    count: int,
    places: Ints,
    upto: Ints,
    cost: Column,
    supply: Ints,
    price: Column,
    reserve: int,
    payments: Column,
) -> int:
    """Fill in what each provider of one buyer receives; all of it together."""
    total = 0
    at_demand = cost_of(demand, count, places, upto, cost, price, reserve)
    for index in range(providers):
        place = places[index]
        payment = cost_of(demand + supply[place], count, places, upto, cost, price, reserve) - at_demand
        if index == providers - 1:
            payment -= price[place] * (supply[place] - last_units)
        payments[index] = payment
        total += payment
    return total


def _payments(
    demand: int,
    last_units: int,
    places: Ints,
    upto: Ints,
    cost: Column,
    supply: Ints,
    price: Column,
    reserve: int,
    payments: Column,
) -> tuple[Column]:
    """A kernel, see `mechanisms.compiled`: of one buyer."""
    pay(demand, last_units, len(payments), len(places), places, upto, cost, supply, price, reserve, payments)
    return (payments,)


def _total(
    order: Ints,
    need: Ints,
    demand: Ints,
    providers: Ints,
    last_units: Ints,
    quality: Ints,
    supply: Ints,
    price: Column,
    reserve: int,
    places: Ints,
    upto: Ints,
    cost: Column,
    payments: Column,
) -> tuple[Column]:
    """A kernel, see `mechanisms.compiled`: of the buyers in `order`, who stand by rising need."""
    count = 0
    total = 0
    for at in range(len(order)):
        row = order[at]
        if at == 0 or need[row] != need[order[at - 1]]:
            count = gather(quality, supply, need[row], places, upto)
            cost[0] = 0
            for step in range(count):
                cost[step + 1] = cost[step] + price[places[step]] * supply[places[step]]
        total += pay(
            demand[row],
            last_units[row],
            providers[row],
            count,
            places,
            upto,
            cost,
            supply,
            price,
            reserve,
            payments,
        )
    cost[0] = total
    return (cost[:1],)
