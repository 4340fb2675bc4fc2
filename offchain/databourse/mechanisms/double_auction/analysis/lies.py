"""Who would gain by lying, and how: misreports of one participant, tried one after the other.

The truth is the book itself. A lie changes one field of one order; everybody else stays truthful, and what the liar
gains is measured with its true value, need, cost and quality (section 2 of the double auction's spec). Where quality
and supply are verified, a seller can only report less of them than it has; `verified=False` lifts that (section 10).

    tries = Misreports(bids, asks, grid(range(9), range(4), range(5)))
    lies = best_lies(kth_price, bids, asks, tries)
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from databourse.mechanisms.double_auction.analysis.reports import FIELDS, Field, Reports, Side
from databourse.mechanisms.double_auction.analysis.welfare import buyer_payoff, payoffs, seller_payoff
from databourse.mechanisms.double_auction.types import Ask, Bid, Outcome

#: Finds the outcome of a book; the literal forms are the fastest ones up to about twenty orders.
Solver = Callable[[Sequence[Bid], Sequence[Ask]], Outcome]


@dataclass(frozen=True, slots=True)
class Misreport:
    """One order with one field misreported; a bid's quality is the least that it needs.

    Attributes:
        side: of the order.
        index: of the order on its side.
        field: that is misreported.
        truth: its true value.
        report: what is said instead.
    """

    side: Side
    index: int
    field: Field
    truth: int
    report: int

    def applied(self, bids: Sequence[Bid], asks: Sequence[Ask]) -> tuple[Sequence[Bid], Sequence[Ask]]:
        """The book with this report in the place of the truth."""
        if self.side == "bid":
            return [*bids[: self.index], self._bid(bids[self.index]), *bids[self.index + 1 :]], asks
        return bids, [*asks[: self.index], self._ask(asks[self.index]), *asks[self.index + 1 :]]

    def payoff(self, outcome: Outcome, bids: Sequence[Bid], asks: Sequence[Ask]) -> int:
        """What an outcome is worth to whom the order belongs; the book holds the truth. Base units."""
        if self.side == "bid":
            return buyer_payoff(outcome, self.index, bids[self.index], asks)
        return seller_payoff(outcome, self.index, asks[self.index])

    def _bid(self, bid: Bid) -> Bid:
        if self.field == "quality":
            return replace(bid, min_quality=self.report)
        return replace(bid, **{self.field: self.report})

    def _ask(self, ask: Ask) -> Ask:
        if self.field == "quantity":  # where a delivery starts changes nobody's payoff
            return replace(ask, quantity=self.report, start=0)
        return replace(ask, **{self.field: self.report})


@dataclass(frozen=True, slots=True)
class Lie(Misreport):
    """A misreport that pays: `gain` is how much more than the truth, in base units."""

    gain: int


class Misreports(Iterable[Misreport]):
    """The misreports to try: all of them, or one in so many, evenly over everybody.

    That is where there are more than `most`, which is at least 1. `possible` is how many there are, `len` how many are
    tried; they can be iterated again and again.
    """

    def __init__(
        self,
        bids: Sequence[Bid],
        asks: Sequence[Ask],
        reports: Reports,
        *,
        verified: bool = True,
        most: int | None = None,
    ) -> None:
        self._truths: dict[Side, Sequence[Bid | Ask]] = {"bid": bids, "ask": asks}
        self._reports = reports
        self._verified = verified
        self.possible = sum(count for *_, count in self._lists())
        self._stride = -(-self.possible // most) if most and self.possible else 1

    def __len__(self) -> int:
        return -(-self.possible // self._stride)

    def __iter__(self) -> Iterator[Misreport]:
        offset = 0
        for side, index, field, truth, count in self._lists():
            reports = self._reports(side, index, field)
            below, behind = bisect_left(reports, truth), bisect_right(reports, truth)
            for place in range(-offset % self._stride, count, self._stride):
                report = reports[place if place < below else place - below + behind]
                yield Misreport(side, index, field, truth, report)
            offset += count

    def _lists(self) -> Iterator[tuple[Side, int, Field, int, int]]:
        """Every participant's fields: side, index, field, truth, and how many false reports there are."""
        for side, orders in self._truths.items():
            for index, order in enumerate(orders):
                for field in FIELDS:
                    truth = _truth(order, field)
                    reports = self._reports(side, index, field)
                    count = bisect_left(reports, truth)
                    if not (self._verified and side == "ask" and field != "price"):
                        count += len(reports) - bisect_right(reports, truth)
                    yield side, index, field, truth, count


def best_lies(solve: Solver, bids: Sequence[Bid], asks: Sequence[Ask], tries: Iterable[Misreport]) -> list[Lie]:
    """The most profitable lie of each participant in each field in which one pays, in the order of the tries."""
    truthful = payoffs(solve(bids, asks), bids, asks)
    best: dict[tuple[Side, int, Field], Lie] = {}
    for tried in tries:
        truth = (truthful.buyers if tried.side == "bid" else truthful.sellers)[tried.index]
        gain = tried.payoff(solve(*tried.applied(bids, asks)), bids, asks) - truth
        key = tried.side, tried.index, tried.field
        if gain > 0 and (key not in best or gain > best[key].gain):
            best[key] = Lie(*key, tried.truth, tried.report, gain)
    return list(best.values())


def _truth(order: Bid | Ask, field: Field) -> int:
    if field == "quality":
        return order.min_quality if isinstance(order, Bid) else order.quality
    return order.price if field == "price" else order.quantity
