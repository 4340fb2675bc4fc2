"""Who delivers how much to whom, in a few numbers a buyer.

What a buyer gets is some sellers that are good enough for it, all of them in full but the last: three numbers, however
many sellers.
"""

from __future__ import annotations

import bisect
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, replace
from itertools import accumulate

import numpy as np

from databourse.mechanisms.compiled import Ints
from databourse.mechanisms.double_auction.integers import Grades


@dataclass(frozen=True, slots=True)
class Fill:
    """One row a buyer, in the order of their turns. Without units the columns after `units` mean nothing.

    `bids` are the buyers' places in bid order; `demand` and `need` are the quantity asked for and the quality applied.
    `providers` sellers deliver; all in full, except that the one at place `last` gives `last_units`. `following` is
    the place of the first seller left over, or -1 if nobody is or the rule has no order of sellers. `deliveries` goes
    from a row to the places of its providers and the units from each.
    """

    bids: Ints
    demand: Ints
    need: Grades
    units: Ints
    providers: Ints
    last: Ints
    last_units: Ints
    following: Ints
    deliveries: Callable[[int], tuple[Ints, Ints]]

    @property
    def served(self) -> Ints:
        """The rows with units."""
        return self.units.nonzero()[0]

    def choosing(self, supply: Ints) -> Ints:
        """The rows of the buyers that do not take all there is: a seller gives less than it could, or nothing."""
        rows = self.served
        choosing: Ints = rows[(self.following[rows] >= 0) | (self.last_units[rows] < supply[self.last[rows]])]
        return choosing

    def served_otherwise(
        self, supply: Ints, providers: Ints, last: Ints, last_units: Ints, order: Callable[[int], Ints]
    ) -> Fill:
        """The same units to every buyer from other sellers; `order` goes from a row to the places of its providers."""

        def deliveries(row: int) -> tuple[Ints, Ints]:
            places = order(row)
            units = supply[places]
            units[-1] += self.units[row] - units.sum()
            return places, units

        nobody = np.full_like(last, -1)
        return replace(
            self, providers=providers, last=last, last_units=last_units, following=nobody, deliveries=deliveries
        )

    def at(self, ranks: Ints) -> Fill:
        """The same with places in another queue: `ranks` by the place in this one. Every row must have units."""

        def deliveries(row: int) -> tuple[Ints, Ints]:
            places, units = self.deliveries(row)
            return ranks[places], units

        following = np.where(self.following >= 0, ranks[self.following], -1)
        return replace(self, last=ranks[self.last], following=following, deliveries=deliveries)


def joined(fills: Sequence[Fill]) -> Fill:
    """One fill after the other, all with places in one queue."""
    ends = list(accumulate(len(fill.units) for fill in fills))

    def deliveries(row: int) -> tuple[Ints, Ints]:
        which = bisect.bisect_right(ends, row)
        return fills[which].deliveries(row - ends[which] + len(fills[which].units))

    names = [field.name for field in fields(Fill) if field.name != "deliveries"]
    columns = {name: np.concatenate([getattr(fill, name) for fill in fills]) for name in names}
    return Fill(**columns, deliveries=deliveries)
