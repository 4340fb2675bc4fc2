"""How much of the gains from trade each rule realises, and how much of them the auctioneer keeps.

The optimum for replicable data: every buyer takes the cheapest units that are good enough and cost at most its bid,
because buyers do not compete for supply. Reports are truthful, which under dantm and dadpm is no equilibrium.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from databourse.experiments.auction.markets import Ranges, generator, random_market
from databourse.experiments.auction.settings import Settings
from databourse.experiments.auction.variants import VARIANTS
from databourse.experiments.parts import Part
from databourse.experiments.statistics import estimate
from databourse.mechanisms.double_auction.analysis.welfare import best_gains, payoffs

_STREAM = 13

#: Number of buyers, of sellers, and ranges.
SCENES: dict[str, tuple[int, int, Ranges]] = {
    "equal quality": (50, 50, Ranges("equal quality", need=(0, 0), quality=(0, 0))),
    "random quality": (50, 50, Ranges("needs and qualities 0–9", need=(0, 9), quality=(0, 9))),
    "90 buyers, 10 sellers": (90, 10, Ranges("needs and qualities 0–9", need=(0, 9), quality=(0, 9))),
}


def _run(seed: int, scene: str, runs: int) -> dict[str, Any]:
    buyers, sellers, ranges = SCENES[scene]
    place = list(SCENES).index(scene)
    shares: dict[str, list[float]] = {variant.name: [] for variant in VARIANTS}
    kept: dict[str, tuple[int, int]] = {variant.name: (0, 0) for variant in VARIANTS}
    for run in range(runs):
        market = random_market(generator(seed, _STREAM, place, run), buyers, sellers, ranges)
        best = best_gains(*market)
        for number, variant in enumerate(VARIANTS):
            outcome = variant.solve(market, ranges, generator(seed, _STREAM, place, run, number))
            gained = payoffs(outcome, *market)
            shares[variant.name].append(gained.gains / best if best else 1.0)
            budget, gains = kept[variant.name]
            kept[variant.name] = budget + gained.budget, gains + gained.gains
    return {
        name: {"share": asdict(estimate(shares[name])), "budget": budget / gains if gains else 0.0}
        for name, (budget, gains) in kept.items()
    }


PART = Part[Settings](
    name="gains",
    title="Gains from trade against the optimum",
    needs=("seed", "runs"),
    tasks=lambda settings: [(settings.seed, scene, settings.runs) for scene in SCENES],
    work=_run,
    combine=lambda _, found: dict(zip(SCENES, found, strict=True)),
)
