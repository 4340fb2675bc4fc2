"""Mixed-VCG where data are worth K (1/√d - 1/√(d + D)) to who has d itself: which data payments have a weight."""

from __future__ import annotations

import math
import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from databourse.experiments.parts import Part, chunks
from databourse.experiments.sharing.markets import added
from databourse.experiments.sharing.payments import payoffs
from databourse.experiments.sharing.settings import Settings
from databourse.experiments.statistics import rounded
from databourse.mechanisms.sharing import BySize, Market, clamped, competitive, vcg_payments
from databourse.mechanisms.sharing.exact import Exact
from databourse.mechanisms.sharing.unilateral import bisect_weight, thin_market, weight_of
from databourse.mechanisms.sharing.unilateral.weights import value_between

AGENTS = 5
#: Weights at which data are sold in distorted-mixed-VCG; no weight is above 1 there.
BASES = (Fraction(3, 4), Fraction(1, 2), Fraction(1, 4))
#: So that tables are concave after rounding.
_UNIT = 10**6
_A_TASK = 25


@dataclass(frozen=True)
class Learners:
    """Agents whose error falls with the square root of their data.

    Attributes:
        own: by agent, the size of its own data.
        stakes: K by agent: what no error at all would be worth.
        market: the same in whole numbers, up to all the data there are.
    """

    own: list[int]
    stakes: list[int]
    market: Market

    def value(self, agent: int, size: float) -> float:
        """What so much more data are worth to an agent, also data that do not exist."""
        own = self.own[agent]
        return self.stakes[agent] * (1 / math.sqrt(own) - 1 / math.sqrt(own + size))

    @property
    def utilities(self) -> list[BySize]:
        """The tables."""
        return [utility for utility in self.market.utilities if isinstance(utility, BySize)]


def learners(chance: random.Random) -> Learners:
    """Five agents with 1 to 20 units of data."""
    own = [chance.randint(1, 20) for _ in range(AGENTS)]
    stakes = [chance.randint(10, 100) * _UNIT for _ in range(AGENTS)]
    tables = [
        [int(stake * (1 / math.sqrt(size) - 1 / math.sqrt(size + more))) for more in range(sum(own) + 1)]
        for size, stake in zip(own, stakes, strict=True)
    ]
    costs = [
        [0 if buyer == seller else chance.randint(0, 5 * _UNIT) for buyer in range(AGENTS)] for seller in range(AGENTS)
    ]
    return Learners(own, stakes, Market.of([BySize.of(k, own, table) for k, table in enumerate(tables)], costs))


@dataclass(frozen=True)
class _Play:
    """What the mechanism wants in one market, amounts in base units."""

    purchases: tuple[tuple[int, ...], ...]
    welfare: Exact
    deficit: Exact
    data: list[Exact]
    payoffs: list[Exact]


def _play(market: Market, scale: int) -> _Play:
    """`scale` is what amounts of the market are multiplied by. Payoffs are those with money alone, no data lifted."""
    outcome = competitive(market)
    paid = vcg_payments(outcome)
    split = clamped(paid)
    return _Play(
        outcome.purchases,
        Fraction(outcome.welfare, scale),
        Fraction(-sum(paid), scale),
        [Fraction(payment, scale) for payment in split.data],
        [Fraction(payoff, scale) for payoff in payoffs(market, outcome, split.money)],
    )


def _count(play: _Play, found: Sequence[Exact | float | None]) -> dict[str, Any]:
    """Agents with a data payment, and those of them that no weight serves."""
    asked = [agent for agent, payment in enumerate(play.data) if payment]
    failed = [agent for agent in asked if found[agent] is None]
    return {
        "markets": 1,
        "asked": len(asked),
        "infeasible": len(failed),
        "infeasible, buys nothing": sum(not play.purchases[agent] for agent in failed),
        "markets, all feasible": not failed,
        "markets, somebody below 0": any(play.payoffs[agent] < 0 for agent in failed),
    }


