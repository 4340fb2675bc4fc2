"""The game in integers, as a contract compares it: no bonus (a logarithm), influence in units of 2^-16."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

import numpy as np

from databourse.errors import InvalidInput
from databourse.mechanisms.coalition.checking import check_influence, check_list
from databourse.mechanisms.coalition.leakage_game.game import LeakageGame, Mode, check_mode, payoffs
from databourse.mechanisms.compiled import Ints
from databourse.mechanisms.double_auction.integers import from_digits
from databourse.mechanisms.double_auction.types import require_integer

MONEY_BITS = 88
#: Full influence.
ONE = 1 << 16


@dataclass(frozen=True)
class WholeGame:
    """The game in integers; `of` checks and builds it.

    u_m(S) = p·D/(D + G) − cost·(|S| − 1), where D = 2^16·(devices − 1) and G is the sum of the influence that counts,
    in units of 2^-16. Payoffs are rationals, which nobody is paid: comparisons are cross-multiplied.

    Attributes:
        prices: base units, by device.
        influence: units of 2^-16, by device and device, symmetric, the diagonal 0.
        coalition_cost: base units for each other member of the coalition.
        mode: whose influence counts.
    """

    prices: tuple[int, ...]
    influence: Ints
    coalition_cost: int
    mode: Mode

    @classmethod
    def of(cls, prices: Any, influence: Any, coalition_cost: int = 0, mode: Mode = "outside") -> WholeGame:
        """The game of these integers.

        Raises:
            InvalidInput: there is no device, money is no integer from 0 to 2^88 - 1, the influence is not symmetric or
                not from 0 to 2^16 (which is full influence), or the mode is unknown.
        """
        checked = tuple(map(from_digits, check_list("prices", prices)))
        if not checked:
            raise InvalidInput("prices is empty, but there must be a device")
        for place, price in enumerate(checked):
            require_integer(f"prices[{place}]", price, MONEY_BITS)
        cost = from_digits(coalition_cost)
        require_integer("coalition_cost", cost, MONEY_BITS)
        rows = [check_list(f"influence[{place}]", row) for place, row in enumerate(check_list("influence", influence))]
        for place, row in enumerate(rows):
            for column, units in enumerate(row):
                if isinstance(units, bool) or not isinstance(units, int | np.integer) or not 0 <= units <= ONE:
                    raise InvalidInput.of(f"influence[{place}][{column}]", units, f"it must be an integer to {ONE}")
        check_influence("influence", [[int(units) / ONE for units in row] for row in rows], len(checked))
        matrix = np.array(rows, dtype=np.int64).reshape(len(checked), len(checked))
        return cls(checked, matrix, cost, check_mode(mode))

    @classmethod
    def rounded(cls, game: LeakageGame) -> WholeGame:
        """A game in floats with its influence rounded to the nearest unit.

        Raises:
            InvalidInput: it has a bonus, or money that is not whole.
        """
        if game.bonus:
            raise InvalidInput.of("bonus", game.bonus, "the game in integers has none: it must be 0")
        money = [*game.prices.tolist(), game.coalition_cost]
        if any(not amount.is_integer() for amount in money):
            raise InvalidInput("prices and coalition_cost must be whole base units for the game in integers")
        units = np.rint(game.influence * ONE).astype(np.int64)
        return cls.of([int(price) for price in money[:-1]], units.tolist(), int(money[-1]), game.mode)

    @property
    def devices(self) -> int:
        """How many play."""
        return len(self.prices)

    def leak(self, device: int, inner: int) -> int:
        """G: the influence on a device that counts, units of 2^-16."""
        return int(inner) if self.mode == "inside" else self._everybody[device] - int(inner)

    def payoff(self, device: int, leak: int, members: int) -> Fraction:
        """p·D/(D + G) − cost·(|S| − 1), exactly."""
        kept = Fraction(self._whole, self._whole + leak) if self.devices > 1 else Fraction(1)
        return self.prices[device] * kept - self.coalition_cost * (members - 1)

    def prefers(self, device: int, leak: int, members: int, old_leak: int, old_members: int) -> bool:
        """Whether the first is worth more, as the chain computes it: p·D·(G' − G) > cost·(s − s')·(D + G')·(D + G).

        No side is above 2^190 for fewer than 2^16 devices.
        """
        gained = self.prices[device] * self._whole * (old_leak - leak)
        paid = self.coalition_cost * (members - old_members)
        return gained > paid * (self._whole + old_leak) * (self._whole + leak)

    def ranked(self, device: int, inner: Ints, members: Ints, old_leak: int, old_members: int) -> list[int]:
        """The places in these columns of inner influence and size that the device prefers to the old, best first."""
        found = []
        for place, (influence, size) in enumerate(zip(inner.tolist(), members.tolist(), strict=True)):
            leak = self.leak(device, influence)
            if self.prefers(device, leak, size, old_leak, old_members):
                found.append((-self.payoff(device, leak, size), place))
        return [place for _, place in sorted(found)]

    def payoffs(self, partition: Iterable[Iterable[int]]) -> list[Fraction]:
        """What each device gets in a partition that has everybody once."""
        return payoffs(self, partition)

    @property
    def _whole(self) -> int:
        return ONE * (self.devices - 1)

    @cached_property
    def _everybody(self) -> list[int]:
        return self.influence.sum(axis=0).tolist()  # type: ignore[no-any-return]
