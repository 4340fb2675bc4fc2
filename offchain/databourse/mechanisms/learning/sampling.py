"""Shapley values of more parties than have a table: the mean over random orders, in antithetic pairs.

A party's value is its mean contribution when parties come one after the other in a random order. Each order is followed
by its reverse, in which whoever came late comes early: the two errors partly cancel. Sampling costs less than a table
only below about 2^M/M orders.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from databourse.mechanisms.coalition.checking import check_integer, check_number

#: Of a normal distribution 95 % is within so many standard deviations.
_NORMAL_95 = 1.96
#: The half-widths are looked at after so many pairs.
_AT_ONCE = 32


@dataclass(frozen=True, slots=True)
class Sampled:
    """Estimates by party; in 95 of 100 cases the truth is within `half_widths` of `values`.

    Attributes:
        values: they add up to f(M) − f(∅), apart from rounding of floats.
        half_widths: of each value by itself.
        orders: how many were gone through.
        evaluated: of how many different sets the function was asked for.
    """

    values: tuple[float, ...]
    half_widths: tuple[float, ...]
    orders: int
    evaluated: int


def sample(
    worth: Callable[[int], float],
    parties: int,
    *,
    orders: int = 1_024,
    precision: float = 0.0,
    antithetic: bool = True,
    seed: int = 0,
) -> Sampled:
    """Estimate the Shapley value of each party.

    Args:
        worth: f(S) of a subset, given as a mask; asked once for each.
        parties: M, any number.
        orders: at most so many; reverses count, so an odd number is made even where they are followed.
        precision: stop when every half-width is at most this.
        antithetic: whether each order is followed by its reverse.
        seed: of the orders.

    Raises:
        InvalidInput: there is no party, or not two orders (four with reverses), which an interval needs.
    """
    check_integer("parties", parties, 1)
    each = 2 if antithetic else 1
    draws = -(-check_integer("orders", orders, 2 * each) // each)
    check_number("precision", precision, 0)
    chance = np.random.default_rng(check_integer("seed", seed))
    known: dict[int, float] = {}

    def contributions(order: list[int]) -> None:
        mask, before = 0, level(0)
        for party in order:
            mask |= 1 << party
            after = level(mask)
            drawn[party] += (after - before) / each
            before = after

    def level(mask: int) -> float:
        if mask not in known:
            known[mask] = float(worth(mask))
        return known[mask]

    count, mean, squares = 0, np.zeros(parties), np.zeros(parties)
    half_widths = np.full(parties, math.inf)
    while count < draws and (half_widths > precision).any():
        for _ in range(min(_AT_ONCE, draws - count)):
            drawn = np.zeros(parties)
            order = chance.permutation(parties).tolist()
            contributions(order)
            if antithetic:
                contributions(order[::-1])
            count += 1
            delta = drawn - mean
            mean += delta / count
            squares += delta * (drawn - mean)
        if count > 1:
            half_widths = _NORMAL_95 * np.sqrt(squares / (count - 1) / count)
    return Sampled(tuple(mean.tolist()), tuple(half_widths.tolist()), count * each, len(known))
