"""Valuations from an interval: an equilibrium that is right within a chosen error, by a grid (the paper, Algorithm 4).

The interval is cut into K cells, every valuation counts as the left end of its cell, and the chain of cells is solved
as it is; a valuation then buys and asks as its cell does. With cells of at most

    delta = min(epsilon / (1 + 2 n L max(1, A)), 1 / (n L)),    A = max(0, -low)

for n trades and log-Lipschitz constant L, the strategies are an epsilon-approximate equilibrium (the paper, Definition
3.6 and Theorem 3.8): no player's threshold, and no gain from its price, is off by more than epsilon (1 + |gain|).

Why: probabilities of cells differ by a factor of at most eta = exp(n L delta) along the chain, and income from sales is
never negative. So with x the best gain and t the threshold, t - x and x - t are at most (eta - 1)(x - v) and
(1 - 1/eta)(x - v) + delta, and the price loses at most (1 - 1/eta²)(x - v). While n L delta <= 1 all three factors are
at most 2 n L delta, and x - v <= |x| + A.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from databourse.errors import InvalidInput
from databourse.mechanisms.resale.continuous.densities import Density, Floats
from databourse.mechanisms.resale.equilibrium import Equilibrium
from databourse.mechanisms.resale.flat import FlatModel
from databourse.mechanisms.resale.reallocation import Reallocation
from databourse.mechanisms.resale.solve import solve_flat

#: So many probabilities in all are what a solution has room and time for: half a gigabyte, some seconds.
MOST_MOVES = 20_000_000


@dataclass(frozen=True)
class ContinuousModel:
    """A chain of n trades whose valuations lie in [low, high].

    Attributes:
        densities: by trade, the law of the buyer's valuation given the seller's.
        low: the lowest valuation.
        high: the highest one.
        first: the valuation of player 0; None if any is as likely. Strategies do not depend on it.

    Raises:
        InvalidInput: if there is no trade, or the interval is empty or not finite, or `first` is outside.
    """

    densities: tuple[Density, ...]
    low: float
    high: float
    first: float | None = None

    def __post_init__(self) -> None:
        if not self.densities:
            raise InvalidInput("a chain has one trade or more, but there is no density")
        if not (math.isfinite(self.low) and math.isfinite(self.high) and self.low < self.high):
            raise InvalidInput.of(
                "support", [self.low, self.high], "it must be two finite numbers, the lower one first"
            )
        if self.first is not None and not self.low <= self.first <= self.high:
            raise InvalidInput.of("first", self.first, f"it must be in the support, from {self.low} to {self.high}")

    @property
    def trades(self) -> int:
        """The number n of trades."""
        return len(self.densities)

    @cached_property
    def lipschitz(self) -> float:
        """L, the largest of all trades."""
        return max(density.lipschitz(self.low, self.high) for density in self.densities)

    def grid(self, cells: int) -> FlatModel:
        """The chain of cells of equal width."""
        edges = np.linspace(self.low, self.high, cells + 1)
        made = {density: transitions(density, edges, edges[:-1]) for density in set(self.densities)}
        prior = np.full(cells, 1 / cells)
        if self.first is not None:
            prior = np.eye(1, cells, cell_of(self.first, self.low, self.high, cells))[0]
        return FlatModel.build([edges[:-1]] * (self.trades + 1), prior, [made[density] for density in self.densities])


def transitions(density: Density, edges: Floats, given: Floats) -> Floats:
    """Probabilities of the cells between the edges (columns), for each given valuation (rows)."""
    inner = density.cdf(edges[None, 1:-1], given[:, None], edges[0], edges[-1])
    ends = np.zeros((len(given), 1)), np.ones((len(given), 1))
    return np.maximum(np.diff(np.hstack([ends[0], inner, ends[1]]), axis=1), 0.0)


def cell_of(valuation: float, low: float, high: float, cells: int) -> int:
    """The cell that a valuation lies in; the interval's upper end is in the last one."""
    return max(0, min(cells - 1, math.floor((valuation - low) * cells / (high - low))))


@dataclass(frozen=True)
class Guarantee:
    """What the grid is, and what follows.

    Attributes:
        epsilon: the error that strategies stay within, in proportion to 1 + |gain|.
        delta: how wide cells may be for that.
        cells: how many there are, K.
        width: how wide they are.
        eta: the factor that probabilities along the chain are right within.
        lipschitz: L.
    """

    epsilon: float
    delta: float
    cells: int
    width: float
    eta: float
    lipschitz: float


def guarantee(model: ContinuousModel, epsilon: float) -> Guarantee:
    """The grid that an error asks for.

    Raises:
        InvalidInput: if epsilon is not positive, or so small that the grid would have too many cells.
    """
    if not 0 < epsilon < math.inf:
        raise InvalidInput.of("epsilon", epsilon, "it must be positive and finite")
    length, steepness = model.high - model.low, model.trades * model.lipschitz
    loss = 1 + 2 * steepness * max(1.0, -model.low)
    delta = min(epsilon / loss, 1 / steepness if steepness else math.inf)
    most = math.isqrt(MOST_MOVES // model.trades)
    if not length <= most * delta:
        rule = f"it would take {length / delta:,.0f} cells, and at most {most:,} are possible"
        if steepness * length > most:
            raise InvalidInput(
                f"with L = {model.lipschitz:g} {rule}", "take a density that depends less on the seller's valuation"
            )
        affordable = math.ceil(length / most * loss * 1e4) / 1e4
        raise InvalidInput.of("epsilon", epsilon, rule, f"{affordable:g} or more can be had")
    cells = max(1, math.ceil(length / delta))
    width = length / cells
    return Guarantee(epsilon, delta, cells, width, math.exp(steepness * width), model.lipschitz)


@dataclass(frozen=True)
class ApproximateEquilibrium:
    """Strategies for every valuation: those of its cell.

    Attributes:
        model: what was solved.
        guarantee: what error they stay within.
        grid: the exact equilibrium of the chain of cells. Its welfare, volume and utilities are the grid's; the
            guarantee does not cover them.
    """

    model: ContinuousModel
    guarantee: Guarantee
    grid: Equilibrium

    @property
    def points(self) -> Floats:
        """The left ends of all cells."""
        return np.linspace(self.model.low, self.model.high, self.guarantee.cells + 1)[:-1]

    def threshold(self, player: int, valuation: float) -> float:
        """The highest price at which a player 0..n buys."""
        return float(self.grid.thresholds[player][self._cell(valuation)])

    def price(self, player: int, valuation: float) -> float | None:
        """The price that a player 0..n-1 asks; None if there is none that anybody could accept."""
        cell = self._cell(valuation)
        return float(self.grid.prices[player][cell]) if self.grid.sale[player][cell] else None

    def _cell(self, valuation: float) -> int:
        if not self.model.low <= valuation <= self.model.high:
            rule = f"it must be in the support, from {self.model.low} to {self.model.high}"
            raise InvalidInput.of("valuation", valuation, rule)
        return cell_of(valuation, self.model.low, self.model.high, self.guarantee.cells)


def solve_continuous(model: ContinuousModel, reallocation: Reallocation, epsilon: float) -> ApproximateEquilibrium:
    """An epsilon-approximate equilibrium, in time O(n²K²).

    Raises:
        InvalidInput: as `guarantee`, or if the reallocation has another number of trades.
    """
    promised = guarantee(model, epsilon)
    return ApproximateEquilibrium(model, promised, solve_flat(model.grid(promised.cells), reallocation))
