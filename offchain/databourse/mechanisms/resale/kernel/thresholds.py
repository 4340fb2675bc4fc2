"""Thresholds that differ by rounding alone become equal: parts of kernels, see `mechanisms.compiled`.

A seller's price is some buyer's threshold, and who buys at it is decided by comparing the two. If two thresholds that
are equal in exact arithmetic differed in their last bit, the equilibrium would be another one. After this the
thresholds that are meant to be equal are so bit for bit, and every comparison is exact.
"""

from __future__ import annotations

import numpy as np

from databourse.mechanisms.compiled import Ints, part, part_with_twin
from databourse.mechanisms.resale.kernel.layout import Floats


@part
def settle(thresholds: Floats, magnitudes: Floats, ranking: Ints, tolerance: float) -> None:
    """Rank one player's states by threshold; thresholds near 0 become 0, those near the next lower one become that.

    `magnitudes` are of the numbers that a threshold is the sum of: rounding errors are in proportion to them.
    """
    for state in range(len(thresholds)):
        if abs(thresholds[state]) <= tolerance * magnitudes[state]:
            thresholds[state] = 0.0  # -0.0 as well
    rank(thresholds, ranking)
    for place in range(1, len(thresholds)):
        lower = ranking[place - 1]
        state = ranking[place]
        near = tolerance * max(magnitudes[lower], magnitudes[state])
        if thresholds[state] - thresholds[lower] < near:
            thresholds[state] = thresholds[lower]


@part_with_twin("databourse.mechanisms.resale.kernel.thresholds:rank_compiled")
def rank(thresholds: Floats, ranking: Ints) -> None:
    """Fill `ranking` with the places by rising threshold, equal ones in their order."""
    ranking[:] = np.argsort(thresholds, kind="stable")


def rank_compiled(thresholds: Floats, ranking: Ints) -> None:
    """As `rank`; few states are sorted where they are."""
    if len(thresholds) > 64:
        order = np.argsort(thresholds, kind="mergesort")
        for place in range(len(order)):  # as a whole it would take the compiler seconds
            ranking[place] = order[place]
        return
    for state in range(len(thresholds)):
        place = state
        while place > 0 and thresholds[ranking[place - 1]] > thresholds[state]:
            ranking[place] = ranking[place - 1]
            place -= 1
        ranking[place] = state
