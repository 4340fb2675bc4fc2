"""Books that would not fit into memory with every delivery written out."""

from __future__ import annotations

import numpy as np
import pytest

from databourse.mechanisms import compiled
from databourse.mechanisms.double_auction import Ask, Bid, dantm, kth_price
from tests.mechanisms.double_auction.books import VARIANTS

SIDE = 100_000


def uniform_book(side: int, highest_demand: int) -> tuple[list[Bid], list[Ask]]:
    rng = np.random.default_rng(7)
    columns = (rng.integers(0, 10**6, side), rng.integers(1, highest_demand + 1, side), rng.integers(0, 16, side))
    bids = list(map(Bid, *(column.tolist() for column in columns)))
    columns = (rng.integers(0, 10**6, side), rng.integers(1, 51, side), rng.integers(0, 16, side))
    return bids, list(map(Ask, *(column.tolist() for column in columns)))


def test_deliveries_of_a_huge_book_are_made_on_demand() -> None:
    bids, asks = uniform_book(SIDE, highest_demand=2_000_000)
    outcome = dantm(bids, asks, quality_filter=False)  # more than a thousand million deliveries
    assert outcome.budget > 0
    first = outcome.trades[0]
    assert len(first.deliveries) > 10_000
    assert first.units == sum(delivery.quantity for delivery in first.deliveries)
    assert len(outcome.trades) + len(outcome.unserved) == SIDE


def test_budget_of_a_large_book_is_the_sum_over_its_trades() -> None:
    bids, asks = uniform_book(SIDE // 10, highest_demand=50)
    for outcome in (kth_price(bids, asks), dantm(bids, asks)):
        margins = (t.unit_price * t.units - sum(d.payment for d in t.deliveries) for t in outcome.trades)
        assert outcome.budget == sum(margins) > 0


@pytest.mark.parametrize("variant", VARIANTS)
def test_prices_beyond_64_bits_scale(variant: str) -> None:
    """Multiplying every price by one factor multiplies every amount and changes nothing else."""
    fast, _, options = VARIANTS[variant]
    bids, asks = uniform_book(1_500, highest_demand=50)
    factor = 10**20
    wide_options = dict(options)
    if "price_grid" in options:
        options = {**options, "price_grid": range(0, 10**6, 50_000)}
        wide_options = {**options, "price_grid": [price * factor for price in options["price_grid"]]}
    small = fast(bids, asks, **options)
    large = fast(
        [Bid(bid.price * factor, bid.quantity, bid.min_quality) for bid in bids],
        [Ask(ask.price * factor, ask.quantity, ask.quality) for ask in asks],
        **wide_options,
    )
    assert large.budget == small.budget * factor
    assert large.starts == small.starts
    for one, other in zip(small.trades, large.trades, strict=True):
        assert [d.payment * factor for d in one.deliveries] == [d.payment for d in other.deliveries]


def test_interpreted_and_compiled_loops_agree(monkeypatch: pytest.MonkeyPatch) -> None:
    bids, asks = uniform_book(3_000, highest_demand=200)
    outcomes = []
    for threshold in (0, 10**9):
        monkeypatch.setattr(compiled, "COMPILED_FROM", threshold)
        outcomes.append(dantm(bids, asks))
    assert outcomes[0] == outcomes[1]
