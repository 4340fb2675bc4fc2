"""What every outcome must have, whatever the rule."""

from __future__ import annotations

import pytest

from databourse.mechanisms.double_auction import Trade, Unserved, kth_price
from tests.mechanisms.double_auction.books import VARIANTS, random_book, random_books

BOOKS_EACH = 300


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
