"""How good the coalitions that form are, against the exact optimum of small leakage games."""

from __future__ import annotations

import random
from typing import Any

from databourse.experiments.coalition.convergence import random_game
from databourse.experiments.coalition.settings import Settings
from databourse.experiments.parts import Part, chunks
from databourse.experiments.statistics import rounded
from databourse.mechanisms.coalition import best_partition, form
from databourse.mechanisms.coalition.leakage_game import Partition
from databourse.mechanisms.coalition.literal import algorithm_1

DEVICES = 8
COSTS = (0.0, 0.1, 0.3)
_A_TASK = 20
_SWEEPS = 200


def _compare(seed: int, cost: float, trials: range) -> list[dict[str, float]]:
    told = []
    for at in trials:
        game = random_game(random.Random(f"{seed}/optimum/{cost}/{at}"), cost, DEVICES)
        best = sum(game.payoffs(best_partition(game)))
        ways: dict[str, Partition] = {
            "alone": tuple((device,) for device in range(DEVICES)),
            "all together": (tuple(range(DEVICES)),),
            "with consent": form(game, seed=at).partition,
            "Algorithm 1": algorithm_1(game, at, _SWEEPS).partition,
        }
        told.append({name: rounded(sum(game.payoffs(way)) / best) for name, way in ways.items()})
    return told


def _combine(settings: Settings, found: list[list[dict[str, float]]]) -> dict[str, Any]:
    tasks = len(found) // len(COSTS)
    costs = {}
    for place, cost in enumerate(COSTS):
        games = [one for task in found[place * tasks : (place + 1) * tasks] for one in task]
        costs[str(cost)] = {
            name: {
                "mean": rounded(sum(one[name] for one in games) / len(games)),
                "worst": min(one[name] for one in games),
                "optimal": sum(one[name] >= 1 - 1e-8 for one in games),
            }
            for name in games[0]
        }
    return {"games": settings.games, "costs": costs}


PART = Part[Settings](
    name="optimum",
    title="Coalitions that form, against the exact optimum",
    needs=("seed", "games"),
    tasks=lambda settings: [
        (settings.seed, cost, trials) for cost in COSTS for trials in chunks(settings.games, _A_TASK)
    ],
    work=_compare,
    combine=_combine,
)
