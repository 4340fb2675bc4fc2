"""Random leakage games."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from databourse.mechanisms.coalition import LeakageGame
from databourse.mechanisms.coalition.leakage_game import Mode

#: Coalition costs at which the specification counts games without a stable partition.
COSTS = (0.05, 0.15, 0.3, 0.6, 1.0)


def influence(chance: np.random.Generator, devices: int) -> npt.NDArray[np.float64]:
    """Symmetric, from 0 to 1, the diagonal 0."""
    upper: npt.NDArray[np.float64] = np.triu(chance.random((devices, devices)), 1)
    return upper + upper.T


def random_game(
    seed: int, devices: int = 6, cost: float = 0.3, bonus: float = 0.0, mode: Mode = "outside"
) -> LeakageGame:
    chance = np.random.default_rng(seed)
    return LeakageGame.of(chance.integers(1, 20, devices), influence(chance, devices), cost, bonus, mode)
