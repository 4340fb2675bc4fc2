"""Continuous chains on a grid: strategies for every valuation, known solutions, and what is refused."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from databourse.errors import InvalidInput
from databourse.mechanisms.resale import Reallocation, average, raw
from databourse.mechanisms.resale.continuous.densities import Density, Tilt, Uniform
from databourse.mechanisms.resale.continuous.grid import (
    ApproximateEquilibrium,
    ContinuousModel,
    solve_continuous,
)


def chain(density: Density, support: tuple[float, float], trades: int) -> ContinuousModel:
    return ContinuousModel((density,) * trades, *support)


def test_cells_count_as_their_left_ends() -> None:
    density = Tilt(2.0)
    chain_of_cells = chain(density, (-1.0, 1.0), 1).grid(4)
    assert list(chain_of_cells.valuations[0]) == [-1.0, -0.5, 0.0, 0.5]
    edges = np.array([-0.5, 0.0, 0.5])
    for cell, left in enumerate([-1.0, -0.5, 0.0, 0.5]):
        below = np.cumsum(chain_of_cells.chain.probabilities.reshape(4, 4)[:, cell])[:-1]  # by the cell moved to
        assert below == pytest.approx(density.cdf(edges, np.array(left), -1.0, 1.0))


def test_uniform_valuations_are_as_in_textbooks() -> None:
    """A monopolist asks 1/2 of a buyer uniform on [0, 1] and expects 1/4, which the seller before counts in."""
    found = solve_continuous(chain(Uniform(), (0.0, 1.0), 2), raw(2), 0.002)
    for valuation in (0.0, 0.3, 0.9, 1.0):
        assert found.price(1, valuation) == pytest.approx(1 / 2, abs=0.003)
        assert found.threshold(1, valuation) == pytest.approx(valuation + 1 / 4, abs=0.003)
        # the buyer's threshold is uniform on [1/4, 5/4]: p (5/4 - p) is largest at 5/8
        assert found.price(0, valuation) == pytest.approx(5 / 8, abs=0.003)
        assert found.threshold(0, valuation) == pytest.approx(valuation + 25 / 64, abs=0.003)


def test_strategies_are_constant_on_cells() -> None:
    found = solve_continuous(chain(Tilt(1.0), (0.0, 1.0), 2), raw(2), 0.5)
    assert len(found.points) == found.guarantee.cells
    for cell, point in enumerate(found.points):
        for valuation in (point, point + 0.4 * found.guarantee.width):
            assert found.threshold(0, float(valuation)) == found.grid.thresholds[0][cell]
            assert found.price(1, float(valuation)) == found.grid.prices[1][cell]
    assert found.threshold(2, 1.0) == found.points[-1]


def test_no_price_where_nobody_can_be_asked() -> None:
    found = solve_continuous(chain(Uniform(), (-3.0, -1.0), 2), raw(2), 0.1)
    assert found.price(0, -2.0) is None
    assert found.threshold(0, -2.0) == pytest.approx(-2.0, abs=0.1)
    assert found.grid.volume == 0


def test_each_trade_has_its_own_density() -> None:
    found = solve_continuous(ContinuousModel((Uniform(), Tilt(-3.0)), 0.0, 1.0), raw(2), 0.2)
    assert found.guarantee.lipschitz == 3.0
    # a low valuation is followed by a high one, so that player 1 asks more the less it values the data
    assert found.price(1, 0.0) == pytest.approx(0.5, abs=0.1)
    assert (found.price(1, 1.0) or 0) < 0.4


def test_the_first_valuation_matters_to_expectations_only() -> None:
    anyone = ContinuousModel((Tilt(1.0),) * 2, 0.0, 1.0)
    both = [solve_continuous(replace(anyone, first=first), average(2), 0.3) for first in (None, 0.75)]
    assert both[0].grid.thresholds == both[1].grid.thresholds
    assert both[1].grid.utilities[0] == pytest.approx(both[1].threshold(0, 0.75))
    assert both[0].grid.utilities[0] == pytest.approx(np.mean(list(map(float, both[0].grid.thresholds[0]))))


@pytest.mark.parametrize(
    ("support", "first", "message"),
    [
        ((1.0, 1.0), None, "support is"),
        ((1.0, 0.0), None, "support is"),
        ((0.0, math.inf), None, "support is"),
        ((math.nan, 1.0), None, "support is"),
        ((0.0, 1.0), 1.5, "first is 1.5"),
        ((0.0, 1.0), math.nan, "first is nan"),
    ],
)
def test_models_that_are_none(support: tuple[float, float], first: float | None, message: str) -> None:
    with pytest.raises(InvalidInput, match=message):
        ContinuousModel((Uniform(),), *support, first)
    with pytest.raises(InvalidInput, match="no density"):
        ContinuousModel((), 0.0, 1.0)


def test_a_valuation_outside_the_support() -> None:
    found: ApproximateEquilibrium = solve_continuous(chain(Uniform(), (0.0, 1.0), 1), raw(1), 0.5)
    for valuation in (-0.01, 1.01, math.nan):
        with pytest.raises(InvalidInput, match="valuation is"):
            found.threshold(1, valuation)


def test_a_matrix_for_another_length() -> None:
    with pytest.raises(InvalidInput, match="is for 3 trades"):
        solve_continuous(chain(Uniform(), (0.0, 1.0), 2), Reallocation(raw(3).rows), 0.5)
