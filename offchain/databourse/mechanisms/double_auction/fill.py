"""Who delivers how much to whom: each seller in turn gives all it can until the buyer's demand is met.

Data are replicable, so a seller's quantity bounds a delivery to one buyer and never the total: buyers do not compete
for supply, and each can be filled by itself (section 1 of the double auction's spec). What a buyer gets is therefore
a prefix of the sellers that are good enough for it, all of them in full but the last: three numbers, however many
sellers.
"""

from __future__ import annotations

import bisect
import functools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from itertools import accumulate

import numpy as np

from databourse.mechanisms.compiled import Ints
from databourse.mechanisms.double_auction.book import Book
from databourse.mechanisms.double_auction.integers import Grades


@dataclass(frozen=True, slots=True)
class Tier:
    """The sellers of one quality or better: their places in the queue, and the units of all up to each."""

    places: Ints
    upto: Ints


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

    def choosing(self, supply: Ints) -> Ints:
        """The rows of the buyers that do not take all there is: a seller gives less than it could, or nothing."""
        rows = np.flatnonzero(self.units)
        choosing: Ints = rows[(self.following[rows] >= 0) | (self.last_units[rows] < supply[self.last[rows]])]
        return choosing

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


class Queue:
    """Candidate sellers in the order in which they are asked to deliver; `ranks` are their indices in the ask order."""

    def __init__(self, book: Book, ranks: Ints) -> None:
        self.book = book
        self.ids = book.ask_ids[ranks]
        self.price = book.ask_price[ranks]
        self.supply = book.ask_quantity[ranks]
        self.quality = book.ask_quality[ranks]
        # Looking at trades one by one returns to a few tiers again and again; all of them may not fit into memory.
        self.tier = functools.lru_cache(maxsize=32)(self._tier)

    def by_need(self, need: Grades) -> Iterator[tuple[int, Tier, Ints]]:
        """The buyers (as indices into `need`) of each minimum quality that occurs, with their tier."""
        if len(need) == 0:
            return
        order = np.argsort(need, kind="stable")
        for buyers in np.split(order, np.flatnonzero(np.diff(need[order])) + 1):
            grade = int(need[buyers[0]])
            yield grade, self.tier(grade), buyers

    def fill(self, demand: Ints, need: Grades, limit: Ints | None = None, bids: Ints | None = None) -> Fill:
        """Fill every buyer from the sellers that are good enough and, if limits are given, stand before its limit.

        `bids` are the buyers' places in bid order: from the first one on, if they are not given.
        """
        units, providers, last, last_units = np.zeros((4, len(demand)), dtype=np.int64)
        following = np.full(len(demand), -1, dtype=np.int64)
        for _, tier, buyers in self.by_need(need):
            if limit is None:
                reachable = np.full(len(buyers), len(tier.places))
            else:
                reachable = np.searchsorted(tier.places, limit[buyers])
            buyers, reachable = buyers[reachable > 0], reachable[reachable > 0]
            units[buyers] = np.minimum(demand[buyers], tier.upto[reachable - 1])
            final = np.searchsorted(tier.upto, units[buyers])
            providers[buyers] = final + 1
            last[buyers] = tier.places[final]
            last_units[buyers] = units[buyers] - tier.upto[final] + self.supply[last[buyers]]
            over = final + 1 < reachable
            following[buyers[over]] = tier.places[final[over] + 1]

        def deliveries(row: int) -> tuple[Ints, Ints]:
            places = self.tier(int(need[row])).places[: int(providers[row])]
            units_each = self.supply[places]
            units_each[-1] = last_units[row]
            return places, units_each

        if bids is None:
            bids = np.arange(len(demand))
        return Fill(bids, demand, need, units, providers, last, last_units, following, deliveries)

    def _tier(self, grade: int) -> Tier:
        places = np.flatnonzero(self.quality >= grade)
        return Tier(places, np.cumsum(self.supply[places]))
