"""Who buys from whom in a round, found by the fast forms or by trying what can be bought."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from databourse.market.sharing.money.reading import Reading
from databourse.mechanisms.sharing.literal.unilateral import demand_by_definition
from databourse.mechanisms.sharing.unilateral.demand import Demand, demand, demand_and_without
from databourse.mechanisms.sharing.unilateral.utilities import Additive, BySize, Utility

#: Up to which every set of sellers is looked at by the slow form; for more it takes the programme over sizes.
_FEW_SELLERS = 8


@dataclass(frozen=True, slots=True)
class Bought:
    """What one agent buys.

    Attributes:
        sellers: agent numbers, by rank.
        costs: base units that each of them bears.
        margins: by how much the buyer is better off with each of them than without it.
        value: of all together, in base units.
    """

    sellers: tuple[int, ...]
    costs: tuple[int, ...]
    margins: tuple[int, ...]
    value: int


NOTHING = Bought((), (), (), 0)


def buy(reading: Reading) -> tuple[Bought, ...]:
    """What every agent buys, by the fast forms."""
    found = []
    for buyer in range(len(reading.reports)):
        utility, costs = _utility(reading, buyer), reading.costs_for(buyer)
        best, without = demand_and_without(utility, costs)
        margins = {seller: best.surplus - surplus for seller, surplus in without.items()}
        found.append(_bought(reading, margins, costs, utility.value(best.sellers)))
    return tuple(found)


def buy_literally(reading: Reading) -> tuple[Bought, ...]:
    """The same by looking at every set of sellers, or of many sellers at every size."""
    found = []
    for buyer in range(len(reading.reports)):
        costs = reading.costs_for(buyer)
        sellers, surplus = _best(reading, buyer, costs)
        margins = {
            seller: surplus
            - _best(reading, buyer, [None if other == seller else cost for other, cost in enumerate(costs)])[1]
            for seller in sellers
        }
        found.append(_bought(reading, margins, costs, surplus + sum(costs[seller] or 0 for seller in sellers)))
    return tuple(found)


def _best(reading: Reading, buyer: int, costs: list[int | None]) -> tuple[tuple[int, ...], int]:
    prices = {seller: cost for seller, cost in enumerate(costs) if cost is not None}
    additive = reading.reports[buyer].additive
    if additive is not None:
        worth = dict(additive)
        gains = {seller: worth.get(reading.accounts[seller], 0) - cost for seller, cost in prices.items()}
        found = tuple(seller for seller, gain in gains.items() if gain > 0)
        return found, sum(gains[seller] for seller in found)
    if len(prices) > _FEW_SELLERS:
        best = demand(_utility(reading, buyer), costs, "programme")
        return best.sellers, best.surplus
    table = (0, *reading.reports[buyer].table)
    sellers: tuple[int, ...]
    sellers, surplus = demand_by_definition(
        lambda some: table[min(len(table) - 1, sum(reading.reports[seller].size for seller in some))],
        prices,
        [seller for seller in reading.ranking if seller in prices],
    )
    return sellers, surplus


def best_without(reading: Reading, buyer: int, seller: int | None = None) -> Demand:
    """What a buyer would buy if a seller did not sell, or what it buys."""
    costs = [None if other == seller else cost for other, cost in enumerate(reading.costs_for(buyer))]
    return demand(_utility(reading, buyer), costs)


def value_of(reading: Reading, buyer: int, sellers: Iterable[int]) -> int:
    """What the data of some sellers are worth to a buyer, in base units."""
    return _utility(reading, buyer).value(sellers)


def _utility(reading: Reading, buyer: int) -> Utility:
    additive = reading.reports[buyer].additive
    if additive is not None:
        worth = dict(additive)
        return Additive.of(buyer, [worth.get(who, 0) * (at != buyer) for at, who in enumerate(reading.accounts)])
    # who sells nothing is not for sale: what it is said to have does not matter
    sizes = [max(1, report.size) for report in reading.reports]
    return BySize.of(buyer, sizes, (0, *reading.reports[buyer].table))


def _bought(reading: Reading, margins: dict[int, int], costs: list[int | None], value: int) -> Bought:
    sellers = tuple(seller for seller in reading.ranking if seller in margins)
    return Bought(
        sellers, tuple(costs[seller] or 0 for seller in sellers), tuple(margins[seller] for seller in sellers), value
    )