def _check(seed: int, markets: range) -> dict[str, Any]:
    counts: dict[str, Counter[str]] = {name: Counter() for name in ("unlimited", *map(str, BASES))}
    lifted: list[float] = []
    for at in markets:
        agents = learners(random.Random(f"{seed}/mixed/{at}"))
        whole = _play(agents.market, 1)
        weights = [_lift(agents, whole, agent) for agent in range(AGENTS)]
        lifted += [
            weight for weight, payment in zip(weights, whole.data, strict=True) if payment and weight is not None
        ]
        counts["unlimited"].update(_count(whole, weights))
        counts["unlimited"]["total differs from VCG"] += whole.deficit != 0
        for base in BASES:
            thin = _play(*thin_market(agents.market, base))
            found = [
                weight_of(utility, utility.bought(sellers), payment, base, Fraction(1))
                for utility, sellers, payment in zip(agents.utilities, thin.purchases, thin.data, strict=True)
            ]
            one = counts[str(base)]
            one.update(_count(thin, found))
            one["welfare is lower"] += thin.welfare < whole.welfare
            one["welfare is higher"] += thin.welfare > whole.welfare
            one["promised total is higher"] += thin.welfare + thin.deficit > whole.welfare + whole.deficit
    return {"counts": {name: dict(one) for name, one in counts.items()}, "weights": [rounded(one) for one in lifted]}


def _lift(agents: Learners, play: _Play, agent: int) -> float | None:
    """The weight for what was bought, as much as need be, as if data could be invented."""
    payment = play.data[agent]
    bought = agents.utilities[agent].bought(play.purchases[agent])
    if not payment:
        return 1.0
    target = agents.value(agent, bought) - float(payment)
    return bisect_weight(lambda weight: agents.value(agent, weight * bought), target)


def thinner_is_dearer() -> dict[str, Any]:
    """Two sellers of size 2, a buyer for whom 2 units are all that counts: thinned to a half it needs both."""
    sizes = [2, 2, 2]
    tables = [[0], [0], [0, 5, 10]]
    market = Market.of(
        [BySize.of(buyer, sizes, table) for buyer, table in enumerate(tables)], [[0, 1, 1], [1, 0, 1], [1, 1, 0]]
    )
    whole, thin = _play(market, 1), _play(*thin_market(market, Fraction(1, 2)))
    return {
        name: {"welfare": int(play.welfare), "promised": int(play.welfare + play.deficit)}
        for name, play in (("whole", whole), ("half", thin))
    }


def pure_seller() -> dict[str, Any]:
    """Buyer 10, seller's cost 1: 9 of what the seller is owed are to be paid to it in data, which it does not value."""
    utilities = [BySize.of(0, [1, 1], [0]), BySize.of(1, [1, 1], [0, 10])]
    market = Market.of(utilities, [[0, 1], [1, 0]])
    play = _play(market, 1)
    return {
        "data": [int(payment) for payment in play.data],
        "value needed": int(value_between(utilities[0], Fraction(0)) - play.data[0]),
        "weight": weight_of(utilities[0], 0, play.data[0]),
    }


def loser() -> dict[str, Any]:
    """Complements worth 10 together: a seller that is paid in data alone, and values none, bears its cost."""
    utilities = [BySize.of(buyer, [1, 1, 1], table) for buyer, table in enumerate(([0], [0], [0, 0, 10]))]
    play = _play(Market.of(utilities, [[0, 1, 1], [1, 0, 1], [1, 1, 0]]), 1)
    return {"data": [int(one) for one in play.data], "payoffs": [int(one) for one in play.payoffs]}


def _combine(settings: Settings, found: list[dict[str, Any]]) -> dict[str, Any]:
    modes = {name: added(one["counts"][name] for one in found) for name in found[0]["counts"]}
    weights = sorted(weight for one in found for weight in one["weights"])
    return {
        "markets": settings.upgrades,
        "modes": modes,
        "median weight": weights[len(weights) // 2],
        "largest weight": weights[-1],
        "examples": {"thinner": thinner_is_dearer(), "pure seller": pure_seller(), "loser": loser()},
    }


PART = Part[Settings](
    name="mixed",
    title="Mixed-VCG: which data payments have a weight",
    needs=("seed", "upgrades"),
    tasks=lambda settings: [(settings.seed, markets) for markets in chunks(settings.upgrades, _A_TASK)],
    work=_check,
    combine=_combine,
)
