"""Buyers that are sellers too, and what it costs each when another has its data (assumption 4.2: costs add up)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from databourse.errors import InvalidInput
from databourse.mechanisms.coalition.checking import check_integer, check_list
from databourse.mechanisms.sharing.unilateral.utilities import MOST_AMOUNT, Utility


@dataclass(frozen=True)
class Market:
    """Every agent's utility and costs, in base units; `of` checks them.

    Attributes:
        utilities: by buyer.
        costs: c_i(j) in row i and column j: what agent i bears when agent j gets its data; 0 on the diagonal.
    """

    utilities: tuple[Utility, ...]
    costs: tuple[tuple[int, ...], ...]

    @classmethod
    def of(cls, utilities: Sequence[Utility], costs: Any) -> Market:
        """The market of these utilities and costs.

        Raises:
            InvalidInput: no agent, a utility for another number of agents, costs of another shape, negative ones, or
                one of an agent for itself.
        """
        agents = len(utilities)
        if not agents:
            raise InvalidInput("utilities is empty, but there must be an agent")
        for buyer, utility in enumerate(utilities):
            if utility.agents != agents or utility.buyer != buyer:
                rule = f"but {agents} agents buy" if utility.buyer == buyer else f"but it is agent {utility.buyer}'s"
                raise InvalidInput(f"utilities[{buyer}] is for {utility.agents} agents, {rule}")
        return cls(tuple(utilities), check_costs(costs, agents))

    @property
    def agents(self) -> int:
        """How many there are."""
        return len(self.utilities)

    def costs_of(self, buyer: int) -> list[int | None]:
        """What each seller bears if this buyer gets its data; None for the buyer, which sells itself nothing."""
        return [None if seller == buyer else self.costs[seller][buyer] for seller in range(self.agents)]


def check_costs(costs: Any, agents: int) -> tuple[tuple[int, ...], ...]:
    """A matrix of costs.

    Raises:
        InvalidInput: as `Market.of`.
    """
    rows = check_list("costs", costs)
    if len(rows) != agents:
        raise InvalidInput(f"costs has {len(rows)} rows, but there are {agents} agents")
    checked = []
    for seller, row in enumerate(rows):
        entries = check_list(f"costs[{seller}]", row)
        if len(entries) != agents:
            raise InvalidInput(f"costs[{seller}] has {len(entries)} entries, but there are {agents} agents")
        amounts = [
            check_integer(f"costs[{seller}][{buyer}]", cost, 0, MOST_AMOUNT) for buyer, cost in enumerate(entries)
        ]
        if amounts[seller]:
            rule = "no agent gets its own data: put 0"
            raise InvalidInput.of(f"costs[{seller}][{seller}]", amounts[seller], rule)
        checked.append(tuple(amounts))
    return tuple(checked)
