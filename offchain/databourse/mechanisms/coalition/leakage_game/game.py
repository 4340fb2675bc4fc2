"""What a device gets in a coalition, in floats; and what any arithmetic of it has to answer."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal, Protocol, TypeAlias, get_args

import numpy as np
import numpy.typing as npt

from databourse.errors import InvalidInput
from databourse.mechanisms.coalition.checking import Floats, check_influence, check_number, check_numbers
from databourse.mechanisms.compiled import Ints

#: Whose influence lowers a device's price: of those outside its coalition, or of those inside.
Mode: TypeAlias = Literal["outside", "inside"]

#: Payoffs that are nearer than this, in proportion to the largest numbers that they are the sum of, count as equal.
TOLERANCE = 1e-12


class Game(Protocol):
    """A leakage game in any arithmetic; `influence` has one row and one column a device and zeros on the diagonal."""

    @property
    def devices(self) -> int:
        """How many play."""

    @property
    def influence(self) -> npt.NDArray[Any]:
        """In units of the game's own."""

    def leak(self, device: int, inner: Any) -> Any:
        """What lowers the price of a device, if the other members of its coalition have the influence `inner` on it."""

    def payoff(self, device: int, leak: Any, members: int) -> Any:
        """What a device gets under that leak in a coalition of so many members, itself included."""

    def prefers(self, device: int, leak: Any, members: int, old_leak: Any, old_members: int) -> bool:
        """Whether a device gets strictly more under the first leak and size than under the second."""

    def ranked(self, device: int, inner: npt.NDArray[Any], members: Ints, old_leak: Any, old_members: int) -> list[int]:
        """The places in these columns of inner influence and size that the device prefers to the old, best first."""


@dataclass(frozen=True)
class LeakageGame:
    """The game in floats; `of` checks and builds it.

    Attributes:
        prices: p, by device.
        influence: g, by device and device, symmetric, from 0 to 1, the diagonal 0.
        coalition_cost: for each other member of the coalition.
        bonus: times ln((1 + |S|)/2), which is 0 for a device alone.
        mode: whose influence counts.
    """

    prices: Floats
    influence: Floats
    coalition_cost: float
    bonus: float
    mode: Mode

    @classmethod
    def of(
        cls, prices: Any, influence: Any, coalition_cost: float = 0.0, bonus: float = 0.0, mode: Mode = "outside"
    ) -> LeakageGame:
        """The game of these numbers.

        Raises:
            InvalidInput: there is no device, something is negative or not finite, the influence is not symmetric or not
                from 0 to 1, or the mode is unknown.
        """
        checked = check_numbers("prices", prices, 0)
        if not len(checked):
            raise InvalidInput("prices is empty, but there must be a device")
        return cls(
            checked,
            check_influence("influence", influence, len(checked)),
            check_number("coalition_cost", coalition_cost, 0),
            check_number("bonus", bonus, 0),
            check_mode(mode),
        )

    @property
    def devices(self) -> int:
        """How many play."""
        return len(self.prices)

    def leak(self, device: int, inner: Any) -> Any:
        """The mean influence on a device of those whose influence counts, over all other devices; or a column."""
        counted = inner if self.mode == "inside" else self._everybody[device] - inner
        return counted * self._share

    def payoff(self, device: int, leak: float, members: int) -> float:
        """p/(1 + g) + bonus·ln((1 + |S|)/2) − cost·(|S| − 1)."""
        return self._prices[device] / (1 + leak) + self._of_size[members]

    def prefers(self, device: int, leak: float, members: int, old_leak: float, old_members: int) -> bool:
        """Whether the first is worth more than the second, by more than rounding can explain."""
        return self.payoff(device, leak, members) - self.payoff(device, old_leak, old_members) > self.slack

    def ranked(self, device: int, inner: Floats, members: Ints, old_leak: float, old_members: int) -> list[int]:
        """The places in these columns of inner influence and size that the device prefers to the old, best first."""
        paid = self._prices[device] / (1 + self.leak(device, inner)) + self.of_size[members]
        better = np.flatnonzero(paid - self.payoff(device, old_leak, old_members) > self.slack)
        return better[np.argsort(-paid[better], kind="stable")].tolist()  # type: ignore[no-any-return]

    def payoffs(self, partition: Iterable[Iterable[int]]) -> list[float]:
        """What each device gets in a partition that has everybody once."""
        return payoffs(self, partition)

    @cached_property
    def slack(self) -> float:
        """Differences of payoffs up to this are rounding."""
        return TOLERANCE * (float(self.prices.max()) + max(map(abs, self._of_size)))

    @cached_property
    def of_size(self) -> Floats:
        """Bonus minus cost by the number of members; a coalition of none has none."""
        sizes = np.arange(self.devices + 1)
        column: Floats = self.bonus * np.log((1 + sizes) / 2) - self.coalition_cost * (sizes - 1)
        column[0] = 0
        return column

    # What a payoff is computed from, as Python's own floats, which scalar code handles several times faster.

    @cached_property
    def _of_size(self) -> list[float]:
        return list(map(float, self.of_size))

    @cached_property
    def _prices(self) -> list[float]:
        return list(map(float, self.prices))

    @cached_property
    def _everybody(self) -> list[float]:
        return [math.fsum(row) for row in self.influence.tolist()]

    @cached_property
    def _share(self) -> float:
        """Of one other device in the mean; a single device has none."""
        return 1 / (self.devices - 1) if self.devices > 1 else 0.0


def payoffs(game: Game, partition: Iterable[Iterable[int]]) -> list[Any]:
    """What each device gets in a partition that has everybody once."""
    found: list[Any] = [0] * game.devices
    for coalition in partition:
        members = list(coalition)
        inner = game.influence[np.ix_(members, members)].sum(axis=0).tolist()
        for device, influence in zip(members, inner, strict=True):
            found[device] = game.payoff(device, game.leak(device, influence), len(members))
    return found


def check_mode(mode: Any) -> Mode:
    """The mode.

    Raises:
        InvalidInput: it is none.
    """
    for known in get_args(Mode):
        if mode == known:
            return known  # type: ignore[no-any-return]
    raise InvalidInput.of("mode", mode, 'it must be "outside" or "inside"')
