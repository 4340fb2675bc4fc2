"""What every outcome must have, whatever the rule; and truthfulness of the two rules that claim it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from databourse.mechanisms.double_auction import Ask, Bid, Outcome, Trade, Unserved, dantm, kth_price
from tests.mechanisms.double_auction.books import VARIANTS, random_book, random_books

BOOKS_EACH = 300
TRUTHFUL = [name for name in VARIANTS if not name.startswith("dantm")]


@pytest.mark.parametrize("variant", VARIANTS)
def test_nobody_loses_and_nothing_is_paid_twice(variant: str) -> None:
    fast, _, options = VARIANTS[variant]
    published = not options.get("quality_filter", True)
    for bids, asks in random_books(BOOKS_EACH):
        outcome = fast(bids, asks, **options)
        paid = received = 0
        for trade in outcome.trades:
            bid = bids[trade.bid]
            assert 0 < trade.units <= bid.quantity
            assert trade.satisfied == (trade.units == bid.quantity)
            assert trade.unit_price <= bid.price
            assert trade.valid_price[0] >= trade.valid_price[1]
            paid += trade.unit_price * trade.units
            for delivery in trade.deliveries:
                ask = asks[delivery.ask]
                assert delivery.payment >= ask.price * delivery.quantity
                assert published or ask.quality >= bid.min_quality
                received += delivery.payment
            assert len({delivery.ask for delivery in trade.deliveries}) == len(trade.deliveries)
            full = [d.quantity == asks[d.ask].quantity for d in trade.deliveries]
            assert all(full[:-1])
        assert outcome.budget == paid - received >= 0


@pytest.mark.parametrize("variant", VARIANTS)
def test_every_standing_bid_has_one_fate(variant: str) -> None:
    fast, _, options = VARIANTS[variant]
    for bids, asks in random_books(BOOKS_EACH):
        outcome = fast(bids, asks, **options)
        fates: list[Trade | Unserved] = [*outcome.trades, *outcome.unserved]
        assert sorted(fate.bid for fate in fates) == [i for i, bid in enumerate(bids) if bid.quantity > 0]
        rounds = sorted(fate.round for fate in fates if fate.round > 0)
        assert rounds == list(range(1, len(rounds) + 1))


@pytest.mark.parametrize("variant", VARIANTS)
def test_pointers_rotate(variant: str) -> None:
    fast, _, options = VARIANTS[variant]
    for bids, asks in random_books(BOOKS_EACH):
        outcome = fast(bids, asks, **options)
        pointers = [ask.start for ask in asks]
        for trade in outcome.trades:
            for delivery in trade.deliveries:
                assert delivery.start == pointers[delivery.ask]
                pointers[delivery.ask] = (delivery.start + delivery.quantity) % asks[delivery.ask].quantity
        assert outcome.starts == tuple(pointers)


def test_trades_can_be_looked_at_in_any_order() -> None:
    bids, asks = random_book(1_000_003, (150, 150))
    trades = kth_price(bids, asks).trades
    assert len(trades) > 10
    assert [trades[i] for i in reversed(range(len(trades)))] == list(reversed(list(trades)))
    assert trades[-1] == list(trades)[-1]
    assert trades[2:5] == tuple(trades)[2:5]
    with pytest.raises(IndexError):
        trades[len(trades)]


@pytest.mark.parametrize("variant", TRUTHFUL)
def test_no_lie_pays(variant: str) -> None:
    """Every report of price, quality and quantity on a small grid (section 10 of the spec).

    Sellers cannot report more quality or supply than they have: that is verified.
    """
    fast, _, options = VARIANTS[variant]
    for seed in range(40):
        bids, asks = small_market(seed)
        truthful = fast(bids, asks, **options)
        for i, bid in enumerate(bids):
            truth = buyer_payoff(truthful, i, bid, asks)
            for lie in buyer_lies(bid):
                outcome = fast([*bids[:i], lie, *bids[i + 1 :]], asks, **options)
                assert buyer_payoff(outcome, i, bid, asks) <= truth, (bids, asks, i, lie)
        for j, ask in enumerate(asks):
            truth = seller_payoff(truthful, j, ask)
            for offer in seller_lies(ask):
                outcome = fast(bids, [*asks[:j], offer, *asks[j + 1 :]], **options)
                assert seller_payoff(outcome, j, ask) <= truth, (bids, asks, j, offer)


def test_lies_pay_in_dantm() -> None:
    """The smallest cases of section 10: the published claim of truthfulness is false."""
    bid, ask = Bid(6, 1), Ask(2, 1)
    truthful = dantm([bid], [ask])
    assert buyer_payoff(truthful, 0, bid, [ask]) == 0
    assert seller_payoff(truthful, 0, ask) == 0
    assert buyer_payoff(dantm([Bid(2, 1)], [ask]), 0, bid, [ask]) == 4
    assert seller_payoff(dantm([bid], [Ask(6, 1)]), 0, ask) == 4


def test_the_quality_filter_protects_a_demanding_buyer() -> None:
    bids, asks = [Bid(5, 1), Bid(6, 2, min_quality=2)], [Ask(3, 2)]
    assert buyer_payoff(dantm(bids, asks, quality_filter=False), 1, bids[1], asks) == -10
    assert buyer_payoff(dantm(bids, asks), 1, bids[1], asks) == 0


def small_market(seed: int) -> tuple[list[Bid], list[Ask]]:
    bids, asks = random_book(seed, (4, 5))
    return (
        [Bid(bid.price % 7, 1 + bid.quantity % 3, bid.min_quality % 3) for bid in bids],
        [Ask(ask.price % 7, 1 + ask.quantity % 3, ask.quality % 3) for ask in asks],
    )


def buyer_lies(bid: Bid) -> Iterator[Bid]:
    yield from (replace(bid, price=price) for price in range(9))
    yield from (replace(bid, min_quality=quality) for quality in range(4))
    yield from (replace(bid, quantity=quantity) for quantity in range(5))


def seller_lies(ask: Ask) -> Iterator[Ask]:
    yield from (replace(ask, price=price) for price in range(9))
    yield from (replace(ask, quality=quality) for quality in range(ask.quality))
    yield from (replace(ask, quantity=quantity) for quantity in range(1, ask.quantity))


def buyer_payoff(outcome: Outcome, bid: int, truth: Bid, asks: list[Ask]) -> int:
    """Value of the useful units, up to the demand, less the payment (Def. 2)."""
    trade: Trade | None = next((trade for trade in outcome.trades if trade.bid == bid), None)
    if trade is None:
        return 0
    useful = sum(d.quantity for d in trade.deliveries if asks[d.ask].quality >= truth.min_quality)
    return truth.price * min(useful, truth.quantity) - trade.unit_price * trade.units


def seller_payoff(outcome: Outcome, ask: int, truth: Ask) -> int:
    """Payments less the cost of the units delivered (Def. 1)."""
    deliveries = [d for trade in outcome.trades for d in trade.deliveries if d.ask == ask]
    return sum(d.payment - truth.price * d.quantity for d in deliveries)
