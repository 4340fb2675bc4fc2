"""Privacy: exact distributions of outputs, and the log ratios of observed ones."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from databourse.experiments.auction import disclosure, leakage, privacy
from databourse.experiments.auction.markets import Market, generator, random_market
from databourse.mechanisms.double_auction import Ask, Bid, literal


def test_outputs_are_those_of_the_rule() -> None:
    """Every output that the rule draws has a probability, about as often as it is drawn."""
    bids, asks = (9, 8, 7), (1, 2, 3)
    distribution = privacy.outputs(bids, asks)
    assert sum(distribution.values()) == pytest.approx(1)
    drawn: dict[object, int] = {}
    runs = 600
    for seed in range(runs):
        outcome = literal.dadpm(
            [Bid(price, 1) for price in bids], [Ask(price, 1) for price in asks], seed=seed.to_bytes(32, "big")
        )
        steps = tuple((trade.bid, *trade.valid_price) for trade in outcome.trades)
        drawn[steps] = drawn.get(steps, 0) + 1
    assert drawn.keys() == distribution.keys()
    for steps, chance in distribution.items():
        assert drawn[steps] / runs == pytest.approx(chance, abs=5 * math.sqrt(chance / runs))


def test_the_published_price_gives_a_bid_away() -> None:
    one, other = privacy.outputs((9, 8, 7), (1, 2, 3)), privacy.outputs((9, 8, 6), (1, 2, 3))
    assert not one.keys() & other.keys()
    assert privacy.needed_delta(one, other) == pytest.approx(1)
    # the winners alone stay private in this case, and a smaller one is told by whether it trades
    assert privacy.needed_delta(privacy.winners(one), privacy.winners(other)) == 0
    gone = privacy.outputs((9, 8, 0), (1, 2, 3))
    assert privacy.needed_delta(privacy.winners(one), privacy.winners(gone)) == pytest.approx(1)


def test_delta_by_hand() -> None:
    factor = math.exp(privacy.PROMISED)
    assert pytest.approx((math.e - 1) * 0.1 * math.log(math.e / 0.1)) == privacy.PROMISED
    assert privacy.needed_delta({"a": 0.5, "b": 0.5}, {"a": 0.5, "b": 0.5}) == 0
    assert privacy.needed_delta({"a": 0.9, "b": 0.1}, {"a": 0.1, "b": 0.9}) == pytest.approx(0.9 - 0.1 * factor)


def test_two_candidates_by_hand() -> None:
    """Bids 8 and 4 of one unit, one ask: the first winner's weights are 1 and exp(-0.1 / 2)."""
    market: Market = ([Bid(8, 1), Bid(4, 1)], [Ask(1, 1)])
    changed: Market = ([Bid(8, 1), Bid(6, 1)], market[1])
    before, after = math.exp(-0.1 * (1 - 4 / 8)), math.exp(-0.1 * (1 - 6 / 8))
    turns = disclosure.observe(market, generator(1))
    first_wins = turns[0].winner == 0
    p1 = (1 if first_wins else before) / (1 + before)
    p2 = (1 if first_wins else after) / (1 + after)
    leak = disclosure.with_fixed_candidates(turns, changed)
    assert leak.ratio == pytest.approx(math.log(p1 / p2), abs=1e-7)
    assert leak.first_ratio == leak.ratio  # the second draw has one candidate
    chances = [(1 / (1 + before), 1 / (1 + after)), (before / (1 + before), after / (1 + after))]
    assert leak.divergence == pytest.approx(sum(p * math.log(p / q) for p, q in chances), abs=1e-7)


def test_def_16_is_the_mean_log_ratio() -> None:
    bid_prices, ask_prices = (90, 80, 70, 60), (10, 20, 30, 40)
    market: Market = [Bid(price, 3) for price in bid_prices], [Ask(price, 2) for price in ask_prices]
    bids = [replace(bid, price=bid.price + 20) if i == 1 else bid for i, bid in enumerate(market[0])]
    leaks = [
        disclosure.with_fixed_candidates(disclosure.observe(market, generator(6, run)), (bids, market[1]))
        for run in range(600)
    ]
    ratios = np.array([leak.ratio for leak in leaks])
    divergence = float(np.mean([leak.divergence for leak in leaks]))
    assert min(leak.divergence for leak in leaks) >= 0
    assert ratios.min() < 0 < divergence
    assert ratios.mean() == pytest.approx(divergence, abs=5 * ratios.std() / math.sqrt(len(ratios)))


def test_the_whole_mechanism_tells_what_fixed_candidates_hide() -> None:
    market: Market = ([Bid(9, 1), Bid(8, 1), Bid(7, 1)], [Ask(1, 1), Ask(2, 1), Ask(3, 1)])
    turns = disclosure.observe(market, generator(2))
    lower: Market = ([*market[0][:2], Bid(6, 1)], market[1])
    ratio, told = disclosure.in_the_whole_mechanism(turns, lower)
    assert math.isfinite(ratio) and told  # the same winners can be, at other prices
    gone: Market = ([*market[0][:2], Bid(0, 1)], market[1])
    assert disclosure.in_the_whole_mechanism(turns, gone) == (math.inf, True)
    assert disclosure.in_the_whole_mechanism(turns, market) == (0, False)
    assert math.isfinite(disclosure.with_fixed_candidates(turns, gone).ratio)
    # and the other way round: after the change somebody more would win
    fewer = disclosure.observe(gone, generator(2))
    assert len(fewer) == 2
    assert disclosure.in_the_whole_mechanism(fewer, market) == (math.inf, True)


def test_one_price_is_changed_and_no_other() -> None:
    for run in range(20):
        market = random_market(generator(7, run), 3, 3)
        for side in leakage.SIDES:
            for change in leakage.CHANGES:
                bids, asks = leakage._change(market, side, change, generator(8, run))
                steps = [new - old for new, old in zip(prices(bids, asks), prices(*market), strict=True)]
                changed = [step for step in steps if step]
                assert len(changed) == 1
                assert change == "drawn anew" or abs(changed[0]) == 1
                assert all(step == 0 for step in (steps[3:] if side == "bid" else steps[:3]))
                assert all(1 <= price <= 100 for price in prices(bids, asks))


def prices(bids: list[Bid], asks: list[Ask]) -> list[int]:
    return [*(bid.price for bid in bids), *(ask.price for ask in asks)]
