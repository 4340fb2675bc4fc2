"""The equilibrium of an instance, in its arithmetic."""

from __future__ import annotations

from databourse.errors import InvalidInput
from databourse.mechanisms.resale import exact, floats
from databourse.mechanisms.resale.equilibrium import Equilibrium
from databourse.mechanisms.resale.flat import FlatModel
from databourse.mechanisms.resale.kernel import TOLERANCE
from databourse.mechanisms.resale.model import Instance
from databourse.mechanisms.resale.reallocation import Reallocation


def solve(instance: Instance) -> Equilibrium:
    """The equilibrium in which the lowest best price is asked and buyers buy on equality.

    Welfare, volume and utilities are sums over all that can happen, nothing is sampled. In float arithmetic what
    differs by rounding alone counts as equal: see `mechanisms.resale.floats`.
    """
    if instance.arithmetic == "exact":
        return exact.solve(instance)
    return floats.solve(instance.model.flat, instance.reallocation)


def solve_flat(model: FlatModel, reallocation: Reallocation, tolerance: float = TOLERANCE) -> Equilibrium:
    """The equilibrium of a model of floats; `tolerance` is relative, and 0 would trust the last bit of every sum.

    Raises:
        InvalidInput: if model and reallocation differ in their number of trades, or the tolerance is negative or
            above 0.001.
    """
    if model.trades != reallocation.trades:
        raise InvalidInput(f"the reallocation is for {reallocation.trades} trades, but the model has {model.trades}")
    if not 0 <= tolerance <= 1e-3:
        raise InvalidInput.of("tolerance", tolerance, "it must be from 0 to 0.001")
    return floats.solve(model, reallocation, tolerance)
