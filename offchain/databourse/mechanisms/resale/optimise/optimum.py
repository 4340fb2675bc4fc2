"""The best matrix that a search has found, and the equilibrium that it leads to."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from databourse.mechanisms.resale.equilibrium import Equilibrium
from databourse.mechanisms.resale.kernel import TOLERANCE, Floats
from databourse.mechanisms.resale.model import Instance, Model
from databourse.mechanisms.resale.numbers import Arithmetic
from databourse.mechanisms.resale.optimise.matrices import WHOLE, fill_shares
from databourse.mechanisms.resale.optimise.search import Search, Settings
from databourse.mechanisms.resale.reallocation import Reallocation, average, raw
from databourse.mechanisms.resale.solve import solve


@dataclass(frozen=True)
class Optimum:
    """The best balanced matrix found: nothing proves that there is no better one.

    Attributes:
        reallocation: its shares: whole billionths, or those of AVE or RAW if nothing better was found.
        equilibrium: solved again with it, in the arithmetic that was asked for.
        settings: what was searched.
        evaluations: how many matrices were solved to find it.
    """

    reallocation: Reallocation
    equilibrium: Equilibrium
    settings: Settings
    evaluations: int


def optimise(model: Model, settings: Settings | None = None, arithmetic: Arithmetic = "float") -> Optimum:
    """Searches to the end: the welfare-maximising balanced matrix, as far as the search can tell.

    The search itself is in floats, with ties as in `solve`; the equilibrium is solved in `arithmetic`.

    Raises:
        InvalidInput: if exact arithmetic is asked of a model of floats, or the chain is longer than 32 trades.
    """
    search = Search(model.flat, settings or Settings())
    for _ in search.steps():
        pass
    return optimum(search, model, arithmetic)


def optimum(search: Search, model: Model, arithmetic: Arithmetic) -> Optimum:
    """What a search has found so far, unless AVE (or RAW, where shares may be 0) is as good.

    Raises:
        InvalidInput: if exact arithmetic is asked of a model of floats.
    """
    # In billionths the thirds of AVE are not equal any more, which can undo a tie that its welfare depends on.
    rules = [average(model.trades), raw(model.trades)] if search.settings.zeros else [average(model.trades)]
    candidates = [*rules, matrix_of(search.best, model.trades, search.settings.zeros)]
    solved = [(matrix, solve(Instance(model, matrix, arithmetic))) for matrix in candidates]
    best, equilibrium = solved[0]
    for matrix, found in solved[1:]:
        if found.welfare > equilibrium.welfare + TOLERANCE * abs(float(equilibrium.welfare)):
            best, equilibrium = matrix, found
    return Optimum(best, equilibrium, search.settings, search.evaluations)


def matrix_of(point: Floats, trades: int, zeros: bool) -> Reallocation:
    """The matrix of a point, in Fractions."""
    shares = np.zeros(trades * (trades + 1))
    fill_shares(point, trades, zeros, shares)
    units = np.rint(shares * WHOLE).astype(np.int64).reshape(trades, trades + 1)
    return Reallocation([[Fraction(unit, WHOLE) for unit in row] for row in units.tolist()])
