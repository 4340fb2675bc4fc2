"""The size family in integers, as a contract can replay it: a table of values over total size, and a cost a partner."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from databourse.errors import InvalidInput
from databourse.mechanisms.coalition.checking import check_integer
from databourse.mechanisms.sharing.unilateral.utilities import MOST_AMOUNT, BySize


@dataclass(frozen=True)
class WholeSizeGame:
    """u_k = table_k[D] - cost_k x (number of partners), D the sizes of k and its partners together; `of` checks it.

    Tables may have any form; whether sizes are the common ranking then, and the match stable, is not known beforehand.

    Attributes:
        tables: by agent; D beyond its end is worth what the last entry is.
        costs: by agent, what each partner costs it, in base units.
    """

    tables: tuple[BySize, ...]
    costs: tuple[int, ...]

    @classmethod
    def of(cls, sizes: Sequence[Any], tables: Sequence[Sequence[Any]], costs: Sequence[Any]) -> WholeSizeGame:
        """The game of these columns.

        Raises:
            InvalidInput: no agents, columns of other lengths, or entries that `BySize.of` refuses or that are negative.
        """
        if not len(sizes):
            raise InvalidInput("sizes is empty, but there must be an agent")
        for field, column in (("table", tables), ("cost", costs)):
            if len(column) != len(sizes):
                raise InvalidInput(f"{field} has {len(column)} entries, but there are {len(sizes)} sizes")
        amounts = (check_integer(f"cost[{agent}]", cost, 0, MOST_AMOUNT) for agent, cost in enumerate(costs))
        return cls(tuple(BySize.of(agent, sizes, table) for agent, table in enumerate(tables)), tuple(amounts))

    @property
    def agents(self) -> int:
        """How many there are."""
        return len(self.tables)

    @cached_property
    def ranking(self) -> tuple[int, ...]:
        """Agents by size, the largest first, of equal ones the lower index."""
        sizes = self.tables[0].sizes
        return tuple(sorted(range(self.agents), key=lambda agent: (-sizes[agent], agent)))

    def utility(self, agent: int, partners: AbstractSet[int]) -> int:
        """What sharing with these partners is worth to an agent."""
        return self.tables[agent].value((agent, *partners)) - self.costs[agent] * len(partners)
