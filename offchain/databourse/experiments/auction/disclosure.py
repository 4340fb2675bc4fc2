"""What one observed outcome of dadpm tells about one changed order.

Two databases, before and after the change, can be compared in two ways. With *fixed candidates* the changed price
changes the weights of the draws only, as in the paper's proof of Theorems 14 and 15. In the *whole mechanism* it
changes the valid prices and with them who is a candidate at all; a winner that could not have won after the change
makes the ratio of the probabilities infinite.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from databourse.experiments.auction.markets import Market
from databourse.mechanisms.double_auction.literal.dadpm import buyer_weights, seller_weights
from databourse.mechanisms.double_auction.literal.rounds import Round, open_round
from databourse.mechanisms.double_auction.literal.steps import (
    Asks,
    Bids,
    ask_order,
    bid_order,
    standing_asks,
    standing_bids,
)

EPSILON = (1, 10)


@dataclass(frozen=True)
class Turn:
    """A round with a winner, as it was observed: the candidates, who won, and the sellers in the order of the draws."""

    candidates: Round
    winner: int
    drawn: list[int]

    def sides(self) -> tuple[tuple[Any, list[int]], tuple[Any, list[int]]]:
        """Candidates and who was drawn from them: buyers, then sellers."""
        return (self.candidates.bids, [self.winner]), (self.candidates.asks, self.drawn)


def observe(market: Market, rng: np.random.Generator) -> list[Turn]:
    """One run of dadpm as published."""
    active, asks = standing_bids(market[0]), standing_asks(market[1])
    turns = []
    while (this := _next_round(active, asks)) is not None:
        winner = this.bids[_draw(rng, buyer_weights(this.bids, EPSILON))]
        pool, drawn, demand = list(this.asks), [], winner[1].quantity
        weights = seller_weights(pool, EPSILON)
        while pool and demand > 0:
            place = _draw(rng, weights)
            demand -= pool[place][1].quantity
            drawn.append(pool.pop(place)[0])
            weights.pop(place)
        turns.append(Turn(this, winner[0], drawn))
        active.remove(winner)
    return turns


@dataclass(frozen=True)
class Leak:
    """What an outcome tells with fixed candidates.

    Attributes:
        ratio: ln(P1 / P2) of the winners and sellers that were observed.
        divergence: Def. 16, the sum of P1 ln(P1 / P2), of the draws along this run: its mean over runs is that of the
            whole sequence.
        first_ratio: the ratio of the first draw that the change can touch.
        first_divergence: Def. 16 of that draw.
    """

    ratio: float = 0.0
    divergence: float = 0.0
    first_ratio: float = 0.0
    first_divergence: float = 0.0


def with_fixed_candidates(turns: Sequence[Turn], changed: Market) -> Leak:
    """Candidates stay what they were; the weights are those of the changed orders."""
    draws: list[tuple[float, float]] = []
    for turn in turns:
        for side, (before, names) in enumerate(turn.sides()):
            after: Any = sorted(((i, changed[side][i]) for i, _ in before), key=(bid_order, ask_order)[side])
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
    active, asks = standing_bids(changed[0]), standing_asks(changed[1])
    for turn in turns:
        after = _next_round(active, asks)
        if after is None:
            return math.inf, True
        prices |= after.valid_price != turn.candidates.valid_price
        for side, (before, names) in enumerate(turn.sides()):
            one, other = _Draws(before, side), _Draws((after.bids, after.asks)[side], side)
            for name in names:
                if not other.has(name):
                    return math.inf, True
                ratio += math.log(one.take(name) / other.take(name))
        active.remove((turn.winner, changed[0][turn.winner]))
    if _next_round(active, asks) is not None:
        return math.inf, True  # somebody else would win after that
    return ratio, prices


def _next_round(active: Bids, asks: Asks) -> Round | None:
    """The next round with valid prices; highest bids that stand in its way leave. None if there is no such round."""
    while active:
        this = open_round(0, active, asks, "extended")
        if this is not None:
            return this
        active.remove(min(active, key=bid_order))
    return None


def _draw(rng: np.random.Generator, weights: Sequence[int]) -> int:
    chances = np.array(weights, dtype=np.float64)
    return int(rng.choice(len(chances), p=chances / chances.sum()))


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
