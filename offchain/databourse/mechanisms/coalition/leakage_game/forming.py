"""Coalitions form: devices switch, coalitions merge and split, until nobody wants to, and always within bounds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Literal, TypeAlias

import numpy as np

from databourse.mechanisms.coalition.checking import check_integer
from databourse.mechanisms.coalition.leakage_game.game import Game
from databourse.mechanisms.coalition.leakage_game.limits import Allowed, anything
from databourse.mechanisms.coalition.leakage_game.partition import Partition, check_partition, singletons
from databourse.mechanisms.coalition.leakage_game.standing import Coalition, Standing

#: Of larger coalitions only single members leave: the ways to split one double with each member.
MOST_TO_SPLIT = 12

Ended: TypeAlias = Literal["settled", "cycled", "capped"]
Change: TypeAlias = tuple[tuple[Coalition, ...], tuple[Coalition, ...]]


@dataclass(frozen=True, slots=True)
class Formed:
    """How it ended.

    Attributes:
        partition: the coalitions.
        switches: how many devices moved.
        merges: how many pairs of coalitions united.
        splits: how many coalitions parted.
        sweeps: how often all devices were asked.
        ended: "settled" if nobody who may go wants to go anywhere; "cycled" if moves led back to where they had led
            before; "capped" if there were as many steps as allowed.
    """

    partition: Partition
    switches: int
    merges: int
    splits: int
    sweeps: int
    ended: Ended

    @property
    def steps(self) -> int:
        """Switches, merges and splits."""
        return self.switches + self.merges + self.splits


def form(
    game: Game,
    *,
    consent: bool = True,
    seed: int = 0,
    start: Iterable[Iterable[int]] | None = None,
    allowed: Allowed = anything,
    most_steps: int | None = None,
) -> Formed:
    """Play until it ends: sweeps of switches; when a sweep has none, one merge or one split, and again.

    A switch is by the device that it makes better off, to where it gets most (of equal ones to the coalition with the
    lowest member). With consent it goes only where nobody loses by its coming. Nobody may lose by a merge or a split,
    and somebody has to gain. All orders follow from the seed.

    With consent, no step leads back to any earlier partition, so it ends; a partition that is left only for one of
    those is what `is_individually_stable` would tell. Without, it ends where a partition is reached a second time.

    Args:
        game: what is played, in floats or in integers.
        consent: whether those that would receive a device are asked.
        seed: of the order in which devices are asked, the same in all sweeps.
        start: the partition to start from; by default everybody is alone.
        allowed: which coalitions may form, such as `Limits`.
        most_steps: 1,000 and 100 a device by default.

    Raises:
        InvalidInput: the start has not everybody once, or the seed or the steps are negative.
    """
    first = singletons(game.devices) if start is None else check_partition(start, game.devices)
    most = 1_000 + 100 * game.devices if most_steps is None else check_integer("most_steps", most_steps)
    order = np.random.default_rng(check_integer("seed", seed)).permutation(game.devices).tolist()
    return _Play(Standing(game, first), consent, allowed, most).run(order)


class _Ended(Exception):
    """Nothing more is to be tried."""


class _Play:
    def __init__(self, standing: Standing, consent: bool, allowed: Allowed, most: int) -> None:
        self.standing, self.consent, self.allowed, self.most = standing, consent, allowed, most
        # A cycle is told from partitions that moves led to; what must not come back is the start as well.
        self.seen = {standing.after((), ())} if consent else set()
        self.counts = {"switches": 0, "merges": 0, "splits": 0}
        self.ended: Ended = "settled"

    def run(self, order: list[int]) -> Formed:
        sweeps = 0
        try:
            moved = True
            while moved:
                moved = False
                sweeps += 1
                for device in order:
                    moved |= self._switch(device)
                moved = moved or self._first("merges", self._merges()) or self._first("splits", self._splits())
        except _Ended:
            pass
        return Formed(self.standing.partition, **self.counts, sweeps=sweeps, ended=self.ended)

    def _switch(self, device: int) -> bool:
        """Let one device go to the best place that takes it."""
        options = list(self.standing.temptations(device))
        return self._first(
            "switches", (self._going(device, target) for target in options if self._open(target, device))
        )

    def _open(self, target: Coalition, device: int) -> bool:
        return self.allowed(target | {device}) and (not self.consent or self.standing.welcomes(target, device))

    def _going(self, device: int, target: Coalition) -> Change:
        here = self.standing.home[device]
        return (here, target), (here - {device}, target | {device})

    def _merges(self) -> Iterator[Change]:
        for one, other in combinations(self.standing.coalitions, 2):
            if self.allowed(one | other) and self.standing.would_merge(one, other):
                yield (one, other), (one | other,)

    def _splits(self) -> Iterator[Change]:
        for coalition in self.standing.coalitions:
            if len(coalition) <= MOST_TO_SPLIT:
                lowest, *others = sorted(coalition)
                for size in range(len(others)):
                    for companions in combinations(others, size):
                        part = frozenset((lowest, *companions))
                        rest = coalition - part
                        if self.allowed(part) and self.allowed(rest) and self.standing.would_split(part, rest):
                            yield (coalition,), (part, rest)

    def _first(self, kind: str, changes: Iterator[Change]) -> bool:
        """Make the first change that does not lead back, if there is one."""
        for gone, new in changes:
            after = self.standing.after(gone, new)
            again = after in self.seen
            if again and self.consent:
                continue
            if sum(self.counts.values()) >= self.most:
                self.ended = "capped"
                raise _Ended
            self.seen.add(after)
            self.standing.replace(gone, new)
            self.counts[kind] += 1
            if again:
                self.ended = "cycled"
                raise _Ended
            return True
        return False
