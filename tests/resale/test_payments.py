from __future__ import annotations

import random
from fractions import Fraction

import pytest

from databourse.errors import InvalidInput
from databourse.money import MOST, TOKEN
from databourse.resale.payments import part_down, split, to_base_units
from databourse.resale.shares import AVERAGE, MOST_DEPTH, RAW, WHOLE, tbds


def test_prices_are_rounded_down_to_base_units() -> None:
    assert to_base_units(Fraction(2, 3)) == 666_666_666_666_666_666
    assert to_base_units(Fraction(1, 10**19)) == 0
    assert to_base_units(0.5) == TOKEN // 2
    with pytest.raises(InvalidInput, match=r"price is 1000000000000\.0, but must be at most"):
        to_base_units(Fraction(10**12))


def test_upstream_is_rounded_down_and_the_direct_seller_has_the_rest() -> None:
    assert split(100, AVERAGE.column(3)) == (33, 33, 34)
    assert split(2, AVERAGE.column(3)) == (0, 0, 2)
    assert split(10, (WHOLE // 4, 0, 0)) == (2, 0, 8)


def test_rounding_is_down_and_never_to_the_nearest() -> None:
    assert part_down(10**9 - 1, WHOLE // 2) == 499_999_999  # half of it is 499,999,999.5
    assert part_down(1, WHOLE - 1) == 0


def test_the_whole_of_a_price_goes_to_one() -> None:
    assert split(7, RAW.column(1)) == (7,)
    assert split(MOST, RAW.column(4)) == (0, 0, 0, MOST)
    assert split(0, AVERAGE.column(3)) == (0, 0, 0)


@pytest.mark.parametrize("matrix", [RAW, AVERAGE, tbds(0.37)])
def test_nothing_is_lost_or_made(matrix: object) -> None:
    draw = random.Random(5)
    for trade in range(1, MOST_DEPTH + 1):
        column = matrix.column(trade)  # type: ignore[attr-defined]
        for price in (0, 1, 999_999_999, MOST, *(draw.randrange(MOST) for _ in range(20))):
            amounts = split(price, column)
            assert sum(amounts) == price
            for share, amount in zip(column[:-1], amounts, strict=False):
                assert 0 <= Fraction(price * share, WHOLE) - amount < 1
            # all the units that rounding frees: less than one for each player upstream
            assert 0 <= amounts[-1] - Fraction(price * column[-1], WHOLE) < trade
