"""A market of models: what parties reach alone and together, what any of them are worth together, and the outcome.

One task for all (section 4.1) and a task for each (section 4.2) differ only in these numbers; fees, gains, the pot and
its division are the same. Tables count as their monotone closure.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import factorial, lcm
from typing import Literal, TypeAlias, get_args

from databourse.errors import InvalidInput
from databourse.mechanisms.learning.characteristic import v_sums, w_sums
from databourse.mechanisms.learning.payments import Payments, pay
from databourse.mechanisms.learning.replication import index_numerators
from databourse.mechanisms.learning.shapley import numerators
from databourse.mechanisms.learning.table import Table

#: How much a task counts for the value of data: its share of all gains, or 1 as published.
Weighting: TypeAlias = Literal["gap", "literal"]


@dataclass(frozen=True, eq=False)
class Market:
    """What parties bring and get, in integers.

    Attributes:
        alone: G_i of each party's task by its own model, in units of 1/whole.
        together: the same by everybody's.
        whole: what an accuracy of 1 is.
        sums: marginal contributions to the characteristic function, by party and size, in units of 1/unit.
        unit: see `sums`; 0 if nobody gains anything, so that nothing is to be divided.
    """

    alone: tuple[int, ...]
    together: tuple[int, ...]
    whole: int
    sums: list[list[int]]
    unit: int

    @property
    def parties(self) -> int:
        """M."""
        return len(self.alone)

    @cached_property
    def shapley_numerators(self) -> list[int]:
        """M!·unit·φ_i; none is negative."""
        return numerators(self.sums)

    @property
    def gains(self) -> list[Fraction]:
        """a_i: how much more accurate everybody's model is than the own, for the own task."""
        return [Fraction(reached - own, self.whole) for own, reached in zip(self.alone, self.together, strict=True)]

    @property
    def shares(self) -> list[Fraction]:
        """ψ_i: the part of the pot that each party's data earn; they add up to 1, unless no data are worth anything."""
        found = self.shapley_numerators
        total = sum(found) or 1
        return [Fraction(numerator, total) for numerator in found]

    @property
    def net(self) -> list[Fraction]:
        """b_i − a_i in accuracy: what a party gains by the market beside its model, before money is rounded."""
        gains = self.gains
        pot = sum(gains)
        return [share * pot - gain for share, gain in zip(self.shares, gains, strict=True)]

    @property
    def replication_index(self) -> list[Fraction]:
        """L_i, in accuracy: where it is at most 0, a copy of party i would not pay (see `replication`)."""
        whole = factorial(self.parties - 1) * (self.unit or 1)
        return [Fraction(numerator, whole) for numerator in index_numerators(self.sums)]

    def pay(self, budget_per_unit: int) -> Payments:
        """The payments in base units, `budget_per_unit` being what an accuracy of 1 costs.

        Raises:
            InvalidInput: the budget is no integer, or negative.
        """
        return pay(self.alone, self.together, self.whole, self.shapley_numerators, budget_per_unit)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What comes of a market; rationals of accuracy, and payments in base units."""

    gains: tuple[Fraction, ...]
    pot: Fraction
    shapley: tuple[Fraction, ...]
    replication_index: tuple[Fraction, ...]
    payments: Payments

    @classmethod
    def of(cls, market: Market, budget_per_unit: int) -> Outcome:
        """The outcome of a market in which an accuracy of 1 costs so many base units.

        Raises:
            InvalidInput: as for `Market.pay`.
        """
        gains = market.gains
        index, payments = market.replication_index, market.pay(budget_per_unit)
        return cls(tuple(gains), sum(gains, Fraction()), tuple(market.shares), tuple(index), payments)

    def rationals(self) -> dict[str, Fraction | tuple[Fraction, ...]]:
        """What is no money, by name and in the order of the interface."""
        return {name: getattr(self, name) for name in ("gains", "pot", "shapley", "replication_index")}


def single_task(table: Table) -> Market:
    """The market of one task that all parties share, with characteristic function v."""
    closed = table.closure()
    together = (closed.everybody,) * table.parties
    size = closed.validation_size
    return Market(tuple(closed.alone), together, size, v_sums(closed), size)


def multi_task(tables: Sequence[Table], weighting: Weighting = "gap", counted: Collection[int] | None = None) -> Market:
    """The market of a task for each party, with characteristic function w.

    Args:
        tables: the table of party i's task at place i.
        weighting: "literal" is the paper's w; with "gap" task i of the first sum weighs a_i/a, so that a task which
            nobody needs help with (fee 0) makes no data worth more.
        counted: the parties whose tasks the first sum has; all of them unless it is given. The paper's Lemma 3 needs
            the tasks of the market before there were copies, which a market cannot know.

    Raises:
        InvalidInput: there is no task, a table is not of as many parties as there are tasks, or the weighting is
            unknown.
    """
    if weighting not in get_args(Weighting):
        raise InvalidInput.of("weighting", weighting, 'it must be "gap" or "literal"')
    if not tables:
        raise InvalidInput("tasks is empty, but there must be one for each party")
    for party, table in enumerate(tables):
        if table.parties != len(tables):
            raise InvalidInput.of(f"tasks[{party}].parties", table.parties, f"there are {len(tables)} tasks, one each")
    closed = [table.closure() for table in tables]
    whole = lcm(*(table.validation_size for table in closed))
    scales = [whole // table.validation_size for table in closed]
    own_counts = [int(table.correct[1 << party]) for party, table in enumerate(closed)]
    alone = [count * scale for count, scale in zip(own_counts, scales, strict=True)]
    together = [table.everybody * scale for table, scale in zip(closed, scales, strict=True)]
    first = [1] * len(tables)
    if weighting == "gap":
        first = [reached - own for own, reached in zip(alone, together, strict=True)]
    if counted is not None:
        first = [weight if party in counted else 0 for party, weight in enumerate(first)]
    second = sum(first) if weighting == "gap" else 1
    sums = w_sums(closed, whole, first, second)
    return Market(tuple(alone), tuple(together), whole, sums, whole * second)
