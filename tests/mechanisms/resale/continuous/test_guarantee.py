"""The grid's guarantee, and the error measured on finer grids."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

import pytest

from databourse.errors import InvalidInput
from databourse.mechanisms.resale import Reallocation, average, raw, tbds
from databourse.mechanisms.resale.continuous.achieved import achieved_error
from databourse.mechanisms.resale.continuous.densities import Copula, Density, Laplace, Tilt, Uniform
from databourse.mechanisms.resale.continuous.grid import (
    MOST_MOVES,
    ContinuousModel,
    guarantee,
    solve_continuous,
)

# density, support, trades, epsilon, into how many parts cells are cut
CASES: list[tuple[Density, tuple[float, float], int, float, int]] = [
    (Tilt(1.0), (0.0, 1.0), 3, 0.1, 4),
    (Tilt(1.0), (0.0, 1.0), 3, 0.5, 8),
    (Tilt(-2.0), (0.5, 1.5), 2, 0.3, 4),
    (Tilt(0.5), (-1.0, 1.0), 3, 0.4, 6),
    (Tilt(0.3), (-2.0, 1.0), 4, 0.9, 3),
    (Tilt(0.5), (-3.0, -1.0), 2, 0.3, 3),
    (Tilt(4.0), (0.0, 1.0), 3, 40.0, 8),
    (Laplace(0.2, 1.0), (-1.0, 2.0), 3, 0.3, 4),
    (Laplace(0.5, 0.5), (0.0, 1.0), 4, 9.0, 8),
    (Copula(0.4), (0.0, 2.0), 4, 0.2, 3),
    (Uniform(), (-1.0, 2.0), 5, 0.02, 2),
]
RULES: dict[str, Callable[[int], Reallocation]] = {
    "raw": raw,
    "average": average,
    "tbds": lambda trades: tbds(trades, 0.5),
}


def chain(density: Density, support: tuple[float, float], trades: int) -> ContinuousModel:
    return ContinuousModel((density,) * trades, *support)


@pytest.mark.parametrize(("density", "support", "trades", "epsilon", "cuts"), CASES)
@pytest.mark.parametrize("rule", RULES)
def test_the_error_stays_within_epsilon(
    density: Density, support: tuple[float, float], trades: int, epsilon: float, cuts: int, rule: str
) -> None:
    """Definition 3.6, (a) and (b), at every middle of the finer cells, against every price that could be asked."""
    matrix = RULES[rule](trades)
    found = solve_continuous(chain(density, support, trades), matrix, epsilon)
    thresholds, prices = achieved_error(found, matrix, cuts)
    assert 0 < thresholds <= epsilon
    assert -1e-12 < prices <= epsilon
    if support[1] < 0:
        assert not any(any(row) for row in found.grid.sale)


@pytest.mark.parametrize(
    ("density", "support", "trades", "epsilon", "delta"),
    [
        (Tilt(1.0), (0.0, 1.0), 3, 0.1, 0.1 / (1 + 2 * 3 * 1)),
        (Tilt(0.5), (-2.0, 1.0), 3, 0.1, 0.1 / (1 + 2 * 3 * 1.5 * 2)),
        (Tilt(0.5), (-0.5, 1.0), 3, 0.1, 0.1 / (1 + 2 * 3 * 0.75)),
        (Uniform(), (-2.0, 1.0), 7, 0.25, 0.25),
    ],
)
def test_how_wide_cells_may_be(
    density: Density, support: tuple[float, float], trades: int, epsilon: float, delta: float
) -> None:
    """epsilon / (1 + 2 n L max(1, A)) with A = max(0, -low), and the fewest cells of at most that."""
    promised = guarantee(chain(density, support, trades), epsilon)
    assert promised.delta == pytest.approx(delta)
    assert promised.width <= promised.delta
    assert (support[1] - support[0]) / (promised.cells - 1) > promised.delta
    assert promised.eta == pytest.approx(math.exp(trades * promised.lipschitz * promised.width))


def test_prices_below_0_are_no_deviations() -> None:
    """Here player 0 would pay player 1 to take the data, if it could, for most of what player 2 pays."""
    matrix = Reallocation([[0, 0.05, 0.9], [0, 0, 0.1]])
    found = solve_continuous(chain(Tilt(0.1), (-1.0, 1.0), 2), matrix, 0.1)
    assert found.price(0, 0.0) == pytest.approx(0.0, abs=0.05)
    assert achieved_error(found, matrix, 3)[1] < 0.01


def test_cases_in_which_the_other_bound_on_delta_binds() -> None:
    """n L delta = 1: with such cells an error of 40 could be had from wider ones, but the proof would not hold."""
    promised = guarantee(chain(Tilt(4.0), (0.0, 1.0), 3), 40.0)
    assert promised.delta == 1 / 12
    assert promised.eta == pytest.approx(math.e)


def test_a_finer_grid_has_a_smaller_error() -> None:
    model, matrix = chain(Tilt(1.0), (0.0, 1.0), 3), average(3)
    errors = [achieved_error(solve_continuous(model, matrix, epsilon), matrix, 4)[0] for epsilon in (0.8, 0.4, 0.2)]
    assert errors[0] > 1.5 * errors[1] > 2.25 * errors[2]


def test_the_measure_sees_what_is_wrong() -> None:
    """Strategies that are not those of the grid, and a matrix that is not the one that was solved."""
    model, matrix = chain(Tilt(1.0), (0.0, 1.0), 3), average(3)
    found = solve_continuous(model, matrix, 0.2)
    thresholds, prices = achieved_error(found, matrix, 4)

    def measured(**changes: object) -> tuple[float, float]:
        return achieved_error(replace(found, grid=replace(found.grid, **changes)), matrix, 4)  # type: ignore[arg-type]

    higher = [tuple(price * 1.3 for price in row) for row in found.grid.prices]
    assert measured(prices=tuple(higher))[1] > 0.02 > 10 * prices
    lower = [tuple(threshold - 0.3 for threshold in row) for row in found.grid.thresholds]
    assert measured(thresholds=tuple(lower))[0] > 0.1 > thresholds
    nobody = tuple((False,) * len(row) for row in found.grid.sale)
    assert measured(sale=nobody)[1] > 0.1
    assert achieved_error(found, raw(3), 4)[0] > 0.05


@pytest.mark.parametrize("epsilon", [0.0, -1.0, math.nan, math.inf])
def test_an_epsilon_that_is_none(epsilon: float) -> None:
    with pytest.raises(InvalidInput, match=r"epsilon is .* positive and finite"):
        guarantee(chain(Uniform(), (0.0, 1.0), 1), epsilon)


def test_a_grid_that_would_be_too_fine_says_what_can_be_had() -> None:
    model = chain(Tilt(1.0), (0.0, 1.0), 5)
    with pytest.raises(InvalidInput, match=r"it would take [\d,]+ cells, and at most 2,000") as refused:
        solve_continuous(model, raw(5), 1e-6)
    assert refused.value.hint
    affordable = float(refused.value.hint.split()[0])
    cells = guarantee(model, affordable).cells
    assert 0.9 * MOST_MOVES < 5 * cells**2 <= MOST_MOVES
    with pytest.raises(InvalidInput):
        guarantee(model, affordable * 0.95)


def test_a_density_that_is_too_steep_for_any_grid() -> None:
    with pytest.raises(InvalidInput, match="with L = 1000 it would take") as refused:
        guarantee(chain(Tilt(1000.0), (0.0, 1.0), 5), 10.0)
    assert "depends less" in (refused.value.hint or "")
