"""Points that a search moves in, and the balanced matrices that they mean. Parts of kernels, see `mechanisms.compiled`.

A point has one coordinate for each player before each trade's buyer: trade 1 has one, trade 2 two, and so on. Shares
are whole billionths, as a contract holds them, and the direct seller has what the others leave of the whole: so what a
search finds can be put on a chain, and written down exactly.
"""

from __future__ import annotations

import math

from databourse.mechanisms.compiled import part
from databourse.mechanisms.resale.kernel import Floats

#: Coordinates are from -BOUND to BOUND: wider, and shares come below what ties are told apart by.
BOUND = 8.0
WHOLE = 1_000_000_000


def dimensions(trades: int) -> int:
    """How many coordinates a point has."""
    return trades * (trades + 1) // 2


@part
def fill_shares(point: Floats, trades: int, zeros: bool, shares: Floats) -> None:
    """Writes the matrix of a point into `shares`, player i's in trade j at i·(n + 1) + j; other entries stay.

    Without zeros a column is the softmax of its coordinates, so that every share is positive (the paper, appendix D).
    With zeros shares are in proportion to the coordinates, and players with a negative one have none; if nobody's is
    positive, the highest has the whole.
    """
    start = 0
    for trade in range(1, trades + 1):
        top = point[start]
        for player in range(1, trade):
            top = max(top, point[start + player])
        total = 0.0
        for player in range(trade):
            total += weight(point[start + player], top, zeros)
        rest = WHOLE
        for player in range(trade - 1):
            units = int(weight(point[start + player], top, zeros) / total * WHOLE)
            shares[player * (trades + 1) + trade] = units / WHOLE
            rest -= units
        shares[(trade - 1) * (trades + 1) + trade] = rest / WHOLE
        start += trade


@part
def weight(coordinate: float, top: float, zeros: bool) -> float:
    """What a coordinate's share is in proportion to, in a column whose highest coordinate is `top`."""
    if not zeros:
        return math.exp(coordinate - top)
    if top <= 0.0:
        return 1.0 if coordinate == top else 0.0
    return max(coordinate, 0.0)
