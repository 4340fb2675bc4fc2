from __future__ import annotations

from fractions import Fraction

import pytest

from databourse.mechanisms.double_auction import Ask, Bid, kth_price
from databourse.mechanisms.double_auction.analysis.summary import Average, UnitPrices, summarise
from databourse.mechanisms.double_auction.analysis.welfare import payoffs
from tests.mechanisms.double_auction.books import VARIANTS, random_books


def test_the_figures_of_a_small_market() -> None:
    bids, asks = [Bid(9, 4), Bid(6, 1), Bid(4, 9)], [Ask(2, 3), Ask(3, 2), Ask(5, 7)]
    found = summarise(kth_price(bids, asks), bids, asks)
    assert (found.buyers, found.sellers, found.units) == (2, 2, 5)
    assert found.paid == UnitPrices(Fraction(5), Fraction(5), amount=25, units=5)
    # the payments are 13 for 3 units, 5 for 1 and 3 for 1
    assert found.received == UnitPrices(Fraction(3), Fraction(5), amount=21, units=5)
    assert found.received.average == Fraction(21, 5)
    assert found.payoffs == payoffs(kth_price(bids, asks), bids, asks)


def test_a_book_without_trade() -> None:
    bids, asks = [Bid(1, 1)], [Ask(2, 1)]
    found = summarise(kth_price(bids, asks), bids, asks)
    assert (found.buyers, found.sellers, found.units, found.paid, found.received) == (0, 0, 0, None, None)


@pytest.mark.parametrize("variant", VARIANTS)
def test_what_is_paid_and_received_differs_by_the_budget(variant: str) -> None:
    fast, _, options = VARIANTS[variant]
    for bids, asks in random_books(100):
        found = summarise(fast(bids, asks, **options), bids, asks)
        paid, received = (side.amount if side else 0 for side in (found.paid, found.received))
        assert paid - received == found.payoffs.budget
        for side in (found.paid, found.received):
            assert side is None or (side.lowest <= side.average <= side.highest and side.units == found.units > 0)


def test_prices_of_several_outcomes_together() -> None:
    one, other = UnitPrices.of([(10, 2), (9, 3)]), UnitPrices.of([(1, 2)])
    assert UnitPrices.together([one, None, other]) == UnitPrices(Fraction(1, 2), Fraction(5), amount=20, units=7)
    assert UnitPrices.together([None]) is UnitPrices.of([]) is None


def test_an_average_is_exact() -> None:
    average = Average.of([1, 2, 6])
    assert average.mean == 3
    assert average.variance_of_mean == Fraction(14, 2 * 3)  # squares of -2, -1 and 3; two degrees of freedom
    assert average.standard_error == pytest.approx((7 / 3) ** 0.5)
    large = Average.of([2**200, 2**200 + 3])
    assert (large.mean - 2**200, large.variance_of_mean) == (Fraction(3, 2), Fraction(9, 4))


def test_one_draw_has_no_standard_error() -> None:
    assert (Average.of([5]).variance_of_mean, Average.of([5]).standard_error) == (None, None)
