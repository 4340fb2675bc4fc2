"""What all methods take and return."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from databourse.errors import InvalidInput
from databourse.mechanisms.sharing.unilateral.utilities import Utility

Costs: TypeAlias = Sequence[int | None]
"""By agent, what its data costs; None for who sells nothing here."""


@dataclass(frozen=True, slots=True)
class Demand:
    """The sellers of the best set, ascending, and its value minus their costs."""

    sellers: tuple[int, ...]
    surplus: int


def on_sale(utility: Utility, costs: Costs) -> list[int]:
    """Who sells, in the order of priority.

    Raises:
        InvalidInput: not one cost for each agent, a negative one, or one for the buyer itself.
    """
    if len(costs) != utility.agents:
        raise InvalidInput(f"there are {len(costs)} costs, but {utility.agents} agents")
    if costs[utility.buyer] is not None:
        rule = "a buyer does not sell to itself: put none"
        raise InvalidInput.of(f"costs[{utility.buyer}]", costs[utility.buyer], rule)
    sellers = [seller for seller in utility.priority if costs[seller] is not None]
    for seller in sellers:
        if price(costs, seller) < 0:
            raise InvalidInput.of(f"costs[{seller}]", costs[seller], "it must not be negative")
    return sellers


def price(costs: Costs, seller: int) -> int:
    """The cost of somebody who is on sale."""
    cost = costs[seller]
    if cost is None:
        raise AssertionError("only those who are on sale are asked for")
    return cost
