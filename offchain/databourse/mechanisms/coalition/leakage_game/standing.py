"""Where everybody stands: coalitions with the influence of their members on every device, kept up move by move."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np

from databourse.mechanisms.coalition.leakage_game.game import Game
from databourse.mechanisms.coalition.leakage_game.partition import Partition, as_partition

Coalition = frozenset[int]
ALONE: Coalition = frozenset()


class Standing:
    """A partition in play. A coalition is known by its members; `ALONE` stands for the one that a leaver founds.

    Attributes:
        game: what is played.
        home: the coalition of each device.
    """

    def __init__(self, game: Game, partition: Iterable[Iterable[int]]) -> None:
        self.game = game
        self.home: list[Coalition] = [ALONE] * game.devices
        # by lowest member: the coalition, its size, and the influence of its members on every device
        self._at: dict[int, Coalition] = {}
        self._sizes = np.zeros(game.devices, dtype=np.int64)
        self._inner = np.zeros_like(game.influence)
        self.replace((), map(frozenset, partition))

    @property
    def coalitions(self) -> list[Coalition]:
        """The coalitions in the order of their lowest members."""
        return [self._at[lowest] for lowest in sorted(self._at)]

    @property
    def partition(self) -> Partition:
        """The coalitions, sorted."""
        return as_partition(self._at.values())

    def temptations(self, device: int) -> Iterator[Coalition]:
        """Where a device would get more, best first; of equal ones by the lowest member, and going off alone last."""
        here = self.home[device]
        rows = np.flatnonzero(self._sizes)
        rows = rows[rows != min(here)]
        inner, sizes = self._inner[rows, device], self._sizes[rows] + 1
        if len(here) > 1:
            inner, sizes = np.append(inner, inner.dtype.type(0)), np.append(sizes, 1)
        for place in self.game.ranked(device, inner, sizes, *self._now(device)):
            yield self._at[int(rows[place])] if place < len(rows) else ALONE

    def gains(self, device: int, coalition: Coalition) -> bool:
        """Whether a device would get strictly more if it went to a coalition that it is not in."""
        leak = self.game.leak(device, self._influence(coalition, device))
        return self.game.prefers(device, leak, len(coalition) + 1, *self._now(device))

    def welcomes(self, coalition: Coalition, device: int) -> bool:
        """Whether no member of a coalition would lose if the device came."""
        if not coalition:
            return True
        game, size = self.game, len(coalition)
        members = np.array(sorted(coalition))
        before = self._inner[min(coalition), members]
        after = before + game.influence[device, members]
        return not any(
            game.prefers(member, game.leak(member, without), size, game.leak(member, together), size + 1)
            for member, without, together in zip(members.tolist(), before.tolist(), after.tolist(), strict=True)
        )

    def would_merge(self, one: Coalition, other: Coalition) -> bool:
        """Whether nobody in two coalitions would lose by uniting them and somebody would gain."""
        return _agreed(
            self._compared(
                member,
                (self._influence(own, member), len(own)),
                (self._influence(one, member) + self._influence(other, member), len(one) + len(other)),
            )
            for own in (one, other)
            for member in own
        )

    def would_split(self, part: Coalition, rest: Coalition) -> bool:
        """Whether nobody in a coalition would lose by splitting it into these two and somebody would gain."""
        whole = part | rest
        return _agreed(
            self._compared(
                member,
                (self._influence(whole, member), len(whole)),
                (sum(self._between(other, member) for other in own), len(own)),
            )
            for own in (part, rest)
            for member in own
        )

    def after(self, gone: Iterable[Coalition], new: Iterable[Coalition]) -> frozenset[Coalition]:
        """The coalitions if these were gone and those were there; empty ones do not count."""
        return frozenset(self._at.values()).difference(gone).union(new) - {ALONE}

    def replace(self, gone: Iterable[Coalition], new: Iterable[Coalition]) -> None:
        """Put coalitions in the place of others that had the same members between them."""
        for coalition in filter(None, gone):
            del self._at[min(coalition)]
            self._sizes[min(coalition)] = 0
        for coalition in filter(None, new):
            lowest = min(coalition)
            self._at[lowest] = coalition
            self._sizes[lowest] = len(coalition)
            # summed anew, not kept up by differences, so that no rounding is carried along
            self._inner[lowest] = self.game.influence[np.array(sorted(coalition))].sum(axis=0)
            for device in coalition:
                self.home[device] = coalition

    def _influence(self, coalition: Coalition, device: int) -> Any:
        """Of the members on a device."""
        return self._inner[min(coalition), device].item() if coalition else 0

    def _between(self, one: int, other: int) -> Any:
        return self.game.influence[one, other].item()

    def _now(self, device: int) -> tuple[Any, int]:
        """Leak and size where the device is."""
        here = self.home[device]
        return self.game.leak(device, self._influence(here, device)), len(here)

    def _compared(self, member: int, before: tuple[Any, int], after: tuple[Any, int]) -> int:
        """1 if a member gains, -1 if it loses, 0 otherwise; before and after are inner influence and size."""
        old_leak, new_leak = self.game.leak(member, before[0]), self.game.leak(member, after[0])
        if self.game.prefers(member, new_leak, after[1], old_leak, before[1]):
            return 1
        return -1 if self.game.prefers(member, old_leak, before[1], new_leak, after[1]) else 0


def _agreed(effects: Iterable[int]) -> bool:
    """Whether nobody loses and somebody gains."""
    gained = False
    for effect in effects:
        if effect < 0:
            return False
        gained |= effect > 0
    return gained
