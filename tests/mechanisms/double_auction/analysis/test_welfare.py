"""Payoffs by hand, and the best gains against a search of every assignment."""

from __future__ import annotations

from itertools import product

import pytest

from databourse.mechanisms.double_auction import Ask, Bid, Trade, dantm, kth_price
from databourse.mechanisms.double_auction.analysis.welfare import best_gains, buyer_payoff, payoffs, seller_payoff
from tests.mechanisms.double_auction.books import VARIANTS, random_books

BOOKS_EACH = 200


def test_the_payoffs_of_a_small_market() -> None:
    bids, asks = [Bid(9, 4), Bid(6, 1), Bid(4, 9)], [Ask(2, 3), Ask(3, 2), Ask(5, 7)]
    found = payoffs(kth_price(bids, asks), bids, asks)  # K = 2: the price is 5
    # the first buyer: 3 units for 2, one for 3; without the first seller they cost 3 + 3 + 5 + 5, without the second 11
    assert found.buyers == (16, 1, 0)
    assert found.sellers == ((16 - 3) - 6 + (3 - 0) - 2, (11 - 6) - 3, 0)
    assert found.budget == 5 * 5 - (13 + 5 + 3)
    assert (found.welfare, found.gains) == (17 + 10, 17 + 10 + 4)


def test_units_below_the_need_and_beyond_the_demand_are_worth_nothing() -> None:
    bids, asks = [Bid(5, 1), Bid(6, 2, min_quality=2)], [Ask(3, 2)]
    assert payoffs(dantm(bids, asks, quality_filter=False), bids, asks).buyers == (0, -10)
    truth = Bid(5, 1)
    greedy = dantm([Bid(5, 2)], asks)
    assert (buyer_payoff(greedy, 0, truth, asks), buyer_payoff(greedy, 0, Bid(5, 2), asks)) == (-5, 0)
    assert seller_payoff(greedy, 0, Ask(2, 2)) == 2


@pytest.mark.parametrize("variant", VARIANTS)
def test_payoffs_add_up_and_stay_below_the_best_gains(variant: str) -> None:
    fast, _, options = VARIANTS[variant]
    for bids, asks in random_books(BOOKS_EACH):
        outcome = fast(bids, asks, **options)
        found = payoffs(outcome, bids, asks)
        assert found.budget == outcome.budget
        assert found.buyers == tuple(buyer_payoff(outcome, i, bid, asks) for i, bid in enumerate(bids))
        assert found.sellers == tuple(seller_payoff(outcome, j, ask) for j, ask in enumerate(asks))
        value = sum(value_of(trade, bids[trade.bid], asks) for trade in outcome.trades)
        cost = sum(asks[d.ask].price * d.quantity for t in outcome.trades for d in t.deliveries)
        assert found.gains == value - cost <= best_gains(bids, asks)


def test_the_best_gains_are_those_of_a_search() -> None:
    for bids, asks in random_books(400):
        assert best_gains(bids, asks) == sum(one_buyer_at_best(bid, asks) for bid in bids), (bids, asks)


def test_the_best_gains_of_a_market_without_trade() -> None:
    assert best_gains([], []) == best_gains([Bid(5, 1)], []) == best_gains([Bid(1, 1)], [Ask(2, 1)]) == 0
    assert best_gains([Bid(1, 1)], [Ask(2**88 - 1, 2**32 - 1)]) == 0


def test_every_assignment_of_a_tiny_market() -> None:
    bids, asks = [Bid(5, 3, 1), Bid(4, 2, 0)], [Ask(1, 1, 0), Ask(2, 1, 1), Ask(4, 2, 2)]
    most = 0
    for units in product(*(range(ask.quantity + 1) for _ in bids for ask in asks)):
        gains = 0
        for i, bid in enumerate(bids):
            taken = units[i * len(asks) : (i + 1) * len(asks)]
            useful = sum(x for x, ask in zip(taken, asks, strict=True) if ask.quality >= bid.min_quality)
            cost = sum(x * ask.price for x, ask in zip(taken, asks, strict=True))
            gains += bid.price * min(useful, bid.quantity) - cost
        most = max(most, gains)
    assert best_gains(bids, asks) == most == (5 - 2) + 2 * (5 - 4) + (4 - 1) + (4 - 2)


def value_of(trade: Trade, bid: Bid, asks: list[Ask]) -> int:
    good = [delivery.quantity for delivery in trade.deliveries if asks[delivery.ask].quality >= bid.min_quality]
    return bid.price * min(bid.quantity, sum(good))


def one_buyer_at_best(bid: Bid, asks: list[Ask]) -> int:
    """Unit by unit would take too long at 2^32 units: seller by seller, the cheapest first."""
    gained, left = 0, bid.quantity
    for ask in sorted(asks, key=lambda ask: ask.price):
        if ask.quality >= bid.min_quality and ask.price <= bid.price:
            units = min(left, ask.quantity)
            gained += units * (bid.price - ask.price)
            left -= units
    return gained
