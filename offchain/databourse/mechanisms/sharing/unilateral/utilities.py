"""What sets of sellers are worth to a buyer, in base units: three kinds, of which the last two can go on chain.

Of equally good sets a buyer takes the smallest, and of those the one whose sellers come first by `priority`, compared
from the first on. So the best set is always one, and whoever computes it again finds the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeAlias

from databourse.errors import InvalidInput
from databourse.mechanisms.coalition.checking import check_integer
from databourse.mechanisms.sharing.exact import Integers, as_array
from databourse.mechanisms.sharing.subsets import MOST_AGENTS, as_set, row_of

#: Sizes of data, and sums of them, must be countable in a table.
MOST_SIZE = 1 << 32
#: Of an amount: the checkers count money in 128 bits.
MOST_AMOUNT = 1 << 127


@dataclass(frozen=True)
class BySet:
    """A value for every set of sellers.

    Attributes:
        buyer: who buys.
        values: one for each set of the others, in the rows of `subsets.row_of`.
    """

    buyer: int
    values: Integers

    @classmethod
    def of(cls, buyer: int, values: Sequence[Any]) -> BySet:
        """The utility of these values.

        Raises:
            InvalidInput: they are no integers, or not 2^(agents - 1) for up to 21 agents.
        """
        rows = len(values)
        if not rows or rows & (rows - 1) or rows >> MOST_AGENTS - 1 > 1:
            raise InvalidInput(f"utilities[{buyer}] has {rows} values, but there must be one for each set of sellers")
        return cls(buyer, as_array(_amounts(f"utilities[{buyer}]", values, -MOST_AMOUNT)))

    @property
    def agents(self) -> int:
        """Sellers, and the buyer."""
        return len(self.values).bit_length()

    @property
    def priority(self) -> tuple[int, ...]:
        """Sellers by index."""
        return _others(self.agents, self.buyer)

    def value(self, sellers: Iterable[int]) -> int:
        """What a set is worth."""
        return int(self.values[row_of(as_set(sellers), self.buyer)])


@dataclass(frozen=True)
class Additive:
    """A value for every seller, whoever else is bought from.

    Attributes:
        buyer: who buys.
        values: by seller; the buyer's own is 0.
    """

    buyer: int
    values: tuple[int, ...]

    @classmethod
    def of(cls, buyer: int, values: Sequence[Any]) -> Additive:
        """The utility of these values.

        Raises:
            InvalidInput: one is no integer, negative, or the buyer's own is not 0.
        """
        amounts = _amounts(f"values[{buyer}]", values, 0)
        if buyer >= len(amounts):
            raise InvalidInput(f"values[{buyer}] has {len(amounts)} entries, but there is an agent {buyer}")
        if amounts[buyer]:
            raise InvalidInput.of(f"values[{buyer}][{buyer}]", amounts[buyer], "nobody buys from itself: put 0")
        return cls(buyer, tuple(amounts))

    @property
    def agents(self) -> int:
        """Sellers, and the buyer."""
        return len(self.values)

    @property
    def priority(self) -> tuple[int, ...]:
        """Sellers by index."""
        return _others(self.agents, self.buyer)

    def value(self, sellers: Iterable[int]) -> int:
        """What a set is worth."""
        return sum(self.values[seller] for seller in sellers)


@dataclass(frozen=True)
class BySize:
    """A value for every total size of what is bought.

    Attributes:
        buyer: who buys.
        sizes: of each agent's data.
        table: the value of each size from 0 on; larger ones are worth what the last is.
    """

    buyer: int
    sizes: tuple[int, ...]
    table: Integers

    @classmethod
    def of(cls, buyer: int, sizes: Sequence[Any], table: Sequence[Any]) -> BySize:
        """The utility of these columns.

        Raises:
            InvalidInput: a size is not a positive integer below 2^32, or the table is empty or has an entry that is no
                integer.
        """
        checked = tuple(check_integer(f"sizes[{place}]", size, 1, MOST_SIZE) for place, size in enumerate(sizes))
        if buyer >= len(checked):
            raise InvalidInput(f"sizes has {len(checked)} entries, but there is an agent {buyer}")
        if not len(table):
            raise InvalidInput(f"table[{buyer}] is empty, but it must say what nothing is worth")
        return cls(buyer, checked, as_array(_amounts(f"table[{buyer}]", table, -MOST_AMOUNT)))

    @property
    def agents(self) -> int:
        """Sellers, and the buyer."""
        return len(self.sizes)

    @cached_property
    def priority(self) -> tuple[int, ...]:
        """Sellers by size, the largest first, of equal ones the lower index."""
        return tuple(sorted(_others(self.agents, self.buyer), key=lambda seller: (-self.sizes[seller], seller)))

    @cached_property
    def increasing(self) -> bool:
        """Whether more data is never worth less."""
        return bool((self.table[1:] >= self.table[:-1]).all())

    @cached_property
    def concave(self) -> bool:
        """Whether each further unit of data adds at most as much as the one before, those beyond the table too."""
        steps = self.table[1:] - self.table[:-1]
        return self.increasing and bool((steps[1:] <= steps[:-1]).all())

    def value(self, sellers: Iterable[int]) -> int:
        """What a set is worth."""
        return self.at(self.bought(sellers))

    def bought(self, sellers: Iterable[int]) -> int:
        """The total size of a set."""
        return sum(self.sizes[seller] for seller in sellers)

    def at(self, size: int) -> int:
        """What so much data is worth."""
        return int(self.table[min(size, len(self.table) - 1)])


Utility: TypeAlias = BySet | Additive | BySize


def _others(agents: int, buyer: int) -> tuple[int, ...]:
    return tuple(agent for agent in range(agents) if agent != buyer)


def _amounts(field: str, values: Sequence[Any], lowest: int) -> list[int]:
    if all(type(value) is int and lowest <= value <= MOST_AMOUNT for value in values):
        return list(values)  # there may be millions: where each stands is written only if something is wrong
    return [check_integer(f"{field}[{place}]", value, lowest, MOST_AMOUNT) for place, value in enumerate(values)]
