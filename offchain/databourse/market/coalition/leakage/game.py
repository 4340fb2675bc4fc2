"""The leakage game of a round in integers: what a device is worth, and what it prefers, by its type and its price.

Two devices of one type differ in nothing but their price. So a coalition is its number of devices of each type, and the
least and the greatest price of each decide what any of them would like or mind.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

import numpy as np

from databourse.mechanisms.coalition.leakage_game.whole import ONE, WholeGame
from databourse.mechanisms.compiled import Ints


@dataclass(frozen=True)
class TypeGame:
    """The devices that take part, numbered from 0: what `WholeGame` is, with influence between types.

    Attributes:
        prices: base units, by device.
        types: by device, from 0 to the number of rows of `influence`.
        influence: in units of 2^-16 between devices of two types, symmetric; the diagonal is that of two of one type.
        cost: base units that each member of a coalition pays for each other one.
    """

    prices: tuple[int, ...]
    types: tuple[int, ...]
    influence: Ints
    cost: int

    @property
    def devices(self) -> int:
        """How many take part."""
        return len(self.prices)

    @property
    def kinds(self) -> int:
        """How many types there are."""
        return len(self.influence)

    @cached_property
    def whole(self) -> int:
        """D: full influence of all others."""
        return ONE * max(0, self.devices - 1)

    @cached_property
    def totals(self) -> Ints:
        """How many devices of each type take part."""
        return np.bincount(np.array(self.types, dtype=np.int64), minlength=self.kinds).astype(np.int64)

    @cached_property
    def everybody(self) -> Ints:
        """The influence of all devices on each type, that of a device on itself included."""
        return self.totals @ self.influence

    def payoff(self, price: int, leak: int, members: int) -> Fraction:
        """p·D/(D + G) − cost·(|S| − 1), exactly."""
        if not self.whole:
            return Fraction(price)
        under = self.whole + leak
        return Fraction(price * self.whole - self.cost * (members - 1) * under, under)

    def prefers(self, price: int, leak: int, members: int, old_leak: int, old_members: int) -> bool:
        """Whether a device of that price gets more under the first leak and size than under the second.

        Multiplied crosswise as the contract does: p·D·(G' − G) > cost·(s − s')·(D + G')·(D + G).
        """
        gained = price * self.whole * (old_leak - leak)
        return gained > self.cost * (members - old_members) * (self.whole + old_leak) * (self.whole + leak)

    def wanted(self, price: int, leak: int) -> int:
        """The least influence that a newcomer must have on a member that has this price, so that it does not lose.

        It loses iff cost·(D + G)·(D + G − g) > p·D·g, and so iff g is below cost·(D + G)²/(p·D + cost·(D + G)).
        """
        if not self.cost or not self.whole:
            return 0
        under = self.whole + leak
        return -(-self.cost * under**2 // (price * self.whole + self.cost * under))

    def untyped(self) -> WholeGame:
        """The same game with a matrix of all devices: O(devices²)."""
        kinds = list(self.types)
        matrix = self.influence[np.ix_(kinds, kinds)]
        np.fill_diagonal(matrix, 0)
        return WholeGame(self.prices, matrix, self.cost, "outside")


def square(rows: Sequence[Sequence[int]]) -> Ints:
    """A symmetric matrix from the rows of its lower triangle."""
    matrix = np.zeros((len(rows), len(rows)), dtype=np.int64)
    for kind, row in enumerate(rows):
        matrix[kind, : kind + 1] = matrix[: kind + 1, kind] = row
    return matrix
