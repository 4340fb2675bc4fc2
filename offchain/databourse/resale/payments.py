"""How a price is split among those who had the data before."""

from __future__ import annotations

from collections.abc import Sequence

from databourse.resale.shares import WHOLE


def split(price: int, column: Sequence[int]) -> tuple[int, ...]:
    """What each player gets of a price; it sums to the price, to the unit.

    Every upstream share is rounded down, and the direct seller, who is the last, has all the rest, whatever its own
    share says.

    Args:
        price: in base units.
        column: shares of players 0..j-1, of WHOLE, that sum to at most WHOLE.

    Returns:
        Base units for players 0..j-1.
    """
    upstream = [part_down(price, share) for share in column[:-1]]
    return (*upstream, price - sum(upstream))


def part_down(price: int, share: int) -> int:
    """What a share of a price is, rounded down to a base unit."""
    return price * share // WHOLE
