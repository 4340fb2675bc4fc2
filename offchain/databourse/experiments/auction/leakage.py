"""Fig 10: how much the outcome of dadpm tells about one price, measured on the winners that were observed.

The paper changes one bid "with the winning bidders unchanged" and plots what it calls privacy leakage. Its Def. 16 is
the sum over outputs of P1 ln(P1 / P2), which is never negative; Fig 10 has negative values. So what is plotted must be
the log ratio ln(P1 / P2) of the one output that was observed. Both are computed here, for a bid and for an ask, changed
by one unit of money and drawn anew; see `disclosure` for the two ways of comparing.
"""

from __future__ import annotations

import math
from dataclasses import asdict, replace
from typing import Any

import numpy as np

from databourse.experiments.auction.disclosure import Leak, in_the_whole_mechanism, observe, with_fixed_candidates
from databourse.experiments.auction.markets import STANDARD, Market, generator, random_market
from databourse.experiments.auction.settings import Settings
from databourse.experiments.parts import Part
from databourse.experiments.statistics import estimate

_STREAM = 10
SIDES = ("bid", "ask")
CHANGES = ("one unit", "drawn anew")
#: Between what Fig 10(a) and Fig 10(b) are said to lie; which side is which is our reading.
PUBLISHED = {"bid": (-0.0002, 0.0002), "ask": (0.0, 0.0004)}
#: With fixed candidates: what may be plotted in Fig 10.
READINGS = {
    "ratio": "log ratio of all observed draws",
    "first_ratio": "log ratio of the first observed draw",
    "divergence": "Def. 16 of all draws",
    "first_divergence": "Def. 16 of the first draw",
}

#: With fixed candidates, and in the whole mechanism.
Leaks = tuple[Leak, tuple[float, bool]]


def _measure(seed: int, bidders: int, runs: int) -> dict[str, Any]:
    """All runs of one number of bidders: for each side and change, what the observed outcome tells."""
    found: dict[str, dict[str, list[Leaks]]] = {side: {change: [] for change in CHANGES} for side in SIDES}
    for run in range(runs):
        rng = generator(seed, _STREAM, bidders, run)
        market = random_market(rng, bidders // 2, bidders // 2)
        turns = observe(market, rng)
        for side in SIDES:
            for change in CHANGES:
                changed = _change(market, side, change, rng)
                leaks = with_fixed_candidates(turns, changed), in_the_whole_mechanism(turns, changed)
                found[side][change].append(leaks)
    return {side: {change: _summary(found[side][change]) for change in CHANGES} for side in SIDES}


def _change(market: Market, side: str, change: str, rng: np.random.Generator) -> Market:
    """The market with the price of one random order of a side changed: by one unit up or down, or drawn anew."""
    orders: Any = list(market[0 if side == "bid" else 1])
    limits = STANDARD.bid if side == "bid" else STANDARD.ask
    index = int(rng.integers(len(orders)))
    price = orders[index].price
    if change == "one unit":
        other = price + int(rng.choice([-1, 1]))
        if not limits[0] <= other <= limits[1]:
            other = 2 * price - other
    else:
        other = int(rng.integers(limits[0], limits[1]))
        other += other >= price  # any price but the old one
    orders[index] = replace(orders[index], price=other)
    return (orders, market[1]) if side == "bid" else (market[0], orders)


def _summary(leaks: list[Leaks]) -> dict[str, Any]:
    fixed, whole = zip(*leaks, strict=True)
    finite = [ratio for ratio, _ in whole if math.isfinite(ratio)]
    return {
        **{name: asdict(estimate([getattr(leak, name) for leak in fixed])) for name in READINGS},
        "whole": asdict(estimate(finite)) if len(finite) > 1 else None,
        # winners or sellers that cannot be after the change; and that or other prices
        "impossible": sum(math.isinf(ratio) for ratio, _ in whole) / len(leaks),
        "told": sum(prices for _, prices in whole) / len(leaks),
    }


def _combine(settings: Settings, found: list[dict[str, Any]]) -> dict[str, Any]:
    return {str(bidders): result for bidders, result in zip(settings.bidders, found, strict=True)}


PART = Part[Settings](
    name="leakage",
    title="Fig 10: privacy leakage after changing one bid",
    needs=("seed", "runs", "bidders"),
    tasks=lambda settings: [(settings.seed, bidders, settings.runs) for bidders in settings.bidders],
    work=_measure,
    combine=_combine,
)
