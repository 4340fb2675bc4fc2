"""Sharing data for money by its definitions: every set, every graph, and payments as (19) has them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from itertools import combinations
from typing import Any

from databourse.mechanisms.sharing.unilateral.market import Market
from databourse.mechanisms.sharing.unilateral.utilities import Utility

Purchases = Sequence[Sequence[int]]


def demand_by_definition(value: Callable[[Iterable[int]], Any], prices: dict[int, Any], priority: Sequence[int]) -> Any:
    """The best set of sellers and its surplus: of equal ones the smallest, of those the first by priority."""
    bought: tuple[int, ...] = ()
    best = value(bought)
    for size in range(1, len(priority) + 1):
        for sellers in combinations(priority, size):
            surplus = value(sellers) - sum(prices[seller] for seller in sellers)
            if surplus > best:
                best, bought = surplus, sellers
    return tuple(sorted(bought)), best


def highest_price(utility: Utility, prices: dict[int, int], seller: int) -> Fraction:
    """The highest price, in halves, at which this seller is still in one of the buyer's best sets (13)."""
    order = [other for other in utility.priority if other in prices]
    others = [other for other in order if other != seller]
    _, with_it = demand_by_definition(lambda bought: utility.value((*bought, seller)), prices, others)
    price = Fraction(prices[seller])
    while True:
        dearer = price + Fraction(1, 2)
        _, best = demand_by_definition(utility.value, {**prices, seller: dearer}, order)
        if with_it - dearer < best:
            return price
        price = dearer


def payments_by_definition(market: Market, purchases: Purchases) -> list[int]:
    """(19), where G*_-i is the best graph without any edge of agent i."""
    everybody, payments = range(market.agents), []
    for agent in everybody:
        alone = [
            () if buyer == agent else _best(market, buyer, set(everybody) - {agent}, market.costs)
            for buyer in everybody
        ]
        payments.append(_others(market, alone, agent) - _others(market, purchases, agent))
    return payments


def payments_over_all_graphs(market: Market, purchases: Purchases) -> list[int]:
    """(19) and (20) as printed: G*_-i is the best graph for the others, who may take agent i's data at no cost."""
    everybody, payments = range(market.agents), []
    for agent in everybody:
        free = [[0] * market.agents if seller == agent else list(row) for seller, row in enumerate(market.costs)]
        ignored = [() if buyer == agent else _best(market, buyer, set(everybody), free) for buyer in everybody]
        payments.append(_others(market, ignored, agent) - _others(market, purchases, agent))
    return payments


def _best(market: Market, buyer: int, sellers: set[int], costs: Sequence[Sequence[int]]) -> tuple[int, ...]:
    utility = market.utilities[buyer]
    prices = {seller: costs[seller][buyer] for seller in utility.priority if seller in sellers}
    bought: tuple[int, ...] = demand_by_definition(utility.value, prices, list(prices))[0]
    return bought


def _others(market: Market, purchases: Purchases, agent: int) -> int:
    """The sum of V_j over all but one agent."""
    total = 0
    for buyer, sellers in enumerate(purchases):
        if buyer != agent:
            total += market.utilities[buyer].value(sellers)
        total -= sum(market.costs[seller][buyer] for seller in sellers if seller != agent)
    return total
