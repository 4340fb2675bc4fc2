"""VCG in both readings of (20), and the published split of its payments."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np

from databourse.experiments.parts import Part
from databourse.experiments.sharing.markets import added, by_kind, kind_tasks, random_market
from databourse.experiments.sharing.settings import Settings
from databourse.experiments.statistics import rounded
from databourse.mechanisms.sharing import BySet, Market, clamped, competitive, demand, published, vcg_payments
from databourse.mechanisms.sharing.literal import payments_by_definition, payments_over_all_graphs
from databourse.mechanisms.sharing.unilateral import Competitive

MARKS = (0, 5, 25, 50, 75, 95, 100)


def payoffs(market: Market, outcome: Competitive, payments: Sequence[int]) -> list[int]:
    """By agent: the value of what it gets, minus its costs, minus what it pays."""
    found = []
    for agent, sellers in enumerate(outcome.purchases):
        costs = sum(
            market.costs[agent][buyer] for buyer, bought_from in enumerate(outcome.purchases) if agent in bought_from
        )
        found.append(market.utilities[agent].value(sellers) - costs - payments[agent])
    return found


def unsold(market: Market, outcome: Competitive) -> int:
    """What the data of sellers that a buyer does not buy from would add for it, were each free by itself."""
    total = 0
    for buyer, sellers in enumerate(outcome.purchases):
        for seller in range(market.agents):
            if seller != buyer and seller not in sellers:
                costs = market.costs_of(buyer)
                costs[seller] = 0
                total += demand(market.utilities[buyer], costs).surplus - outcome.surpluses[buyer]
    return total


def _check(seed: int, kind: str, markets: range) -> dict[str, Any]:
    counts: Counter[str] = Counter()
    shares: dict[str, list[float]] = {"participation": [], "as printed": []}
    for at in markets:
        chance = random.Random(f"{seed}/payments/{kind}/{at}")
        market = random_market(chance, kind, chance.randint(3, 5))
        outcome = competitive(market)
        paid = vcg_payments(outcome)
        printed = payments_over_all_graphs(market, outcome.purchases)
        edges = outcome.prices.items()
        counts["by definition"] += paid == payments_by_definition(market, outcome.purchases)
        counts["the sum of intervals"] += sum(paid) == -sum(highest - cost for _, (cost, highest) in edges)
        counts["costs and what is unsold"] += sum(printed) == sum(cost for _, (cost, _) in edges) + unsold(
            market, outcome
        )
        for name, payments in (("participation", paid), ("as printed", printed)):
            counts[f"{name}, deficit"] += sum(payments) < 0
            counts[f"{name}, surplus"] += sum(payments) > 0
            counts[f"{name}, nobody is paid"] += min(payments) >= 0
            counts[f"{name}, somebody loses"] += min(payoffs(market, outcome, payments)) < 0
            if outcome.welfare:
                shares[name].append(sum(payments) / outcome.welfare)
        counts["mixed signs"] += min(paid) < 0 < max(paid)
        counts["published does not balance"] += published(paid).imbalance != 0
        counts["clamped does not balance"] += clamped(paid).imbalance != 0
        counts["published, printed payments"] += published(printed).imbalance != 0
    return {"counts": dict(counts), "shares": shares}


def examples() -> dict[str, Any]:
    """A seller that is not paid for its cost, and the smallest split that does not balance."""
    sale = Market.of([BySet.of(0, [0, 0]), BySet.of(1, [0, 10])], [[0, 1], [1, 0]])
    outcome = competitive(sale)
    printed = payments_over_all_graphs(sale, outcome.purchases)
    split, repaired = published([1, -10]), clamped([1, -10])
    return {
        "participation": vcg_payments(outcome),
        "as printed": printed,
        "payoffs as printed": payoffs(sale, outcome, printed),
        "published": {"data": split.data, "money": split.money, "imbalance": split.imbalance},
        "clamped": {"data": repaired.data, "money": repaired.money, "imbalance": repaired.imbalance},
    }


def _combine(settings: Settings, found: list[dict[str, Any]]) -> dict[str, Any]:
    kinds: dict[str, Any] = {}
    for kind, tasks in by_kind(found).items():
        shares = {name: [share for one in tasks for share in one["shares"][name]] for name in tasks[0]["shares"]}
        quantiles = {name: list(map(rounded, np.percentile(all_, MARKS).tolist())) for name, all_ in shares.items()}
        kinds[kind] = {**added(one["counts"] for one in tasks), "share of welfare": quantiles}
    return {"markets": settings.markets, "kinds": kinds, "examples": examples()}


PART = Part[Settings](
    name="payments",
    title="VCG in both readings, and the published split",
    needs=("seed", "markets"),
    tasks=lambda settings: kind_tasks(settings.seed, settings.markets),
    work=_check,
    combine=_combine,
)
