"""What an equilibrium tells a single player."""

from __future__ import annotations

from fractions import Fraction

import pytest

from databourse.errors import InvalidInput
from databourse.mechanisms import resale
from databourse.mechanisms.resale import Instance, Model, published, solve
from databourse.money import TOKEN
from databourse.resale.advice import advise
from databourse.resale.forecast import forecast
from databourse.resale.shares import AVERAGE, RAW

HALF = Fraction(1, 2)
MODEL = Model([[1], [0, 4], [2, 6]], [1], [[[HALF, HALF]], [[HALF, HALF], [0, 1]]])


def test_the_price_to_post_and_what_it_earns() -> None:
    equilibrium = forecast(MODEL, RAW.first(2))
    last = advise(MODEL, equilibrium, 2, Fraction(6))
    assert (last.price, last.chance, last.threshold, last.income, last.highest) == (None, 0, 6, 0, 6 * TOKEN)
    # with a valuation of 0 the next is worth 2 or 6 with equal odds: 6 earns 3, 2 earns 2
    low = advise(MODEL, equilibrium, 1, Fraction(0))
    assert (low.price, low.chance, low.threshold, low.income) == (6 * TOKEN, HALF, 3, 3)
    high = advise(MODEL, equilibrium, 1, Fraction(4))
    assert (high.price, high.chance, high.threshold) == (6 * TOKEN, 1, 10)
    # thresholds of player 1 are 3 and 10: 10 earns 5, 3 earns 3
    owner = advise(MODEL, equilibrium, 0, Fraction(1))
    assert (owner.price, owner.chance, owner.threshold, owner.nearest) == (10 * TOKEN, HALF, 6, 1)


def test_a_valuation_between_those_of_the_model_counts_itself_and_what_follows_is_that_of_the_nearest() -> None:
    equilibrium = forecast(MODEL, RAW.first(2))
    between = advise(MODEL, equilibrium, 1, Fraction("1.9"))
    assert (between.nearest, between.price, between.chance) == (0, 6 * TOKEN, HALF)
    assert (between.threshold, between.income) == (Fraction("4.9"), 3)
    assert advise(MODEL, equilibrium, 1, Fraction(2)).nearest == 0  # of two equally near the lower one
    assert advise(MODEL, equilibrium, 1, Fraction("2.1")).nearest == 4


@pytest.mark.parametrize("valuation", ["-0.1", "4.1"])
def test_a_valuation_outside_those_of_the_model_is_refused(valuation: str) -> None:
    equilibrium = forecast(MODEL, RAW.first(2))
    with pytest.raises(InvalidInput, match=f"valuation is '{valuation}', but the model has only 0 to 4 for player 1"):
        advise(MODEL, equilibrium, 1, Fraction(valuation))


def test_where_nobody_buys_at_any_price_there_is_none_and_a_gift_may_be_unwelcome() -> None:
    model = Model([[3], [-1]], [1], [[[1]]])
    equilibrium = forecast(model, RAW.first(1))
    assert advise(model, equilibrium, 0, Fraction(3)).price is None
    assert advise(model, equilibrium, 1, Fraction(-1)).highest is None
    free = Model([[3], [0]], [1], [[[1]]])
    assert advise(free, forecast(free, RAW.first(1)), 0, Fraction(3)).price == 0
    assert advise(free, forecast(free, RAW.first(1)), 1, Fraction(0)).highest == 0


def test_prices_are_rounded_down_so_that_who_is_indifferent_accepts() -> None:
    model = Model([[0], [Fraction(2, 3)]], [1], [[[1]]])
    equilibrium = forecast(model, RAW.first(1))
    price = advise(model, equilibrium, 0, Fraction(0)).price
    assert price == 666_666_666_666_666_666
    assert price == advise(model, equilibrium, 1, Fraction(2, 3)).highest


def test_floats_give_the_same_to_what_they_are_worth() -> None:
    exact, floats = (
        advise(model, forecast(model, AVERAGE.first(4)), 2, Fraction("0.3"))
        for model in (published("2", 4, "exact"), published("2", 4, "float"))
    )
    assert isinstance(floats.threshold, float)
    assert floats.threshold == pytest.approx(float(exact.threshold))
    assert floats.chance == pytest.approx(float(exact.chance))
    assert exact.price is not None
    assert floats.price == pytest.approx(exact.price)


def test_a_forecast_is_for_what_the_contract_pays_and_not_for_the_ideal_matrix() -> None:
    model = published("1'", 3, "exact")
    ideal = solve(Instance(model, resale.average(3), "exact"))
    paid = forecast(model, AVERAGE.first(3))
    # a third is not a whole number of billionths
    assert paid.utilities != ideal.utilities
    assert [float(one) for one in paid.utilities] == pytest.approx([float(one) for one in ideal.utilities])


def test_a_model_with_fewer_trades_than_the_chain_ends_earlier() -> None:
    model = published("2", 3, "exact")
    assert forecast(model, AVERAGE.first(8)) == forecast(model, AVERAGE.first(3))
