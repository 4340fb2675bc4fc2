"""An outcome in a few exact figures, and the same figures averaged over the draws of a rule that draws.

Money is in base units, prices are base units for one unit of data. What need not be whole, such as an average price or
the share of the optimum, is a fraction: nothing is rounded here.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from databourse.mechanisms.double_auction.analysis.welfare import Payoffs, payoffs
from databourse.mechanisms.double_auction.types import Ask, Bid, Outcome


@dataclass(frozen=True, slots=True)
class UnitPrices:
    """What one side paid or received for a unit.

    Attributes:
        lowest: of any delivery; buyers pay the same for all of theirs.
        highest: of any delivery.
        amount: for all units together.
        units: how many.
    """

    lowest: Fraction
    highest: Fraction
    amount: int
    units: int

    @property
    def average(self) -> Fraction:
        """For one unit."""
        return Fraction(self.amount, self.units)

    @classmethod
    def of(cls, deliveries: Sequence[tuple[int, int]]) -> UnitPrices | None:
        """From (amount, units) of each delivery; None when nothing was delivered."""
        if not deliveries:
            return None
        prices = [Fraction(amount, units) for amount, units in deliveries]
        return cls(min(prices), max(prices), *map(sum, zip(*deliveries, strict=True)))

    @classmethod
    def together(cls, every: Iterable[UnitPrices | None]) -> UnitPrices | None:
        """Of several outcomes, as if they were one."""
        some = [one for one in every if one]
        if not some:
            return None
        lowest, highest = min(one.lowest for one in some), max(one.highest for one in some)
        return cls(lowest, highest, sum(one.amount for one in some), sum(one.units for one in some))


@dataclass(frozen=True, slots=True)
class Summary:
    """One outcome.

    Attributes:
        buyers: how many bids bought something.
        sellers: how many asks sold something.
        units: delivered, over all buyers.
        paid: by buyers; None without trade.
        received: by sellers; None without trade.
        payoffs: everybody's, with the book as the truth.
    """

    buyers: int
    sellers: int
    units: int
    paid: UnitPrices | None
    received: UnitPrices | None
    payoffs: Payoffs


def summarise(outcome: Outcome, bids: Sequence[Bid], asks: Sequence[Ask]) -> Summary:
    """The figures of an outcome of this book."""
    trades = list(outcome.trades)
    deliveries = [delivery for trade in trades for delivery in trade.deliveries]
    return Summary(
        buyers=len(trades),
        sellers=len({delivery.ask for delivery in deliveries}),
        units=sum(delivery.quantity for delivery in deliveries),
        paid=UnitPrices.of([(trade.unit_price * trade.units, trade.units) for trade in trades]),
        received=UnitPrices.of([(delivery.payment, delivery.quantity) for delivery in deliveries]),
        payoffs=payoffs(outcome, bids, asks),
    )


@dataclass(frozen=True, slots=True)
class Average:
    """The mean of a whole number over several draws.

    Attributes:
        total: over all draws.
        squares: sum of its squares.
        draws: how many, at least 1.
    """

    total: int
    squares: int
    draws: int

    @classmethod
    def of(cls, values: Sequence[int]) -> Average:
        """From the value in each draw."""
        return cls(sum(values), sum(value * value for value in values), len(values))

    @property
    def mean(self) -> Fraction:
        """Exactly."""
        return Fraction(self.total, self.draws)

    @property
    def variance_of_mean(self) -> Fraction | None:
        """The estimate from the spread of the draws; None from one draw."""
        if self.draws == 1:
            return None
        return Fraction(self.draws * self.squares - self.total**2, self.draws**2 * (self.draws - 1))

    @property
    def standard_error(self) -> float | None:
        """The root of `variance_of_mean`: a statistic and no amount, so a float does."""
        return None if self.variance_of_mean is None else math.sqrt(self.variance_of_mean)
