from __future__ import annotations

import random
from fractions import Fraction
from itertools import combinations

from databourse.mechanisms.sharing import Market, competitive
from databourse.mechanisms.sharing.literal import demand_by_definition, highest_price
from databourse.mechanisms.sharing.unilateral import BySet
from tests.mechanisms.sharing.golden import FACTS
from tests.mechanisms.sharing.unilateral.markets import literal_demand, random_market


def test_every_buyer_has_its_best_set_and_welfare_is_their_sum() -> None:
    chance = random.Random(1)
    for _ in range(150):
        market = random_market(chance)
        outcome = competitive(market)
        for buyer, utility in enumerate(market.utilities):
            best = literal_demand(utility, market.costs_of(buyer))
            assert (outcome.purchases[buyer], outcome.surpluses[buyer]) == best
        values = sum(u.value(sellers) for u, sellers in zip(market.utilities, outcome.purchases, strict=True))
        costs = sum(market.costs[s][b] for b, sellers in enumerate(outcome.purchases) for s in sellers)
        assert outcome.welfare == values - costs
        assert list(outcome.prices) == [(s, b) for b, sellers in enumerate(outcome.purchases) for s in sellers]


def test_the_highest_price_is_where_the_buyer_is_indifferent() -> None:
    chance = random.Random(2)
    edges = 0
    for _ in range(60):
        market = random_market(chance, most_agents=4)
        for (seller, buyer), (cost, highest) in competitive(market).prices.items():
            prices = {other: price for other, price in enumerate(market.costs_of(buyer)) if price is not None}
            assert cost == prices[seller]
            assert highest_price(market.utilities[buyer], prices, seller) == highest >= cost
            edges += highest > cost
    assert edges > 50


def test_the_intervals_hold_for_one_seller_at_a_time() -> None:
    fact = FACTS["complements_joint_pmax"]
    nothing = [0, 0, 0, 0]
    market = Market.of(
        [BySet.of(0, nothing), BySet.of(1, nothing), BySet.of(2, [0, 0, 0, fact["value"]])],
        [[0, 1, 1], [1, 0, 1], [1, 1, 0]],
    )
    outcome = competitive(market)
    assert outcome.purchases[2] == (0, 1)
    highest = {str(seller): high for (seller, buyer), (_, high) in outcome.prices.items() if buyer == 2}
    assert highest == fact["pmax"] and sum(highest.values()) == fact["sum"] > fact["value"]
    both = {0: 9, 1: 9}
    assert demand_by_definition(market.utilities[2].value, both, [0, 1]) == ((), 0)


def test_no_coalition_gains_by_trading_among_themselves() -> None:
    """The core: at cost, what a coalition's members have together is at least what it could have by itself."""
    chance = random.Random(3)
    for _ in range(80):
        market = random_market(chance)
        outcome = competitive(market)
        payments = outcome.payments_at_cost()
        assert sum(payments) == 0
        utility = [
            market.utilities[agent].value(outcome.purchases[agent])
            - sum(market.costs[agent][buyer] for buyer, sellers in enumerate(outcome.purchases) if agent in sellers)
            - payments[agent]
            for agent in range(market.agents)
        ]
        assert utility == list(outcome.surpluses)
        for size in range(1, market.agents + 1):
            for coalition in combinations(range(market.agents), size):
                alone = 0
                for buyer in coalition:
                    costs = market.costs_of(buyer)
                    among = [cost if seller in coalition else None for seller, cost in enumerate(costs)]
                    alone += literal_demand(market.utilities[buyer], among)[1]
                assert sum(utility[agent] for agent in coalition) >= alone


def test_a_seller_asks_no_more_than_half_a_unit_above_nothing() -> None:
    """The literal search for the highest price stops at the first half beyond it."""
    utility = BySet.of(1, [0, 10])
    assert highest_price(utility, {0: 3}, 0) == Fraction(10)
