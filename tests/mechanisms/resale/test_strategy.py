from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from databourse.errors import InvalidInput
from databourse.mechanisms.resale import (
    FlatModel,
    Instance,
    Model,
    Strategy,
    average,
    published,
    raw,
    solve,
    solve_flat,
)

TENTH = Fraction(1, 10)
MODEL = Model([[0], [3 * TENTH, TENTH], [-1, -2]], [1], [[[TENTH, 9 * TENTH]], [[1, 0], [0, 1]]])


def strategy(exact: bool) -> Strategy:
    return Strategy.of(Instance(MODEL, raw(2), "exact" if exact else "float"))


@pytest.mark.parametrize("given", [TENTH, 0.1])
def test_prices_and_decisions_by_valuation(given: Any) -> None:
    """0.1 and 1/10 are the same valuation, whatever the support's numbers are."""
    floats = Model([[0], [0.3, 0.1], [-1, -2]], [1], [[[0.1, 0.9]], [[1, 0], [0, 1]]])
    for found in (strategy(True), Strategy.of(Instance(floats, raw(2)))):
        assert found.price_of(0, 0) == pytest.approx(0.1)
        assert found.threshold_of(1, given) == pytest.approx(0.1)
        assert found.accepts(1, given, given)
        assert found.accepts(1, 0.3, 3 * TENTH) and found.accepts(1, 3 * TENTH, 0.3)
        assert not found.accepts(1, given, Fraction(11, 100))
        assert found.price_of(1, given) is None  # nobody buys for nothing
        assert not found.accepts(2, -1, 0)


def test_every_state_of_a_published_model() -> None:
    model = published("4", 3, "exact")
    equilibrium = solve(Instance(model, average(3), "exact"))
    found = Strategy(model.valuations, equilibrium)
    for player in range(3):
        for state, valuation in enumerate(model.valuations[player]):
            assert found.threshold_of(player, valuation) == equilibrium.thresholds[player][state]
            assert found.price_of(player, valuation) == equilibrium.prices[player][state]


def test_of_a_flat_model() -> None:
    flat = FlatModel.build([[0.0], [1.0, 3.0]], [1.0], [[[0.5, 0.5]]])
    found = Strategy([support.tolist() for support in flat.valuations], solve_flat(flat, raw(1)))
    assert found.price_of(0, 0) == 3.0 and found.accepts(1, 3, 3) and not found.accepts(1, 1, 3)


@pytest.mark.parametrize(
    ("valuation", "message"),
    [
        (
            Fraction(1, 5),
            "valuation is '1/5', but it must be one that player 1 can have: the nearest are 1/10 and 3/10",
        ),
        (0, "valuation is '0', but it must be one that player 1 can have: the nearest is 1/10"),
        (0.31, "valuation is 0.31, but it must be one that player 1 can have: the nearest is 3/10"),
        (float("nan"), "valuation is nan, but it must be finite"),
        ("0.1", "valuation is '0.1', but it must be a number"),
    ],
)
def test_a_valuation_outside_the_support(valuation: Any, message: str) -> None:
    with pytest.raises(InvalidInput, match=message):
        strategy(True).accepts(1, valuation, 0)


def test_equal_valuations_with_other_prospects() -> None:
    """Two states of one valuation: fine while their strategies agree."""
    model = Model([[0], [1, 1], [2, 4]], [1], [[[Fraction(1, 2)] * 2], [[1, 0], [0, 1]]])
    found = Strategy.of(Instance(model, raw(2), "exact"))
    for asked in (lambda: found.price_of(1, 1), lambda: found.accepts(1, 1, 2)):
        with pytest.raises(InvalidInput, match="states 0, 1 of player 1 have it, and their strategies differ"):
            asked()
    same = Model([[0], [1, 1], [2]], [1], [[[Fraction(1, 2)] * 2], [[1], [1]]])
    assert Strategy.of(Instance(same, raw(2), "exact")).price_of(1, 1) == 2


@pytest.mark.parametrize("player", [-1, 3, True, 0.0])
def test_players_are_those_of_the_chain(player: Any) -> None:
    with pytest.raises(InvalidInput, match=r"player is .*, but the players are 0 to 2"):
        strategy(True).threshold_of(player, 0)


def test_the_first_does_not_buy_the_last_does_not_sell_and_prices_are_not_negative() -> None:
    with pytest.raises(InvalidInput, match="player is 0, but those who buy are 1 to 2"):
        strategy(True).accepts(0, 0, 0)
    with pytest.raises(InvalidInput, match="player is 2, but those who sell are 0 to 1"):
        strategy(True).price_of(2, -1)
    with pytest.raises(InvalidInput, match="price is '-1', but a price must not be negative"):
        strategy(True).accepts(1, TENTH, -1)
    pair = Strategy.of(Instance(Model([[0], [1]], [1], [[[1]]]), raw(1), "exact"))
    with pytest.raises(InvalidInput, match="player is 1, but those who sell are 0"):
        pair.price_of(1, 1)
