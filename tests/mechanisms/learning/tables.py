"""Random tables as anybody may measure them, and what the definitions say of them."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from databourse.mechanisms.learning import Table


def measured(parties: int, seed: int, largest: int = 30) -> Table:
    """Any counts, also of the empty set: neither monotone nor without a chance level."""
    chance = np.random.default_rng(seed)
    return Table(parties, chance.integers(0, largest + 1, 1 << parties), largest)


def accuracies(table: Table) -> list[Fraction]:
    return [table.accuracy(mask) for mask in range(len(table.correct))]
