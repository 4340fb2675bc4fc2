"""How often a lie pays, over random games."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from databourse.mechanisms.coalition.analysis.lies import Lie, Pair
from databourse.mechanisms.coalition.checking import check_integer

Instance = tuple[list[Pair], list[Pair]]


@dataclass(frozen=True, slots=True)
class RandomGames:
    """Games with numbers drawn evenly from 1 to these: devices, contracts and types; samples and budgets."""

    devices: int = 6
    contracts: int = 3
    types: int = 1
    samples: int = 20
    budget: int = 1_000

    def draw(self, count: int, seed: int) -> Iterator[Instance]:
        """So many games; each has two devices and two contracts at least, where so many are allowed."""
        chance = random.Random(check_integer("seed", seed))
        for _ in range(check_integer("count", count)):
            devices = [
                (chance.randint(1, self.samples), chance.randrange(self.types))
                for _ in range(chance.randint(min(2, self.devices), self.devices))
            ]
            contracts = [
                (chance.randrange(self.types), chance.randint(1, self.budget))
                for _ in range(chance.randint(min(2, self.contracts), self.contracts))
            ]
            yield devices, contracts


@dataclass(frozen=True, slots=True)
class Gains:
    """In how many games some device gains by the lie, and the game where it gains most in proportion to the truth."""

    games: int
    paying: int
    example: Instance | None
    device: int | None
    lie: Lie | None


def count_gains(
    find: Callable[[list[Pair], list[Pair], int], Lie | None],
    games: RandomGames,
    count: int,
    seed: int = 0,
    liars: int | None = None,
) -> Gains:
    """Search games for a lie of any device (or of the first `liars`), such as `best_split`.

    Raises:
        InvalidInput: the seed or the count is no integer from 0 on.
    """
    paying = 0
    example: tuple[Instance, int, Lie] | None = None
    for devices, contracts in games.draw(count, seed):
        found = [(device, lie) for device in range(len(devices))[:liars] if (lie := find(devices, contracts, device))]
        paying += bool(found)
        for device, lie in found:
            if example is None or lie.earned * example[2].truthful > example[2].earned * lie.truthful:
                example = (devices, contracts), device, lie
    return Gains(count, paying, *(example or (None, None, None)))
