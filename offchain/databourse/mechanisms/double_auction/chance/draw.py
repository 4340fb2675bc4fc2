"""Draws of the exponential mechanism by rejection, one after the other without replacement (section 6 of the spec).

An index is drawn uniformly from the pool and kept with probability weight / 2^62. That is exactly the exponential
mechanism, and takes e^epsilon attempts at most on average, however large the pool is.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from databourse.mechanisms.compiled import Ints, part
from databourse.mechanisms.double_auction.chance.exponential import FULL, LIMB_BITS, price_weight
from databourse.mechanisms.double_auction.chance.stream import below, stream_start
from databourse.mechanisms.double_auction.integers import Money
from databourse.mechanisms.double_auction.steps.fenwick import select


@dataclass(frozen=True, slots=True)
class Lottery:
    """Where a kind of draws takes its chances from: the start of its streams, and epsilon = numerator / denominator."""

    start: Ints
    numerator: int
    denominator: int

    @classmethod
    def of(cls, seed: bytes, tag: str, epsilon: tuple[int, int]) -> Lottery:
        """The lottery of the streams of one tag."""
        return cls(stream_start(seed, tag), *epsilon)

    @classmethod
    def none(cls) -> Lottery:
        """What a kernel that draws nothing is given."""
        return cls(np.empty(0, np.int64), 0, 1)

    def arguments(self, price: Money) -> tuple[Ints, Ints, Ints, int, int]:
        """What `draw` needs: start, the two limbs of all prices, numerator and denominator."""
        high = (price >> LIMB_BITS).astype(np.int64)
        low = (price & ((1 << LIMB_BITS) - 1)).astype(np.int64)
        return self.start, high, low, self.numerator, self.denominator


@part
def draw(
    pool: Ints,
    size: int,
    best: int,
    start: Ints,
    turn: int,
    counter: int,
    high: Ints,
    low: Ints,
    numerator: int,
    denominator: int,
) -> tuple[int, int]:
    """One draw of round `turn`, from block `counter` of its stream on: the place drawn, and the next block's number.

    A part of kernels, see `mechanisms.compiled`. The pool is a Fenwick tree that counts the places in it, of which the
    first `size` are drawn from; `best` is the place of the best price among them.
    """
    while True:
        index, counter = below(start, turn, 0, counter, size)
        threshold, counter = below(start, turn, 0, counter, FULL)
        place = select(pool, index)
        weight = price_weight(high[place], low[place], high[best], low[best], numerator, denominator)
        if threshold < weight:
            return place, counter
