"""How far an approximate equilibrium of a continuous chain is from one, measured: the paper's Definition 3.6.

Strategies are constant on the grid's cells, and each cell is cut into several here. Against those strategies, with the
continuous law's own probabilities between the fine cells' middles, the gain of every player is worked out at every
middle: at the price it asks, and at each price that it could ask. What is missed shrinks with the square of the cuts.
"""

from __future__ import annotations

import numpy as np

from databourse.errors import InvalidInput
from databourse.mechanisms.resale.continuous.densities import Floats
from databourse.mechanisms.resale.continuous.grid import ApproximateEquilibrium, transitions
from databourse.mechanisms.resale.reallocation import Reallocation

MOST_CUTS = 64
MOST_POINTS = 3_000


def check_cuts(cells: int, cuts: int) -> None:
    """Raises InvalidInput if there would be more points than there is room for."""
    if cells * cuts > MOST_POINTS:
        rule = f"{cells:,} cells cut so are {cells * cuts:,} points, and at most {MOST_POINTS:,} are possible"
        raise InvalidInput.of("measure", cuts, rule, "allow a larger epsilon, or do not measure")


def achieved_error(found: ApproximateEquilibrium, reallocation: Reallocation, cuts: int) -> tuple[float, float]:
    """The largest errors of (a) thresholds and (b) prices, in proportion to 1 + |gain|; epsilon bounds both.

    Args:
        found: the strategies.
        reallocation: what they were solved with.
        cuts: into how many parts each cell is cut; time and room grow with its square.

    Raises:
        InvalidInput: as `check_cuts`.
    """
    model, n = found.model, found.model.trades
    check_cuts(found.guarantee.cells, cuts)
    points = found.guarantee.cells * cuts
    edges = np.linspace(model.low, model.high, points + 1)
    middles = (edges[:-1] + edges[1:]) / 2
    shares = np.array(reallocation.rows, dtype=float)
    payments = np.zeros((n + 1, len(middles)))  # expected in each trade, once the player at hand has the data
    worst_threshold = worst_price = 0.0
    for player in reversed(range(n)):
        thresholds = np.array(found.grid.thresholds[player + 1], dtype=float)
        law = transitions(model.densities[player], edges, middles)
        income = shares[player, player + 2 :] @ payments[player + 2 :]
        served, later = _by_cell(law, cuts), _by_cell(law * income, cuts)
        prices = np.repeat(np.array(found.grid.prices[player], dtype=float), cuts)
        sells = np.repeat(np.array(found.grid.sale[player]), cuts)

        own = middles.copy()
        best = middles.copy()
        buys = sells[:, None] & (thresholds[None, :] >= prices[:, None])
        own += (buys * (shares[player, player + 1] * prices[:, None] * served + later)).sum(axis=1)
        order = np.argsort(-thresholds, kind="stable")
        order = order[thresholds[order] >= 0]
        if len(order):
            asked = thresholds[order]
            gains = shares[player, player + 1] * asked * served[:, order].cumsum(axis=1)
            gains += later[:, order].cumsum(axis=1)
            whole = np.append(asked[1:] != asked[:-1], True)  # all who buy at a price are counted
            best += gains[:, whole].max(axis=1)
        lifted = np.repeat(np.array(found.grid.thresholds[player], dtype=float), cuts)
        worst_threshold = max(worst_threshold, float((np.abs(lifted - best) / (1 + np.abs(best))).max()))
        worst_price = max(worst_price, float(((best - own) / (1 + np.abs(best))).max()))

        accepted = np.repeat(buys, cuts, axis=1) * law
        payments[player + 2 :] = payments[player + 2 :] @ accepted.T
        payments[player + 1] = prices * accepted.sum(axis=1)
    return worst_threshold, worst_price


def _by_cell(table: Floats, cuts: int) -> Floats:
    """Columns of the fine cells added up to those of the grid."""
    return np.asarray(table.reshape(len(table), -1, cuts).sum(axis=2))
