"""The equilibrium of an instance, in its arithmetic."""

from __future__ import annotations

from databourse.mechanisms.resale import exact
from databourse.mechanisms.resale.equilibrium import Equilibrium
from databourse.mechanisms.resale.model import Instance


def solve(instance: Instance) -> Equilibrium:
    """The equilibrium with the lowest best prices, buying on equality; welfare, volume and utilities are exact sums.

    In float arithmetic what differs by rounding alone counts as equal: see `mechanisms.resale.kernel`.
    """
    if instance.arithmetic == "float":
        raise NotImplementedError("float arithmetic comes with the compiled kernel")
    return exact.solve(instance)
