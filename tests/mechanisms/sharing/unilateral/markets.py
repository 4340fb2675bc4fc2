"""Random markets for the tests: every kind of utility, small numbers with many ties, and money of any size."""

from __future__ import annotations

import random
from collections.abc import Sequence

from databourse.mechanisms.sharing import Additive, BySet, BySize, Market
from databourse.mechanisms.sharing.literal import demand_by_definition
from databourse.mechanisms.sharing.unilateral import Utility

Costs = list[int | None]
KINDS = ("set", "substitutes", "additive", "concave", "any table")


def concave_table(chance: random.Random, length: int, most: int, unit: int = 1) -> list[int]:
    """A table that rises by less and less."""
    table = [chance.randint(0, most) * unit]
    for step in sorted((chance.randint(0, most) for _ in range(length)), reverse=True):
        table.append(table[-1] + step * unit)
    return table


def random_utility(chance: random.Random, kind: str, agents: int, buyer: int, unit: int = 1) -> Utility:
    """A utility of a kind; amounts are multiples of the unit, and a bit."""
    most = chance.choice([2, 9, 40])
    sizes = [chance.randint(1, 5) for _ in range(agents)]
    if kind == "set":
        return BySet.of(buyer, [chance.randint(-most, most) * unit for _ in range(1 << agents - 1)])
    if kind == "substitutes":  # each buyer has some places, and every seller is worth something in each: an assignment
        worth = [[chance.randint(0, most) for _ in range(agents - 1)] for _ in range(2)]
        values = []
        for row in range(1 << agents - 1):
            chosen = [seller for seller in range(agents - 1) if row >> seller & 1]
            pairs = [worth[0][one] + worth[1][other] for one in chosen for other in chosen if one != other]
            values.append(unit * max([0, *pairs, *(worth[place][one] for place in (0, 1) for one in chosen)]))
        return BySet.of(buyer, values)
    if kind == "additive":
        return Additive.of(
            buyer, [0 if seller == buyer else chance.randint(0, most) * unit for seller in range(agents)]
        )
    if kind == "concave":
        return BySize.of(buyer, sizes, concave_table(chance, chance.randint(0, 12), most, unit))
    return BySize.of(buyer, sizes, [chance.randint(-most, most) * unit for _ in range(chance.randint(1, 12))])


def random_costs(chance: random.Random, agents: int, buyer: int, unit: int = 1) -> Costs:
    """Costs; some do not sell."""
    most = chance.choice([1, 5, 30])
    if chance.random() < 0.2:  # all the same
        most, lowest = (chance.randint(0, most),) * 2
    else:
        lowest = 0
    return [
        None if seller == buyer or chance.random() < 0.1 else chance.randint(lowest, most) * unit
        for seller in range(agents)
    ]


def random_market(chance: random.Random, kinds: Sequence[str] = KINDS, most_agents: int = 5) -> Market:
    """Agents of any of these kinds."""
    agents = chance.randint(1, most_agents)
    utilities = [random_utility(chance, chance.choice(kinds), agents, buyer) for buyer in range(agents)]
    most = chance.choice([1, 5, 20])
    costs = [[0 if seller == buyer else chance.randint(0, most) for buyer in range(agents)] for seller in range(agents)]
    return Market.of(utilities, costs)


def literal_demand(utility: Utility, costs: Costs) -> tuple[tuple[int, ...], int]:
    """The best set of the definition."""
    prices = {seller: cost for seller, cost in enumerate(costs) if cost is not None}
    found: tuple[tuple[int, ...], int] = demand_by_definition(
        utility.value, prices, [seller for seller in utility.priority if seller in prices]
    )
    return found
