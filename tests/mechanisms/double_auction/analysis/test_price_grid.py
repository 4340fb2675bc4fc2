from __future__ import annotations

from itertools import pairwise

import pytest

from databourse.errors import InvalidInput
from databourse.mechanisms.double_auction.analysis.price_grid import even_steps, ladder


def test_the_ladder_goes_down_by_two_and_a_half_or_two() -> None:
    assert ladder(1_000) == (1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000)
    prices = ladder(10**20)
    assert (prices[0], prices[-1], len(prices)) == (10**15, 10**20, 16)
    assert all(2 * low <= high <= 2.5 * low for low, high in pairwise(prices))


def test_even_steps() -> None:
    assert even_steps(10, 5) == (2, 4, 6, 8, 10)
    assert even_steps(3, 5) == (1, 2, 3)
    assert ladder(1) == even_steps(1, 1) == (1,)


def test_what_is_no_grid() -> None:
    with pytest.raises(InvalidInput, match="highest price is 0"):
        ladder(0)
    with pytest.raises(InvalidInput, match="highest price is 0"):
        even_steps(0, 5)
    for steps in (0, 10_001):
        with pytest.raises(InvalidInput, match=f"steps is {steps}"):
            even_steps(10, steps)
