"""What an agent's partners are worth to it: a table of all sets, or a function of the size of all data together.

An agent minds only with whom it shares itself (assumption 3.3), so a game is one function of an agent and its partners.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any, Literal, Protocol, TypeAlias, get_args

import numpy as np

from databourse.errors import InvalidInput
from databourse.mechanisms.coalition.checking import Floats, check_numbers
from databourse.mechanisms.compiled import part
from databourse.mechanisms.sharing.subsets import MOST_AGENTS, as_set, row_of

Value: TypeAlias = int | float | Fraction
Curve: TypeAlias = Literal["sqrt", "log", "saturating"]
CURVES: tuple[Curve, ...] = get_args(Curve)


class Game(Protocol):
    """Agents from 0 on, and how they like sets of partners."""

    @property
    def agents(self) -> int:
        """How many there are."""

    def utility(self, agent: int, partners: AbstractSet[int]) -> Value:
        """What sharing with these partners is worth to an agent, which is not among them."""


@dataclass(frozen=True)
class TableGame:
    """Any preferences; `of` checks them.

    Attributes:
        tables: by agent, a value for every set of the others, in the rows of `subsets.row_of`.
    """

    tables: tuple[tuple[Value, ...], ...]

    @classmethod
    def of(cls, tables: Sequence[Sequence[Value]]) -> TableGame:
        """The game of these tables.

        Raises:
            InvalidInput: no agent, more than 21, or a table that has not 2^(agents - 1) rows.
        """
        if not 1 <= len(tables) <= MOST_AGENTS:
            raise InvalidInput(f"there are {len(tables)} utilities, but there must be 1 to {MOST_AGENTS}")
        rows = 1 << len(tables) - 1
        for agent, table in enumerate(tables):
            if len(table) != rows:
                raise InvalidInput(f"utilities[{agent}] has {len(table)} values, but {rows} sets of partners")
        return cls(tuple(map(tuple, tables)))

    @property
    def agents(self) -> int:
        """How many there are."""
        return len(self.tables)

    def utility(self, agent: int, partners: AbstractSet[int]) -> Value:
        """What sharing with these partners is worth to an agent."""
        return self.tables[agent][row_of(as_set(partners), agent)]


@dataclass(frozen=True)
class SizeGame:
    """u_k = scale_k f(D) - cost_k x (number of partners), D the sizes of k and its partners together; `of` checks it.

    f is concave and increasing, which makes sizes the common ranking and complementarity limited. In floats: where two
    values differ by rounding alone, either may be taken for the larger.

    Attributes:
        sizes: of each agent's data, positive.
        scale: how much each agent wants data, positive.
        cost: what each partner costs, not negative.
        curve: f: "sqrt" is √D, "log" is ln(1 + D), "saturating" is 1 - 1/√D, as errors of learners fall.
    """

    sizes: Floats
    scale: Floats
    cost: Floats
    curve: Curve

    @classmethod
    def of(cls, sizes: Any, scale: Any, cost: Any, curve: Curve = "sqrt") -> SizeGame:
        """The game of these columns, one entry an agent.

        Raises:
            InvalidInput: no agents, columns of other lengths, a size or scale below 1e-9, a negative cost, or an
                unknown curve.
        """
        if curve not in CURVES:
            raise InvalidInput.of("curve", curve, "it must be " + " or ".join(f'"{name}"' for name in CURVES))
        column = check_numbers("sizes", sizes, 1e-9, 1e15)
        if not len(column):
            raise InvalidInput("sizes is empty, but there must be an agent")
        others = (check_numbers("scale", scale, 1e-9, 1e15), check_numbers("cost", cost, 0, 1e30))
        for field, values in zip(("scale", "cost"), others, strict=True):
            if len(values) != len(column):
                raise InvalidInput(f"{field} has {len(values)} entries, but there are {len(column)} sizes")
        return cls(column, *others, curve)

    @property
    def agents(self) -> int:
        """How many there are."""
        return len(self.sizes)

    @cached_property
    def ranking(self) -> tuple[int, ...]:
        """Agents by size, the largest first, of equal ones the lower index."""
        return tuple(np.argsort(-self.sizes, kind="stable").tolist())

    @cached_property
    def _plain_sizes(self) -> list[float]:
        return self.sizes.tolist()  # type: ignore[no-any-return]

    def utility(self, agent: int, partners: AbstractSet[int]) -> float:
        """What sharing with these partners is worth to an agent."""
        sizes = self._plain_sizes
        total = math.fsum([sizes[agent], *(sizes[partner] for partner in partners)])
        value = float(self.scale[agent]) * curve_value(CURVES.index(self.curve), total)
        return value - float(self.cost[agent]) * len(partners)


@part
def curve_value(curve: int, total: float) -> float:
    """The curve f at a total size; `curve` is a place in `CURVES`."""
    if curve == 0:
        return math.sqrt(total)
    if curve == 1:
        return math.log1p(total)
    return 1 - 1 / math.sqrt(total)
