"""Which data train a task's model: those that are worth enough for it (section 5)."""

from __future__ import annotations

from fractions import Fraction

from databourse.mechanisms.learning.shapley import shapley
from databourse.mechanisms.learning.table import Table


def data_values(table: Table) -> list[Fraction]:
    """φ(u, j): what each party's data add to the accuracy of the task; they add up to the accuracy of all of them."""
    closed = table.closure()
    return [value / closed.validation_size for value in shapley(closed.correct, closed.parties)]


def select(table: Table, threshold: Fraction | float) -> int:
    """D = {j : φ(u, j) ≥ τ}, as a mask: `table.restricted` of it is the task's table from then on.

    Args:
        table: of the task, with the data of every party.
        threshold: τ, in accuracy. At 0 everybody is in, since the closure has no negative contribution.
    """
    return sum(1 << party for party, value in enumerate(data_values(table)) if value >= threshold)
