"""Fig 9: a participant's payoff against its own report, everybody else truthful.

In each market four participants are followed, chosen by the outcome of dantm as published under truthful reports: the
middle one of the buyers that trade and the highest bid that does not, the middle one of the sellers that trade and the
cheapest that does not. All rules are asked about the same four. Payoffs are counted twice: with the true value or cost,
which is what truthfulness is about, and with the reported one in its place, because a figure that decreases with the
bid can also be got by that. Rules that draw are averaged over a few seeds, the same ones for every report.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import asdict
from typing import Any

from databourse.experiments.auction.markets import STANDARD, Market, generator, random_market
from databourse.experiments.auction.settings import Settings
from databourse.experiments.auction.variants import BY_NAME, VARIANTS, Variant
from databourse.experiments.parts import Part, chunks
from databourse.experiments.statistics import estimate
from databourse.mechanisms.double_auction.analysis.lies import Misreport
from databourse.mechanisms.double_auction.analysis.reports import Side

_STREAM = 9
_RUNS_A_TASK = 5
#: So many bidders has a market here, half of them buyers.
BIDDERS = 40
#: What is added to the true price; a report below 0 is one of 0.
SHIFTS = tuple(range(-40, 41, 10))
DRAWS = 3

ROLES = ("winning buyer", "losing buyer", "winning seller", "losing seller")
COUNTED = ("true", "reported")

Place = tuple[Side, int]
Payoffs = dict[str, dict[str, dict[str, list[float]]]]  # rule, role, how it is counted: payoff at each shift


def _follow(seed: int, runs: range) -> list[Payoffs]:
    return [_one_market(seed, run) for run in runs]


def _one_market(seed: int, run: int) -> Payoffs:
    market = random_market(generator(seed, _STREAM, run), BIDDERS // 2, BIDDERS // 2)
    followed = _choose(market)
    return {
        variant.name: {role: _payoffs(variant, market, who, seed, run) for role, who in followed.items()}
        for variant in VARIANTS
    }


def _choose(market: Market) -> dict[str, Place]:
    """Who plays each role; a role that nobody can play in this market is left out."""
    bids, asks = market
    outcome = BY_NAME["dantm"].solve(market, STANDARD, generator(0))
    buyers = {trade.bid for trade in outcome.trades}
    sellers = {delivery.ask for trade in outcome.trades for delivery in trade.deliveries}
    bid_order = sorted(range(len(bids)), key=lambda i: (-bids[i].price, i))
    ask_order = sorted(range(len(asks)), key=lambda j: (asks[j].price, j))
    chosen: dict[str, Place] = {}
    sides: list[tuple[Side, str, list[int], set[int]]] = [
        ("bid", "buyer", bid_order, buyers),
        ("ask", "seller", ask_order, sellers),
    ]
    for side, name, order, trading in sides:
        winners = [place for place in order if place in trading]
        losers = [place for place in order if place not in trading]
        if winners:
            chosen[f"winning {name}"] = side, winners[len(winners) // 2]
        if losers:
            chosen[f"losing {name}"] = side, losers[0]
    return chosen


def _payoffs(variant: Variant, market: Market, who: Place, seed: int, run: int) -> dict[str, list[float]]:
    side, index = who
    truth = market[0 if side == "bid" else 1][index].price
    found: dict[str, list[float]] = {counted: [] for counted in COUNTED}
    for shift in SHIFTS:
        report = Misreport(side, index, "price", truth, max(truth + shift, 0))
        bids, asks = report.applied(*market)
        draws = DRAWS if variant.is_random else 1
        sums: dict[str, float] = defaultdict(float)
        for draw in range(draws):
            outcome = variant.solve((list(bids), list(asks)), STANDARD, generator(seed, _STREAM, run, draw))
            sums["true"] += report.payoff(outcome, *market) / draws
            sums["reported"] += report.payoff(outcome, bids, asks) / draws
        for counted in COUNTED:
            found[counted].append(sums[counted])
    return found


def _combine(settings: Settings, found: list[list[Payoffs]]) -> dict[str, Any]:  # noqa: ARG001 - as all parts
    """At each shift: the payoff, and how much more than with the truth it is."""
    markets = [market for task in found for market in task]
    at_truth = SHIFTS.index(0)

    def summary(rule: str, role: str, counted: str) -> list[dict[str, Any]]:
        rows = [market[rule][role][counted] for market in markets if role in market[rule]]
        return [
            {
                "shift": shift,
                "payoff": asdict(estimate([row[place] for row in rows])),
                "more": asdict(estimate([row[place] - row[at_truth] for row in rows])),
            }
            for place, shift in enumerate(SHIFTS)
        ]

    return {
        variant.name: {role: {counted: summary(variant.name, role, counted) for counted in COUNTED} for role in ROLES}
        for variant in VARIANTS
    }


PART = Part[Settings](
    name="own_report",
    title="Fig 9: payoff against own report",
    needs=("seed", "runs"),
    tasks=lambda settings: [(settings.seed, runs) for runs in chunks(settings.runs, _RUNS_A_TASK)],
    work=_follow,
    combine=_combine,
)
