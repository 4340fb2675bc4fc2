"""Competitive prices: at cost, at the upper end of an interval, and all at their upper ends at once."""

from __future__ import annotations

import random
from collections import Counter
from itertools import combinations, product
from typing import Any

from databourse.experiments.parts import Part
from databourse.experiments.sharing.markets import added, by_kind, kind_tasks, random_market
from databourse.experiments.sharing.settings import Settings
from databourse.mechanisms.sharing import BySet, Market, competitive, demand
from databourse.mechanisms.sharing.literal import demand_by_definition
from databourse.mechanisms.sharing.unilateral import Competitive

#: Markets of three agents have 64 graphs, which are all looked at.
SMALL, LARGER = 3, 5


def _check(seed: int, kind: str, markets: range) -> dict[str, int]:
    counts: Counter[str] = Counter()
    for at in markets:
        chance = random.Random(f"{seed}/prices/{kind}/{at}")
        market = random_market(chance, kind, chance.randint(SMALL, LARGER))
        outcome = competitive(market)
        counts["payments add up to 0"] += sum(outcome.payments_at_cost()) == 0
        counts["every purchase is the best at cost"] += _best_at_cost(market, outcome)
        counts["no coalition gains"] += not _some_coalition_gains(market, outcome)
        if market.agents == SMALL:
            _look_at_every_graph(market, outcome, counts)
        _look_at_intervals(market, outcome, counts)
        broken = [
            buyer for buyer in range(market.agents) if breaks(market, buyer, outcome.purchases[buyer], outcome.prices)
        ]
        counts["all at the maximum breaks demand"] += bool(broken)
        counts["more than all is worth"] += any(
            market.utilities[buyer].value(outcome.purchases[buyer]) < total for buyer, total in _totals(outcome).items()
        )
    return dict(counts)


def _best_at_cost(market: Market, outcome: Competitive) -> bool:
    """Whether every buyer has its best set by the definition. A seller that is paid its cost does not mind whom to."""
    for buyer, utility in enumerate(market.utilities):
        prices = {seller: market.costs[seller][buyer] for seller in utility.priority}
        found = demand_by_definition(utility.value, prices, utility.priority)
        if found != (outcome.purchases[buyer], outcome.surpluses[buyer]):
            return False
    return True


def _some_coalition_gains(market: Market, outcome: Competitive) -> bool:
    """Whether the members of a coalition could have more by trading among themselves alone: then it is no core."""
    agents = range(market.agents)
    for size in range(1, market.agents + 1):
        for coalition in combinations(agents, size):
            among = 0
            for buyer in coalition:
                costs = [cost if seller in coalition else None for seller, cost in enumerate(market.costs_of(buyer))]
                among += demand(market.utilities[buyer], costs).surplus
            if among > sum(outcome.surpluses[agent] for agent in coalition):
                return True
    return False


def _look_at_every_graph(market: Market, outcome: Competitive, counts: Counter[str]) -> None:
    """Every graph of the greatest welfare: does each buyer have a best set in it?"""
    sets = [
        [sellers for size in range(market.agents) for sellers in combinations(utility.priority, size)]
        for utility in market.utilities
    ]
    gains = [
        {
            sellers: market.utilities[buyer].value(sellers) - sum(market.costs[seller][buyer] for seller in sellers)
            for sellers in found
        }
        for buyer, found in enumerate(sets)
    ]
    welfare = {graph: sum(gain[part] for gain, part in zip(gains, graph, strict=True)) for graph in product(*sets)}
    best = max(welfare.values())
    counts["graphs searched"] += 1
    counts["welfare is the greatest"] += best == outcome.welfare
    for graph in (graph for graph, value in welfare.items() if value == best):
        counts["optimal graphs"] += 1
        own = [gain[part] for gain, part in zip(gains, graph, strict=True)]
        counts["optimal graphs supported"] += own == list(outcome.surpluses)


def _look_at_intervals(market: Market, outcome: Competitive, counts: Counter[str]) -> None:
    """Each seller alone at the upper end of its interval, and one above it."""
    for (seller, buyer), (cost, highest) in outcome.prices.items():
        kept = outcome.surpluses[buyer] - (highest - cost)
        counts["intervals"] += 1
        counts["still bought at the maximum"] += _surplus(market, buyer, {seller: highest}) == kept
        counts["no longer bought above"] += _surplus(market, buyer, {seller: highest + 1}) > kept - 1


def _surplus(market: Market, buyer: int, prices: dict[int, int]) -> int:
    """What a buyer can have if some sellers ask other prices than their cost."""
    costs = [prices.get(seller, cost) for seller, cost in enumerate(market.costs_of(buyer))]
    return demand(market.utilities[buyer], costs).surplus


def breaks(
    market: Market, buyer: int, purchases: tuple[int, ...], prices: dict[tuple[int, int], tuple[int, int]]
) -> bool:
    """Whether a buyer would rather buy another set if all its sellers ask the upper ends of their intervals."""
    asked = {seller: prices[seller, buyer][1] for seller in purchases}
    kept = market.utilities[buyer].value(purchases) - sum(asked.values())
    return _surplus(market, buyer, asked) > kept


def _totals(outcome: Competitive) -> Counter[int]:
    """By buyer the sum of the upper ends."""
    totals: Counter[int] = Counter()
    for (_, buyer), (_, highest) in outcome.prices.items():
        totals[buyer] += highest
    return totals


def complements() -> dict[str, Any]:
    """Two sellers that are worth 10 together and nothing apart, at a cost of 1 each."""
    nothing = [0, 0, 0, 0]
    utilities = [BySet.of(0, nothing), BySet.of(1, nothing), BySet.of(2, [0, 0, 0, 10])]
    market = Market.of(utilities, [[0, 1, 1], [1, 0, 1], [1, 1, 0]])
    outcome = competitive(market)
    return {
        "highest": [outcome.prices[seller, 2][1] for seller in (0, 1)],
        "value": 10,
        "breaks": breaks(market, 2, outcome.purchases[2], outcome.prices),
    }


def _combine(settings: Settings, found: list[dict[str, int]]) -> dict[str, Any]:
    kinds = {kind: added(tasks) for kind, tasks in by_kind(found).items()}
    return {"markets": settings.markets, "kinds": kinds, "complements": complements()}


PART = Part[Settings](
    name="prices",
    title="Competitive prices in random markets",
    needs=("seed", "markets"),
    tasks=lambda settings: kind_tasks(settings.seed, settings.markets),
    work=_check,
    combine=_combine,
)
