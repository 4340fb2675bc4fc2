"""What the benchmark of resale chains compares, and on which chains.

The paper's algorithms as it writes them; the matrix form in rationals; the same written with numpy, as one would
without a compiler; and the compiled kernel. All but the first go on to expected welfare and trades.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from bench.speed.resale_numpy import welfare_and_volume
from databourse.mechanisms.resale import FlatModel, Instance, Model, Reallocation, average, literal, solve, solve_flat
from databourse.mechanisms.resale.flat import Moves

Run = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Size:
    """A chain of so many trades and states a player; the next state is at most `steps` away, if that is not 0."""

    trades: int
    states: int
    steps: int = 0

    @property
    def name(self) -> str:
        """For a table's heading."""
        return f"{self.trades}, {self.states}" + (f", {2 * self.steps + 1} neighbours" if self.steps else "")

    @property
    def pairs(self) -> int:
        """Of a state and a next one, over all trades."""
        return self.trades * self.states**2

    def weights(self) -> npt.NDArray[np.int64]:
        """By trade, state and next state: how probable it is, in proportion; the same on every machine."""
        rng = np.random.default_rng(self.trades * self.states)
        weights = rng.integers(1, 10, (self.trades, self.states, self.states))
        index = np.arange(self.states)
        if self.steps:
            weights *= abs(index[:, None] - index) <= self.steps
        return weights

    def probabilities(self) -> npt.NDArray[np.float64]:
        """The weights as probabilities."""
        weights = self.weights().astype(np.float64)
        weights /= weights.sum(axis=2, keepdims=True)
        return weights

    def flat(self) -> FlatModel:
        """The chain in floats."""
        valuations = [np.arange(self.states) / 8] * (self.trades + 1)
        steps = []
        for step in self.probabilities():
            sources, targets = step.nonzero()
            steps.append(Moves(sources, targets, step[sources, targets]))
        return FlatModel.build(valuations, np.full(self.states, 1 / self.states), steps)

    def exact(self) -> Model:
        """The chain in rationals."""
        return Model(
            [[Fraction(state, 8) for state in range(self.states)]] * (self.trades + 1),
            [Fraction(1, self.states)] * self.states,
            [[[Fraction(weight, sum(row)) for weight in row] for row in step] for step in self.weights().tolist()],
        )


@dataclass(frozen=True, slots=True)
class Contestant:
    """Someone who solves chains of at most so many pairs of states."""

    name: str
    prepare: Callable[[Size], Run]
    most: int


def _literal(size: Size) -> Run:
    valuations = [[state / 8 for state in range(size.states)]] * (size.trades + 1)
    return paper(Model(valuations, [1 / size.states] * size.states, size.probabilities().tolist()))


def paper(model: Model) -> Run:
    """The strategies by the paper's algorithms, of a model in floats."""
    matrix = Reallocation([list(map(float, row)) for row in average(model.trades).rows])
    return lambda: literal.backward(Instance(model, matrix))


def _exact(size: Size) -> Run:
    instance = Instance(size.exact(), average(size.trades), "exact")
    return lambda: solve(instance)


def _numpy(size: Size) -> Run:
    valuations = [np.arange(size.states) / 8] * (size.trades + 1)
    prior, steps = np.full(size.states, 1 / size.states), list(size.probabilities())
    shares = average(size.trades).flat.reshape(size.trades, size.trades + 1)
    return lambda: welfare_and_volume(valuations, prior, steps, shares)


def _compiled(size: Size) -> Run:
    return fast(size.flat())


def fast(model: FlatModel) -> Run:
    """The equilibrium by the compiled kernel."""
    matrix = average(model.trades)
    return lambda: solve_flat(model, matrix)


PAPER, COMPILED = "the paper's algorithms", "matrix form, compiled"
CONTESTANTS = (
    Contestant(PAPER, _literal, 8_000),
    Contestant("matrix form, rationals", _exact, 8_000),
    Contestant("matrix form, numpy", _numpy, 10**9),
    Contestant(COMPILED, _compiled, 10**9),
)
