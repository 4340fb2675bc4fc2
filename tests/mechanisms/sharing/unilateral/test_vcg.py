from __future__ import annotations

import random
from dataclasses import replace

from databourse.mechanisms.sharing import Additive, BySet, BySize, Market, competitive, demand, vcg_payments
from databourse.mechanisms.sharing.literal import payments_by_definition, payments_over_all_graphs
from databourse.mechanisms.sharing.unilateral import Competitive, participation_gains
from tests.mechanisms.sharing.unilateral.markets import random_market, random_utility


def payoff(market: Market, outcome: Competitive, agent: int) -> int:
    """The agent's value, minus what sharing costs it, minus what it pays."""
    sold = [buyer for buyer, sellers in enumerate(outcome.purchases) if agent in sellers]
    value = market.utilities[agent].value(outcome.purchases[agent])
    return value - sum(market.costs[agent][buyer] for buyer in sold) - vcg_payments(outcome)[agent]


def without(market: Market, agent: int) -> int:
    """The welfare of a market in which one agent neither buys nor sells."""
    total = 0
    for buyer, utility in enumerate(market.utilities):
        costs = [None if agent in (seller, buyer) else cost for seller, cost in enumerate(market.costs_of(buyer))]
        total += demand(utility, costs).surplus
    return total


def test_the_identity_is_the_definition() -> None:
    chance = random.Random(1)
    deficits = 0
    for _ in range(200):
        market = random_market(chance)
        outcome = competitive(market)
        payments = vcg_payments(outcome)
        assert payments == payments_by_definition(market, outcome.purchases)
        assert sum(payments) == -sum(highest - cost for cost, highest in outcome.prices.values())
        deficits += sum(payments) < 0
    assert deficits > 100


def test_nobody_is_worse_off_than_alone() -> None:
    chance = random.Random(2)
    for _ in range(120):
        market = random_market(chance)
        outcome = competitive(market)
        gains = participation_gains(outcome)
        for agent in range(market.agents):
            alone = market.utilities[agent].value(())
            assert payoff(market, outcome, agent) == gains[agent] == outcome.welfare - without(market, agent) + alone
            assert gains[agent] >= alone


def test_no_lie_about_utility_or_costs_pays() -> None:
    chance = random.Random(3)
    for _ in range(120):
        market = random_market(chance)
        truthful = [payoff(market, competitive(market), agent) for agent in range(market.agents)]
        for agent in range(market.agents):
            kind = {BySet: "set", Additive: "additive", BySize: "any table"}[type(market.utilities[agent])]
            lie = random_utility(chance, kind, market.agents, agent)
            if isinstance(lie, BySize):  # sizes are the sellers', and can be seen
                lie = replace(lie, sizes=market.utilities[agent].sizes)  # type: ignore[union-attr]
            utilities = [lie if buyer == agent else utility for buyer, utility in enumerate(market.utilities)]
            costs = [list(row) for row in market.costs]
            costs[agent] = [0 if buyer == agent else chance.randint(0, 25) for buyer in range(market.agents)]
            told = competitive(Market.of(utilities, costs))
            assert payoff(market, told, agent) <= truthful[agent]


def test_as_printed_a_seller_is_not_paid_for_its_cost() -> None:
    """Buyer 10, cost 1: over all graphs the seller pays 0 and bears 1; without its edges it gets 10."""
    market = Market.of([BySet.of(0, [0, 0]), BySet.of(1, [0, 10])], [[0, 1], [1, 0]])
    outcome = competitive(market)
    assert outcome.purchases == ((), (0,))
    assert payments_over_all_graphs(market, outcome.purchases) == [0, 1]
    assert payments_by_definition(market, outcome.purchases) == [-10, 1] == vcg_payments(outcome)


def test_the_literal_reading_is_never_negative_and_often_not_rational() -> None:
    chance = random.Random(4)
    losing = 0
    for _ in range(60):
        market = random_market(chance)
        outcome = competitive(market)
        payments = payments_over_all_graphs(market, outcome.purchases)
        assert min(payments) >= 0
        gains = [
            payoff(market, outcome, agent) + vcg_payments(outcome)[agent] - payments[agent]
            for agent in range(market.agents)
        ]
        losing += any(gain < market.utilities[agent].value(()) for agent, gain in enumerate(gains))
    assert losing > 20


def test_one_agent() -> None:
    outcome = competitive(Market.of([BySet.of(0, [3])], [[0]]))
    assert outcome.purchases == ((),) and outcome.welfare == 3 and vcg_payments(outcome) == [0]
