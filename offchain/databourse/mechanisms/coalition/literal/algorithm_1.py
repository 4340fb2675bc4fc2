"""The paper's Algorithm 1, phase II, as it is printed: two coalitions drawn for each device, and it takes the better.

Nothing in it makes it stop: it runs until a sweep has no move or the sweeps are used up.
"""

from __future__ import annotations

import random
from dataclasses import dataclass

from databourse.mechanisms.coalition.leakage_game.game import LeakageGame
from databourse.mechanisms.coalition.leakage_game.partition import Partition, as_partition


@dataclass(frozen=True, slots=True)
class Walk:
    """Where it was when it stopped; whether by itself; and after how many moves."""

    partition: Partition
    stopped: bool
    steps: int


def algorithm_1(game: LeakageGame, seed: int = 0, most_sweeps: int = 1_000) -> Walk:
    """Run it from everybody alone. An empty coalition can be drawn too, so that devices can leave."""
    chance = random.Random(seed)
    blocks: list[set[int]] = [{device} for device in range(game.devices)]
    steps = 0
    for _ in range(most_sweeps):
        moved = False
        for device in range(game.devices):
            here = next(block for block in blocks if device in block)
            others = [block for block in blocks if block is not here] + [set()]
            for target in chance.sample(others, min(2, len(others))):
                now, after = _pay(game, here, device), _pay(game, target | {device}, device)
                if after > now + game.slack:
                    here.remove(device)
                    if not target:
                        blocks.append(target)
                    target.add(device)
                    here = target
                    steps += 1
                    moved = True
            blocks = [block for block in blocks if block]
        if not moved:
            return Walk(as_partition(blocks), True, steps)
    return Walk(as_partition(blocks), False, steps)


def _pay(game: LeakageGame, coalition: set[int], device: int) -> float:
    inner = sum(float(game.influence[other, device]) for other in coalition)
    return game.payoff(device, game.leak(device, inner), len(coalition))
