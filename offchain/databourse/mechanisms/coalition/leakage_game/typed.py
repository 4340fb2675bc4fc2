"""A million devices: where influence depends on types alone, counts of types by coalition are all that matters.

A move that is looked at costs O(1), or O(types) where it is asked for consent, and one that is made O(types). Of each
type in a coalition only one member has to be asked, the one that minds the most: with the lowest price where company
raises what a price is worth (mode "outside"), with the highest where it lowers it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal, TypeAlias

import numpy as np

from databourse.errors import InvalidInput
from databourse.mechanisms.coalition.checking import (
    Floats,
    check_integer,
    check_list,
    check_number,
    check_numbers,
    check_symmetric,
)
from databourse.mechanisms.coalition.leakage_game.game import TOLERANCE, LeakageGame, Mode, check_mode
from databourse.mechanisms.coalition.leakage_game.typed_kernel import count_types, play
from databourse.mechanisms.compiled import Ints, compiled, worth_compiling
from databourse.mechanisms.double_auction.integers import Column, integer_column

TYPE_BITS = 16
MOST_STEPS_A_DEVICE = 20

Ended: TypeAlias = Literal["settled", "capped"]


@dataclass(frozen=True)
class TypedGame:
    """A leakage game with influence between types; `of` checks and builds it.

    Attributes:
        prices: p, by device.
        types: by device, rows of the influence.
        influence: g of two different devices, by their types: symmetric, from 0 to 1, any diagonal.
        coalition_cost: for each other member.
        bonus: times ln((1 + |S|)/2).
        mode: whose influence counts.
    """

    prices: Floats
    types: Ints
    influence: Floats
    coalition_cost: float
    bonus: float
    mode: Mode

    @classmethod
    def of(
        cls,
        prices: Any,
        types: Column,
        influence: Any,
        coalition_cost: float = 0.0,
        bonus: float = 0.0,
        mode: Mode = "outside",
    ) -> TypedGame:
        """The game of these columns.

        Raises:
            InvalidInput: as for `LeakageGame.of`, or a type that has no row in the influence.
        """
        checked = check_numbers("prices", prices, 0)
        kinds = integer_column("devices", "type", types, TYPE_BITS).astype(np.int64)
        if len(kinds) != len(checked):
            raise InvalidInput(f"there are {len(checked)} prices, but {len(kinds)} types")
        if not len(checked):
            raise InvalidInput("prices is empty, but there must be a device")
        matrix = check_symmetric("influence", influence, len(check_list("influence", influence)))
        if kinds.max() >= len(matrix):
            device = int(np.argmax(kinds >= len(matrix)))
            rule = f"the influence has types 0 to {len(matrix) - 1}"
            raise InvalidInput.of(f"devices[{device}].type", int(kinds[device]), rule)
        cost, reward = check_number("coalition_cost", coalition_cost, 0), check_number("bonus", bonus, 0)
        return cls(checked, kinds, matrix, cost, reward, check_mode(mode))

    @property
    def devices(self) -> int:
        """How many play."""
        return len(self.prices)

    def form(
        self,
        coalitions: int,
        *,
        consent: bool = True,
        seed: int = 0,
        start: Column | None = None,
        most_steps: int | None = None,
    ) -> TypedOutcome:
        """Switches, as in `leakage_game.form`, between so many coalitions, which may be empty.

        A device founds a coalition of its own only if one of them is empty. Of equal ones it goes to the lowest number.

        Args:
            coalitions: how many there can be.
            consent: whether those that would receive a device are asked.
            seed: of the order of devices, and of the start if none is given.
            start: the coalition of each device; by default drawn.
            most_steps: after so many moves it ends; 20 a device by default.

        Raises:
            InvalidInput: no coalition, or a start in another one.
        """
        check_integer("coalitions", coalitions, 1)
        chance = np.random.default_rng(check_integer("seed", seed))
        home = chance.integers(0, coalitions, self.devices) if start is None else self._check_homes(start, coalitions)
        most = MOST_STEPS_A_DEVICE * self.devices
        if most_steps is not None:
            most = check_integer("most_steps", most_steps)
        order = chance.permutation(self.devices)
        steps, sweeps, settled = self._play(order, home, coalitions, consent, most)
        return TypedOutcome(home, self._payoffs(home, coalitions), steps, sweeps, "settled" if settled else "capped")

    def is_stable(self, homes: Column, *, consent: bool, coalitions: int | None = None) -> bool:
        """Whether nobody gains by going elsewhere (with consent: where nobody loses by that).

        Args:
            homes: the coalition of each device.
            consent: whether those that would receive a device are asked.
            coalitions: how many there can be; by default there is an empty one, so that anybody can go off alone.

        Raises:
            InvalidInput: not a coalition from 0 on for each device.
        """
        home = self._check_homes(homes, coalitions)
        if coalitions is None:
            coalitions = int(home.max()) + 2
        _, _, settled = self._play(np.arange(self.devices), home.copy(), coalitions, consent, 0)
        return settled

    def payoffs(self, homes: Column) -> Floats:
        """What each device gets if these are the coalitions.

        Raises:
            InvalidInput: not a coalition from 0 on for each device.
        """
        home = self._check_homes(homes, None)
        return self._payoffs(home, int(home.max()) + 1)

    def untyped(self) -> LeakageGame:
        """The same game with a matrix of all devices: O(devices²)."""
        matrix = self.influence[self.types][:, self.types]
        np.fill_diagonal(matrix, 0)
        return LeakageGame(self.prices, matrix, self.coalition_cost, self.bonus, self.mode)

    def _play(self, order: Ints, home: Ints, coalitions: int, consent: bool, most: int) -> tuple[int, int, bool]:
        """Moves `home`; steps, sweeps, and whether a sweep had no move."""
        kernel = compiled(play) if worth_compiling(play, self.devices * coalitions // 5) else play
        # laid out as devices are asked, so that a sweep goes through memory once
        types, prices, homes = self.types[order], self.prices[order], home[order]
        counts = count_types(homes, types, coalitions, len(self.influence))
        inside = self.mode == "inside"
        reluctant = rank = np.empty(0, dtype=np.int64)
        if consent:
            reluctant = np.lexsort((-prices if inside else prices, types))
            rank = np.empty(self.devices, dtype=np.int64)
            rank[reluctant] = np.arange(self.devices)
        begins = np.cumsum(counts.sum(axis=0)) - counts.sum(axis=0)
        share = 1 / (self.devices - 1) if self.devices > 1 else 0.0
        steps, sweeps, settled = kernel(
            homes, types, prices, self.influence, self._of_size, counts, counts @ self.influence,
            reluctant, rank, np.tile(begins, (coalitions, 1)), share, self._slack, inside, consent, most,
        )  # fmt: skip
        home[order] = homes
        return int(steps), int(sweeps), bool(settled)

    def _payoffs(self, home: Ints, coalitions: int) -> Floats:
        counts = count_types(home, self.types, coalitions, len(self.influence))
        inner = (counts @ self.influence)[home, self.types]
        everybody = (counts.sum(axis=0) @ self.influence)[self.types]
        own = np.diagonal(self.influence)[self.types]
        leak = (inner - own if self.mode == "inside" else everybody - inner) / max(1, self.devices - 1)
        column: Floats = self.prices / (1 + leak) + self._of_size[counts.sum(axis=1)[home]]
        return column

    def _check_homes(self, homes: Column, coalitions: int | None) -> Ints:
        home = integer_column("devices", "coalition", homes, 32).astype(np.int64)
        if len(home) != self.devices:
            raise InvalidInput(f"there are coalitions of {len(home)} devices, but {self.devices} devices")
        if coalitions is not None and home.max() >= coalitions:
            device = int(np.argmax(home >= coalitions))
            rule = f"coalitions are 0 to {coalitions - 1}"
            raise InvalidInput.of(f"devices[{device}].coalition", int(home[device]), rule)
        return home

    @cached_property
    def _of_size(self) -> Floats:
        """Bonus minus cost by the number of members."""
        sizes = np.arange(self.devices + 1)
        column: Floats = self.bonus * np.log((1 + sizes) / 2) - self.coalition_cost * (sizes - 1)
        return column

    @cached_property
    def _slack(self) -> float:
        return TOLERANCE * (float(self.prices.max()) + float(np.abs(self._of_size[1:]).max()))


@dataclass(frozen=True, slots=True)
class TypedOutcome:
    """How it ended: the coalition and the payoff of each device, moves, sweeps, and why no more."""

    homes: Ints
    payoffs: Floats
    steps: int
    sweeps: int
    ended: Ended
