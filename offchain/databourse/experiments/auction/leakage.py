"""Fig 10: how much the outcome of dadpm tells about one bid, measured on the winners that were observed.

The paper changes one bid "with the winning bidders unchanged" and plots what it calls privacy leakage. Its Def. 16 is
the sum over outputs of P1 ln(P1 / P2), which is never negative; Fig 10 has negative values. So what is plotted must be
the log ratio ln(P1 / P2) of the one output that was observed. Both are computed here, for the sequence of winning
buyers and for the sellers drawn, and for a bid changed by one unit of money and for one drawn anew.

Two databases can be compared in two ways. With *fixed candidates* the changed bid changes the weights of the draws
only, as in the paper's proof of Theorems 14 and 15. In the *whole mechanism* it changes the valid prices and with them
who is a candidate at all; a winner that could not have won with the changed bid makes the ratio infinite.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np

from databourse.experiments.auction.markets import STANDARD, Market, generator, random_market
from databourse.experiments.auction.settings import Settings
from databourse.experiments.auction.statistics import estimate
from databourse.experiments.parts import Part
from databourse.mechanisms.double_auction.literal.dadpm import buyer_weights, seller_weights
from databourse.mechanisms.double_auction.literal.rounds import Round, open_round
from databourse.mechanisms.double_auction.literal.steps import Bids, ask_order, bid_order, standing_asks, standing_bids

_STREAM = 10
EPSILON = (1, 10)
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


@dataclass(frozen=True)
class Turn:
    """A round as it was observed: what was known, who won, and the sellers in the order in which they were drawn."""

    active: Bids
    candidates: Round
    winner: int
    drawn: list[int]


def observe(market: Market, rng: np.random.Generator) -> list[Turn]:
    """The rounds of one run of dadpm as published that had valid prices."""
    active, asks = standing_bids(market[0]), standing_asks(market[1])
    turns = []
    while active:
        this = open_round(0, active, asks, "extended")
        if this is None:
            active.remove(min(active, key=bid_order))
            continue
        winner = this.bids[_draw(rng, buyer_weights(this.bids, EPSILON))]
        pool, drawn, demand = list(this.asks), [], winner[1].quantity
        weights = seller_weights(pool, EPSILON)
        while pool and demand > 0:
            place = _draw(rng, weights)
            demand -= pool[place][1].quantity
            drawn.append(pool.pop(place)[0])
            weights.pop(place)
        turns.append(Turn(list(active), this, winner[0], drawn))
        active.remove(winner)
    return turns


def _draw(rng: np.random.Generator, weights: Sequence[int]) -> int:
    chances = np.array(weights, dtype=np.float64)
    return int(rng.choice(len(chances), p=chances / chances.sum()))


@dataclass(frozen=True)
class Leak:
    """What one outcome tells about one change.

    Attributes:
        ratio: ln(P1 / P2) of the winners and sellers that were observed; infinite if they cannot occur after it.
        divergence: Def. 16, the sum of P1 ln(P1 / P2), of the draws along this run: its mean over runs is that of the
            whole sequence.
        first_ratio: the ratio of the first draw on the changed side alone.
        first_divergence: Def. 16 of that draw.
    """

    ratio: float = 0.0
    divergence: float = 0.0
    first_ratio: float = 0.0
    first_divergence: float = 0.0


def with_fixed_candidates(turns: Sequence[Turn], changed: Market) -> Leak:
    """Candidates stay what they were; only the weights are those of the changed orders."""
    draws: list[tuple[float, float]] = []
    for turn in turns:
        for side, names, key in ((0, [turn.winner], bid_order), (1, turn.drawn, ask_order)):
            before: Any = list((turn.candidates.bids, turn.candidates.asks)[side])
            after: Any = sorted(((i, changed[side][i]) for i, _ in before), key=key)
            if before == after:
                continue  # nothing can be learnt from these draws
            one, other = _Draws(before, side), _Draws(after, side)
            for name in names:
                divergence = one.divergence(other)
                draws.append((math.log(one.take(name) / other.take(name)), divergence))
    if not draws:
        return Leak()
    return Leak(sum(ratio for ratio, _ in draws), sum(divergence for _, divergence in draws), *draws[0])


def in_the_whole_mechanism(turns: Sequence[Turn], changed: Market) -> tuple[float, bool]:
    """Valid prices and candidates are found again from the changed orders.

    Returns:
        ln(P1 / P2) of the winners and sellers that were observed, infinite if they cannot occur after the change; and
        whether that is so once the valid prices of the rounds, which buyers and sellers see, are part of the output.
    """
    ratio, prices = 0.0, False
    asks = standing_asks(changed[1])
    for turn in turns:
        after = open_round(0, [(i, changed[0][i]) for i, _ in turn.active], asks, "extended")
        if after is None:
            return math.inf, True
        prices |= after.valid_price != turn.candidates.valid_price
        for side, names in ((0, [turn.winner]), (1, turn.drawn)):
            one = _Draws(list((turn.candidates.bids, turn.candidates.asks)[side]), side)
            other = _Draws(list((after.bids, after.asks)[side]), side)
            for name in names:
                if not other.has(name):
                    return math.inf, True
                ratio += math.log(one.take(name) / other.take(name))
    return ratio, prices


#: With fixed candidates, and in the whole mechanism.
Leaks = tuple[Leak, tuple[float, bool]]


class _Draws:
    """Successive draws without replacement from the candidates of one side."""

    def __init__(self, candidates: Any, side: int) -> None:
        weights = (buyer_weights, seller_weights)[side](candidates, EPSILON)
        self._weights = {name: weight for (name, _), weight in zip(candidates, weights, strict=True)}

    def has(self, name: int) -> bool:
        return name in self._weights

    def take(self, name: int) -> float:
        """The chance of this one, which leaves."""
        total = sum(self._weights.values())
        return self._weights.pop(name) / total

    def divergence(self, other: _Draws) -> float:
        """The sum of P1 ln(P1 / P2) over the next draw, both from the same candidates."""
        mine, theirs = sum(self._weights.values()), sum(other._weights.values())
        return sum(
            weight / mine * math.log(weight / mine / (other._weights[name] / theirs))
            for name, weight in self._weights.items()
        )


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
