"""Section 6: data by the query. Prices at cost support the best numbers; the updated match need not be stable."""

from __future__ import annotations

import random
from collections import Counter
from itertools import product
from typing import Any

from databourse.experiments.parts import Part, chunks
from databourse.experiments.sharing import rings
from databourse.experiments.sharing.markets import added
from databourse.experiments.sharing.settings import Settings
from databourse.experiments.statistics import rounded
from databourse.mechanisms.sharing.bilateral.game import CURVES, Curve, curve_value
from databourse.mechanisms.sharing.queries import Accountant, buy_queries

AGENTS, MOST = 3, 3
_A_TASK = 20


def _check(seed: int, games: range) -> dict[str, int]:
    counts: Counter[str] = Counter(rings.count(seed, games))
    for at in games:
        chance = random.Random(f"{seed}/queries/{at}")
        values = [
            [[] if a == b else sorted((chance.randint(0, 9) for _ in range(MOST)), reverse=True) for b in range(AGENTS)]
            for a in range(AGENTS)
        ]
        prices = [[0 if a == b else chance.randint(0, 9) for b in range(AGENTS)] for a in range(AGENTS)]
        bought = buy_queries(values, prices, [[None] * AGENTS] * AGENTS, Accountant([0] * AGENTS, [0] * AGENTS))
        counts["payments add up to 0"] += sum(bought.payments) == 0
        best = 0
        for buyer in range(AGENTS):
            best += max(
                sum(
                    sum(values[buyer][seller][:number]) - number * prices[seller][buyer]
                    for seller, number in enumerate(numbers)
                )
                for numbers in product(*(range(len(values[buyer][seller]) + 1) for seller in range(AGENTS)))
            )
        reached = sum(
            sum(values[buyer][seller][:number]) - number * prices[seller][buyer]
            for buyer, row in enumerate(bought.counts)
            for seller, number in enumerate(row)
        )
        counts["the best numbers"] += best == reached
    return dict(counts)


def marginal(curve: Curve, size: float) -> float:
    """What one more unit of data adds."""
    place = CURVES.index(curve)
    return curve_value(place, size + 1) - curve_value(place, size)


def _combine(settings: Settings, found: list[dict[str, int]]) -> dict[str, Any]:
    blocked = rings.blocking(rings.RING, rings.ordered_match(rings.RING))
    return {
        "games": settings.games,
        **added(found),
        "ring": {
            "hypotheses": rings.RING.ranked(),
            "match": rings.ordered_match(rings.RING),
            "blocked by": blocked and blocked[0],
            "contracts": blocked and blocked[1],
            "gains": blocked and [rings.RING.utility(agent, blocked[1]) for agent in range(rings.AGENTS)],
        },
        # by how much a unit is worth less once there are four times as many
        "marginal": {curve: rounded(marginal(curve, 10_000) / marginal(curve, 40_000)) for curve in CURVES},
    }


PART = Part[Settings](
    name="queries",
    title="Data by the query",
    needs=("seed", "games"),
    tasks=lambda settings: [(settings.seed, games) for games in chunks(settings.games, _A_TASK)],
    work=_check,
    combine=_combine,
)
