"""Figs 5, 6 and 7 from the same runs: payoffs, the auctioneer's budget and social welfare.

All rules solve the same markets with truthful reports, so that differences between them are differences of the rules
and can be estimated market by market. The same is done once more for one number of bidders under other ranges of the
uniform distributions, because the paper leaves the ranges out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from databourse.experiments.auction.markets import RANGES, Market, Ranges, generator, random_market
from databourse.experiments.auction.settings import Settings
from databourse.experiments.auction.variants import VARIANTS, Variant
from databourse.experiments.parts import Part
from databourse.experiments.statistics import estimate
from databourse.mechanisms.double_auction.analysis.welfare import payoffs

_STREAM = 5

#: So many bidders have the markets that compare ranges.
BIDDERS_OF_RANGES = 60

#: What is measured in a run; money in base units.
MEASURES = {
    "buyer": "payoff of a buyer that trades",
    "seller": "payoff of a seller that trades",
    "budget": "the auctioneer's budget",
    "welfare": "social welfare for each bidder (Def. 3: without the budget)",
    "gains": "gains from trade for each bidder (with the budget)",
    "lowest": "the lowest payoff of anybody, by price alone",
    "lowest_useful": "the lowest payoff of anybody, units below the buyer's quality worth nothing",
    "zero_buyers": "share of trading buyers whose payoff is 0",
    "zero_sellers": "share of trading sellers whose payoff is 0",
    "buyers": "buyers that trade",
    "sellers": "sellers that trade",
}


def _measure(variant: Variant, market: Market, ranges: Ranges, key: tuple[int, ...]) -> dict[str, float]:
    """One market solved by one rule, and what everybody gets.

    Payoffs and welfare are those of Defs 1 to 3, which do not look at quality; `gains` and `lowest_useful` do.
    """
    bids, asks = market
    outcome = variant.solve(market, ranges, generator(*key))
    gained = payoffs(outcome, bids, asks)
    # Def. 2: every unit counts, whatever its quality
    buyers = [(bids[trade.bid].price - trade.unit_price) * trade.units for trade in outcome.trades]
    trading = {delivery.ask for trade in outcome.trades for delivery in trade.deliveries}
    sellers = [gained.sellers[ask] for ask in sorted(trading)]
    people = len(bids) + len(asks)
    return {
        "buyer": _mean(buyers),
        "seller": _mean(sellers),
        "budget": gained.budget,
        "welfare": (sum(buyers) + sum(sellers)) / people,
        "gains": gained.gains / people,
        "lowest": min([*buyers, *sellers], default=0),
        "lowest_useful": min([*gained.buyers, *gained.sellers], default=0),
        "zero_buyers": _mean([payoff == 0 for payoff in buyers]),
        "zero_sellers": _mean([payoff == 0 for payoff in sellers]),
        "buyers": len(buyers),
        "sellers": len(sellers),
    }


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0


def _run(seed: int, bidders: int, runs: int, name: str) -> dict[str, Any]:
    """All runs of one number of bidders and one choice of ranges."""
    ranges = RANGES[name]
    key = seed, _STREAM, bidders, list(RANGES).index(name)
    found: dict[str, list[dict[str, float]]] = {variant.name: [] for variant in VARIANTS}
    for run in range(runs):
        market = random_market(generator(*key, run), bidders // 2, bidders // 2, ranges)
        for place, variant in enumerate(VARIANTS):
            found[variant.name].append(_measure(variant, market, ranges, (*key, run, place)))
    pairs = list(zip(found["dantm"], found["dadpm"], strict=True))
    return {
        "rules": {
            rule: {name: asdict(estimate([run[name] for run in measured])) for name in MEASURES}
            for rule, measured in found.items()
        },
        # dadpm less dantm, market by market
        "more": {
            name: asdict(estimate([dadpm[name] - dantm[name] for dantm, dadpm in pairs]))
            for name in ("welfare", "gains")
        },
    }


SWEEP = Part[Settings](
    name="sweep",
    title="Figs 5 to 7: payoffs, budget and welfare",
    needs=("seed", "runs", "bidders"),
    tasks=lambda settings: [(settings.seed, bidders, settings.runs, "standard") for bidders in settings.bidders],
    work=_run,
    combine=lambda settings, found: dict(zip(map(str, settings.bidders), found, strict=True)),
)

RANGES_PART = Part[Settings](
    name="ranges",
    title="Figs 5 to 7 under other ranges",
    needs=("seed", "runs"),
    tasks=lambda settings: [(settings.seed, BIDDERS_OF_RANGES, settings.runs, name) for name in RANGES],
    work=_run,
    combine=lambda _, found: dict(zip(RANGES, found, strict=True)),
)
