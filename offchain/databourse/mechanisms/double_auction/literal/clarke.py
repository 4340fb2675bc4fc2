"""Clarke payments by their definition (section 7.1 of the double auction's spec)."""

from __future__ import annotations

from databourse.mechanisms.double_auction.literal.steps import Asks, Fill, fill_up
from databourse.mechanisms.double_auction.types import Bid


def clarke_payments(eligible: Asks, fill: Fill, bid: Bid, reserve: int) -> list[int]:
    """C(E without j, d) - (C(E, d) - a_j x_j) for each provider j (section 7.1)."""
    cost = _cost(eligible, bid.quantity, reserve)
    payments = []
    for j, ask, units in fill:
        others = [e for e in eligible if e[0] != j]
        payments.append(_cost(others, bid.quantity, reserve) - (cost - ask.price * units))
    return payments


def _cost(sellers: Asks, demand: int, reserve: int) -> int:
    """C(E, d): the cheapest d units from E and a dummy that has any number of them at the reserve."""
    fill = fill_up(sellers, demand)
    missing = demand - sum(units for _, _, units in fill)
    return sum(ask.price * units for _, ask, units in fill) + reserve * missing
