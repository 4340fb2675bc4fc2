"""Whether Algorithm 1 ends: a game of two devices in which it cannot, and random ones by the cost of a coalition."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from typing import Any

from databourse.experiments.coalition.settings import Settings
from databourse.experiments.parts import Part, chunks
from databourse.mechanisms.coalition import LeakageGame, form, is_individually_stable, is_nash
from databourse.mechanisms.coalition.leakage_game import Partition
from databourse.mechanisms.coalition.literal import algorithm_1, is_nash_by_definition, partitions

DEVICES = 6
COSTS = (0.0, 0.05, 0.15, 0.3, 0.6, 1.0)
_A_TASK = 10
_SWEEPS = 300
_SEPARABLE_DEVICES = 5


def random_game(chance: random.Random, cost: float, devices: int = DEVICES, highest: float = 10.0) -> LeakageGame:
    """Prices from 0 to `highest`, influence from 0 to 1, both evenly drawn."""
    influence = [[0.0] * devices for _ in range(devices)]
    for one in range(devices):
        for other in range(one):
            influence[one][other] = influence[other][one] = chance.random()
    return LeakageGame.of([highest * chance.random() for _ in range(devices)], influence, cost)


class Separable:
    """A game in which what two devices are to each other is the same to both, and adds up."""

    def __init__(self, chance: random.Random, devices: int) -> None:
        self.worth = {
            (one, other): chance.uniform(-1, 1) for one in range(devices) for other in range(devices) if one < other
        }
        self.devices = devices

    def payoffs(self, partition: Partition) -> Sequence[float]:
        """By device."""
        found = [0.0] * self.devices
        for block in partition:
            for device in block:
                found[device] = sum(self.worth[min(device, o), max(device, o)] for o in block if o != device)
        return found


def _play(seed: int, cost: float, trials: range) -> dict[str, int]:
    counts: Counter[str] = Counter()
    ways = list(partitions(DEVICES))
    for at in trials:
        game = random_game(random.Random(f"{seed}/convergence/{cost}/{at}"), cost)
        counts["no Nash partition"] += not any(is_nash(game, way) for way in ways)
        walk = algorithm_1(game, at, _SWEEPS)
        counts["Algorithm 1 goes on"] += not walk.stopped
        counts["Algorithm 1 stops unstable"] += walk.stopped and not is_nash(game, walk.partition)
        formed = form(game, seed=at)
        counts["ends with consent"] += formed.ended == "settled"
        stable = is_individually_stable(game, formed.partition)
        counts["individually stable"] += stable and is_nash_by_definition(game, formed.partition, game.slack, True)
        alone = game.payoffs([(device,) for device in range(DEVICES)])
        reached = game.payoffs(formed.partition)
        counts["somebody below alone"] += any(
            now < before - game.slack for now, before in zip(reached, alone, strict=True)
        )
    return dict(counts)


def counterexample() -> dict[str, Any]:
    """Prices 10 and 1, full influence, cost 1: the first wants company, the second does not."""
    game = LeakageGame.of([10, 1], [[0, 1], [1, 0]], coalition_cost=1)
    ways = list(partitions(2))
    without, with_consent = form(game, consent=False), form(game)
    return {
        "alone": game.payoffs([(0,), (1,)]),
        "together": game.payoffs([(0, 1)]),
        "Nash": [list(map(list, way)) for way in ways if is_nash_by_definition(game, way)],
        "Algorithm 1 stopped": sum(algorithm_1(game, seed, _SWEEPS).stopped for seed in range(20)),
        "runs": 20,
        "without consent": without.ended,
        "with consent": with_consent.ended,
        "coalitions": list(map(list, with_consent.partition)),
        "stable": is_individually_stable(game, with_consent.partition),
    }


def separable(seed: int, games: int) -> int:
    """In how many symmetric additively separable games there is no Nash partition."""
    ways = list(partitions(_SEPARABLE_DEVICES))
    drawn = (Separable(random.Random(f"{seed}/separable/{at}"), _SEPARABLE_DEVICES) for at in range(games))
    return sum(not any(is_nash_by_definition(game, way, 1e-12) for way in ways) for game in drawn)


def _combine(settings: Settings, found: list[dict[str, int]]) -> dict[str, Any]:
    tasks = len(found) // len(COSTS)
    costs = {}
    for place, cost in enumerate(COSTS):
        mine = found[place * tasks : (place + 1) * tasks]
        costs[str(cost)] = {name: sum(one[name] for one in mine) for name in mine[0]}
    return {
        "games": settings.games,
        "costs": costs,
        "counterexample": counterexample(),
        "separable, no Nash partition": separable(settings.seed, settings.games),
    }


PART = Part[Settings](
    name="convergence",
    title="Whether Algorithm 1 ends",
    needs=("seed", "games"),
    tasks=lambda settings: [
        (settings.seed, cost, trials) for cost in COSTS for trials in chunks(settings.games, _A_TASK)
    ],
    work=_play,
    combine=_combine,
)
