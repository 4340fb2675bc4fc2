"""What equilibrium the matrix of a chain leads to, as the contract applies it: with shares of a billionth."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from databourse.mechanisms.resale.model import Instance
from databourse.mechanisms.resale.reallocation import Reallocation
from databourse.mechanisms.resale.solve import solve
from databourse.resale.shares import Column, to_reallocation

if TYPE_CHECKING:
    from databourse.mechanisms.resale.equilibrium import Equilibrium
    from databourse.mechanisms.resale.model import Model


def forecast(model: Model, columns: Sequence[Column]) -> Equilibrium:
    """The equilibrium under a model, in its arithmetic.

    Args:
        model: of as many trades, or fewer: then nobody is left to sell to after its last player.
        columns: of trades 1..n, all shares.
    """
    reallocation = Reallocation(to_reallocation(columns[: model.trades]))
    return solve(Instance(model, reallocation, model.arithmetic))
