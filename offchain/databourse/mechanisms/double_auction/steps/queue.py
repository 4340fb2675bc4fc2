"""Candidate sellers in the order in which they are asked: each gives all it can until the buyer's demand is met.

Data are replicable, so a seller's quantity bounds a delivery to one buyer and never the total: buyers do not compete
for supply, and each can be filled by itself (section 1 of the double auction's spec).
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from databourse.mechanisms.compiled import Ints, part, run
from databourse.mechanisms.double_auction.integers import Grades
from databourse.mechanisms.double_auction.steps.book import Book
from databourse.mechanisms.double_auction.steps.fill import Fill
from databourse.mechanisms.double_auction.steps.search import first_from


@dataclass(frozen=True, slots=True)
class Tier:
    """The sellers of one quality or better: their places in the queue, and the units of all up to each."""

    places: Ints
    upto: Ints


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
        order = need.argsort(kind="stable")
        for buyers in np.split(order, np.flatnonzero(np.diff(need[order])) + 1):
            grade = int(need[buyers[0]])
            yield grade, self.tier(grade), buyers

    def fill(self, demand: Ints, need: Grades, limit: Ints | None = None, bids: Ints | None = None) -> Fill:
        """Fill every buyer from the sellers that are good enough and, if limits are given, stand before its limit.

        `bids` are the buyers' places in bid order: from the first one on, if they are not given.
        """
        if bids is None:
            bids = np.arange(len(demand))
        if limit is None:
            limit = np.full(len(demand), len(self.supply))
        units, providers, last, last_units, following = run(
            _fill,
            len(demand) + len(self.supply),
            need.argsort(kind="stable"),
            need.astype(np.int64),
            demand,
            limit,
            self.quality.astype(np.int64),
            self.supply,
            *np.empty((2, len(self.supply)), dtype=np.int64),
            *np.zeros((4, len(demand)), dtype=np.int64),
            np.full(len(demand), -1, dtype=np.int64),
        )

        def deliveries(row: int) -> tuple[Ints, Ints]:
            places = self.tier(int(need[row])).places[: int(providers[row])]
            units_each = self.supply[places]
            units_each[-1] = last_units[row]
            return places, units_each

        return Fill(bids, demand, need, units, providers, last, last_units, following, deliveries)

    def _tier(self, grade: int) -> Tier:
        places = np.flatnonzero(self.quality >= grade)
        return Tier(places, np.cumsum(self.supply[places]))


@part
def gather(quality: Ints, supply: Ints, grade: int, places: Ints, upto: Ints) -> int:
    """Fill in a tier: the places of the sellers of a quality or better, and the units up to each; how many they are."""
    count, total = 0, 0
    for place in range(len(supply)):
        if quality[place] >= grade:
            total += supply[place]
            places[count] = place
            upto[count] = total
            count += 1
    return count


def _fill(
    order: Ints,
    need: Ints,
    demand: Ints,
    limit: Ints,
    quality: Ints,
    supply: Ints,
    places: Ints,
    upto: Ints,
    units: Ints,
    providers: Ints,
    last: Ints,
    last_units: Ints,
    following: Ints,
) -> tuple[Ints, Ints, Ints, Ints, Ints]:
    """A kernel, see `mechanisms.compiled`. `order` has the rows by rising need; `places` and `upto` hold one tier."""
    count = 0
    for at in range(len(order)):
        row = order[at]
        if at == 0 or need[row] != need[order[at - 1]]:
            count = gather(quality, supply, need[row], places, upto)
        reachable = first_from(places, count, limit[row])
        if reachable == 0 or demand[row] == 0:
            continue
        units[row] = min(demand[row], upto[reachable - 1])
        final = first_from(upto, count, units[row])
        providers[row] = final + 1
        last[row] = places[final]
        last_units[row] = units[row] - upto[final] + supply[places[final]]
        if final + 1 < reachable:
            following[row] = places[final + 1]
    return units, providers, last, last_units, following
