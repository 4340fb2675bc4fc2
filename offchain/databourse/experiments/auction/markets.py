"""The random markets of the figures and of the audit, and what had to be chosen because the paper does not say it.

The paper: "uniformly distributed bids, asking prices, and demand and supply volumes" and "substantial matches of data
quality between providers and purchasers". Neither the ranges nor the quality are given. Here prices are integers from
1 to 100 on both sides, volumes integers from 1 to 10, and qualities such that a random seller is good enough for a
random buyer in 92.5 % of all cases. `RANGES` holds the alternatives over which the report compares the orderings.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from databourse.mechanisms.double_auction import Ask, Bid

Market = tuple[list[Bid], list[Ask]]
Range = tuple[int, int]  # both ends included


@dataclass(frozen=True)
class Ranges:
    """Uniform distributions of everything that a market is made of."""

    words: str
    bid: Range = (1, 100)
    ask: Range = (1, 100)
    demand: Range = (1, 10)
    supply: Range = (1, 10)
    need: Range = (0, 4)
    quality: Range = (2, 9)

    @property
    def prices(self) -> Range:
        """The lowest and the highest price that can occur."""
        return min(self.bid[0], self.ask[0]), max(self.bid[1], self.ask[1])

    @property
    def match(self) -> float:
        """The probability that a random seller is good enough for a random buyer."""
        needs, qualities = (np.arange(low, high + 1) for low, high in (self.need, self.quality))
        return float((qualities[:, None] >= needs[None, :]).mean())


#: By name; the first is that of the figures.
RANGES: dict[str, Ranges] = {
    "standard": Ranges("prices 1–100, volumes 1–10"),
    "dear bids": Ranges("bids 51–100, asks 1–50: every pair could trade", bid=(51, 100), ask=(1, 50)),
    "dear asks": Ranges("bids 1–100, asks 51–150", ask=(51, 150)),
    "coarse prices": Ranges("prices 1–10: many ties", bid=(1, 10), ask=(1, 10)),
    "single units": Ranges("one unit each", demand=(1, 1), supply=(1, 1)),
    "large supply": Ranges("supply 10–50, demand 1–10", supply=(10, 50)),
    "large demand": Ranges("demand 10–50, supply 1–10", demand=(10, 50)),
    "equal quality": Ranges("every seller is good enough", need=(0, 0), quality=(0, 0)),
    "any quality": Ranges("needs and qualities 0–9: 55 % match", need=(0, 9), quality=(0, 9)),
}

STANDARD = RANGES["standard"]


def generator(*key: int) -> np.random.Generator:
    """Random numbers that depend on nothing but the key: a seed, then what tells one use of it from another."""
    # with its length, because a short key counts as continued by zeros
    return np.random.default_rng(np.random.SeedSequence((len(key), *key)))


def random_market(rng: np.random.Generator, buyers: int, sellers: int, ranges: Ranges = STANDARD) -> Market:
    """One market with these ranges."""

    def draw(limits: Range, size: int) -> list[int]:
        values: list[int] = rng.integers(limits[0], limits[1] + 1, size).tolist()
        return values

    bids = list(map(Bid, draw(ranges.bid, buyers), draw(ranges.demand, buyers), draw(ranges.need, buyers)))
    asks = list(map(Ask, draw(ranges.ask, sellers), draw(ranges.supply, sellers), draw(ranges.quality, sellers)))
    return bids, asks


#: Of the audit's small markets.
SMALL_PRICES, SMALL_QUALITIES, SMALL_QUANTITIES = (0, 6), (0, 2), (1, 3)


def small_market(rng: np.random.Generator) -> Market:
    """One market of one to three bids and one to three asks."""
    ranges = Ranges(
        "small",
        bid=SMALL_PRICES,
        ask=SMALL_PRICES,
        demand=SMALL_QUANTITIES,
        supply=SMALL_QUANTITIES,
        need=SMALL_QUALITIES,
        quality=SMALL_QUALITIES,
    )
    buyers, sellers = rng.integers(1, 4, 2).tolist()
    return random_market(rng, buyers, sellers, ranges)
