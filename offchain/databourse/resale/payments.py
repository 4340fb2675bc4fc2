"""Prices in base units, and how one is split among those who had the data before."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction

from databourse.errors import InvalidInput
from databourse.money import MOST, TOKEN, format_tokens
from databourse.resale.shares import WHOLE


def to_base_units(price: Fraction | float) -> int:
    """A price in tokens, rounded down to a base unit: who buys at exactly its threshold would refuse a higher one.

    Raises:
        InvalidInput: no account can hold so much.
    """
    units = math.floor(Fraction(price) * TOKEN)
    if units > MOST:
        raise InvalidInput.of("price", float(price), f"must be at most {format_tokens(MOST)} tokens", "scale the model")
    return units


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
