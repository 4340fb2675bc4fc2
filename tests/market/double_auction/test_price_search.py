from __future__ import annotations

import random

import pytest

from databourse.market.double_auction.price_search import Shape, trading_prices


def scan(trades: list[bool]) -> tuple[tuple[int, int], ...]:
    """Intervals of a small range of prices, by looking at each price."""
    intervals: list[tuple[int, int]] = []
    for price, traded in enumerate(trades):
        if traded and intervals and intervals[-1][1] == price - 1:
            intervals[-1] = intervals[-1][0], price
        elif traded:
            intervals.append((price, price))
    return tuple(intervals)


@pytest.mark.parametrize("seed", range(200))
def test_the_prices_of_others_settle_all_prices(seed: int) -> None:
    rng = random.Random(seed)
    highest = 60
    others = [rng.randrange(highest + 20) for _ in range(rng.randrange(6))]
    borders = sorted({price for price in others if price <= highest})
    verdict = {key: rng.random() < 0.5 for key in range(2 * len(borders) + 1)}

    def trades(price: int) -> bool:  # constant but at the prices of others
        below = sum(border < price for border in borders)
        return verdict[2 * below + (price in borders)]

    found = trading_prices(trades, rng.randint(0, highest), others, highest, Shape.ANY, most_probes=100)
    assert found.exact
    assert found.intervals == scan([trades(price) for price in range(highest + 1)])


@pytest.mark.parametrize("shape", [Shape.RISING, Shape.FALLING])
@pytest.mark.parametrize("threshold", [0, 1, 7, 8, 9, 40, 60, 61])
def test_bisection_finds_the_threshold(shape: Shape, threshold: int) -> None:
    tried = []

    def trades(price: int) -> bool:
        tried.append(price)
        return (price >= threshold) == (shape is Shape.RISING)

    others = [threshold, 3, 8, 20, *range(100, 140)]
    found = trading_prices(trades, 30, others, 60, shape, most_probes=100)
    assert found.intervals == scan([trades(price) for price in range(61)])
    assert len(tried) - 61 <= 8


def test_too_many_prices_are_sampled_and_that_is_said() -> None:
    tried: list[int] = []

    def trades(price: int) -> bool:
        tried.append(price)
        return price >= 500 or price == 100

    found = trading_prices(trades, 100, range(0, 3_000, 3), 3_000, Shape.ANY, most_probes=100)
    assert not found.exact
    # the own price is always tried, and the ends are those at which trading ends
    assert found.intervals == ((100, 100), (500, 3_000))
    assert len(tried) < 130
