"""What a lie is worth: in VCG, in both readings, and in mixed-VCG, which equates payoffs for what was reported."""

from __future__ import annotations

import math
import random
from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from databourse.experiments.parts import Part, chunks
from databourse.experiments.sharing.markets import KINDS, added, random_costs, random_market
from databourse.experiments.sharing.payments import payoffs
from databourse.experiments.sharing.settings import Settings
from databourse.experiments.statistics import rounded
from databourse.mechanisms.sharing import BySize, Market, clamped, competitive, vcg_payments
from databourse.mechanisms.sharing.literal import payments_over_all_graphs
from databourse.mechanisms.sharing.unilateral import Competitive, bisect_weight

_A_TASK = 20
#: Two agents with one unit of data each, to whom w units are worth θ log2(1 + w), at a cost of 1.
TRUTH, COST = (8, 9), 1
#: What the first reports, in the paper's terms its type: a grid for the figure.
REPORTS = tuple(Fraction(step, 4) for step in range(6, 65))

#: Reports in random markets, as parts of the truth.
FACTORS = (Fraction(1, 4), Fraction(1, 2), Fraction(3, 4), Fraction(5, 4), Fraction(2))
AGENTS = 3
_UNIT = 10**6


def gain(size: float) -> float:
    """log2(1 + size): 1 for the first unit."""
    return math.log2(1 + size)


def _table(theta: Fraction, most: int) -> list[int]:
    return [int(theta * int(_UNIT * gain(size))) for size in range(most + 1)]


def _market(thetas: Sequence[Fraction], sizes: Sequence[int], costs: Sequence[Sequence[int]]) -> Market:
    utilities = [BySize.of(buyer, sizes, _table(theta, sum(sizes))) for buyer, theta in enumerate(thetas)]
    return Market.of(utilities, costs)


def play(
    reported: Sequence[Fraction], true: Fraction, agent: int, sizes: Sequence[int], costs: Sequence[Sequence[int]]
) -> dict[str, Any]:
    """What one agent has, by its true type, of mixed-VCG and of VCG played with these reports; in units of θ."""
    market = _market(reported, sizes, costs)
    outcome = competitive(market)
    paid = vcg_payments(outcome)
    split = clamped(paid)
    bought = sum(sizes[seller] for seller in outcome.purchases[agent])
    weight = _weight(float(reported[agent]), bought, split.data[agent] / _UNIT)
    given = sum(costs[agent][buyer] for buyer, sellers in enumerate(outcome.purchases) if agent in sellers) / _UNIT
    got = 1.0 if weight is None else weight  # no weight serves: the data as they were bought
    return {
        "data payment": rounded(split.data[agent] / _UNIT),
        "weight": None if weight is None else rounded(weight),
        "mixed": rounded(float(true) * gain(got * bought) - given - split.money[agent] / _UNIT),
        "vcg": rounded(float(true) * gain(bought) - given - paid[agent] / _UNIT),
    }


def _weight(theta: float, bought: int, payment: float) -> float | None:
    if not payment:
        return 1.0
    return bisect_weight(lambda weight: theta * gain(weight * bought), theta * gain(bought) - payment)


def path() -> list[dict[str, Any]]:
    """The first of two agents, of true type 8, by its report."""
    costs = [[0, COST * _UNIT], [COST * _UNIT, 0]]
    truth = [Fraction(theta) for theta in TRUTH]
    return [{"report": float(report), **play([report, truth[1]], truth[0], 0, [1, 1], costs)} for report in REPORTS]


def _check_mixed(chance: random.Random, counts: Counter[str]) -> None:
    """One market of three agents in which each tries every report, the others being truthful."""
    sizes = [chance.randint(1, 5) for _ in range(AGENTS)]
    truth = [Fraction(chance.randint(2, 12)) for _ in range(AGENTS)]
    costs = [
        [0 if one == other else chance.randint(1, 12) * _UNIT // 2 for other in range(AGENTS)] for one in range(AGENTS)
    ]
    paying = Counter[str]()
    for agent in range(AGENTS):
        honest = play(truth, truth[agent], agent, sizes, costs)
        for factor in FACTORS:
            told = [theta * factor if other == agent else theta for other, theta in enumerate(truth)]
            lied = play(told, truth[agent], agent, sizes, costs)
            for name in ("mixed", "vcg"):
                # rounding of tables to 1/10^6 of a unit is no gain
                pays = lied[name] > honest[name] + 1e-4
                counts[f"{name}, lies that pay"] += pays
                paying[name] += pays
            counts["lies"] += 1
    counts["mixed, markets"] += paying["mixed"] > 0
    counts["vcg, markets"] += paying["vcg"] > 0


def _check_vcg(chance: random.Random, kind: str, counts: Counter[str]) -> None:
    """One market in which each agent reports another utility and other costs at random, in both readings of (20)."""
    agents = chance.randint(2, 4)
    market = random_market(chance, kind, agents)
    honest = _both(market, competitive(market), market)
    for agent in range(agents):
        sizes = [utility.sizes for utility in market.utilities if isinstance(utility, BySize)]
        lie = KINDS[kind](chance, agent, list(sizes[0]) if sizes else [1] * agents)
        utilities = [lie if buyer == agent else utility for buyer, utility in enumerate(market.utilities)]
        costs = [random_costs(chance, agent, agents) if at == agent else row for at, row in enumerate(market.costs)]
        told = Market.of(utilities, [list(row) for row in costs])
        for name, values in _both(told, competitive(told), market).items():
            counts[f"{name}, lies that pay"] += values[agent] > honest[name][agent]
        counts["lies about anything"] += 1


def _both(told: Market, outcome: Competitive, true: Market) -> dict[str, list[int]]:
    """Payoffs by the true market of an outcome of what was told."""
    return {
        "participation": payoffs(true, outcome, vcg_payments(outcome)),
        "as printed": payoffs(true, outcome, payments_over_all_graphs(told, outcome.purchases)),
    }


def _check(seed: int, markets: range) -> dict[str, int]:
    counts: Counter[str] = Counter()
    for at in markets:
        _check_mixed(random.Random(f"{seed}/lies/mixed/{at}"), counts)
        for kind in KINDS:
            _check_vcg(random.Random(f"{seed}/lies/{kind}/{at}"), kind, counts)
    return dict(counts)


def _combine(settings: Settings, found: list[dict[str, int]]) -> dict[str, Any]:
    return {"markets": settings.lies, **added(found), "path": path()}


PART = Part[Settings](
    name="lies",
    title="Lies in VCG and in mixed-VCG",
    needs=("seed", "lies"),
    tasks=lambda settings: [(settings.seed, markets) for markets in chunks(settings.lies, _A_TASK)],
    work=_check,
    combine=_combine,
)
