"""Random books that look for trouble: ties, zero quantities, lopsided or empty sides, prices from 0 to 2^88 - 1."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from databourse.mechanisms.double_auction import (
    Ask,
    Bid,
    Outcome,
    dadpm,
    dadpm_split,
    dantm,
    kth_price,
    literal,
    trade_reduction,
)

Rule = Callable[..., Outcome]

SEED = bytes(range(32))
ANOTHER_SEED = "5eed" * 16
GRID = [250, 0, 6, 1, 2, 2**39, 2**61, 2**62, 2**79, 2**87, 3]

# Each rule's fast and literal form with every kind of option.
VARIANTS: dict[str, tuple[Rule, Rule, dict[str, Any]]] = {
    "kth-price": (kth_price, literal.kth_price, {}),
    "kth-price, K = 1": (kth_price, literal.kth_price, {"k": 1}),
    "kth-price, K = 4": (kth_price, literal.kth_price, {"k": 4}),
    "trade-reduction": (trade_reduction, literal.trade_reduction, {}),
    "trade-reduction, uniform": (trade_reduction, literal.trade_reduction, {"uniform": True}),
    "dantm": (dantm, literal.dantm, {}),
    "dantm, strict": (dantm, literal.dantm, {"pairing": "strict"}),
    "dantm, published": (dantm, literal.dantm, {"quality_filter": False}),
    "dantm, published, strict": (dantm, literal.dantm, {"quality_filter": False, "pairing": "strict"}),
    "dadpm": (dadpm, literal.dadpm, {"seed": SEED}),
    "dadpm, published": (
        dadpm,
        literal.dadpm,
        {"seed": ANOTHER_SEED, "epsilon_buyers": (4, 1), "epsilon_sellers": (7, 3), "quality_filter": False},
    ),
    "dadpm-split": (dadpm_split, literal.dadpm_split, {"seed": SEED, "price_grid": GRID}),
    "dadpm-split, another seed": (
        dadpm_split,
        literal.dadpm_split,
        {"seed": ANOTHER_SEED, "price_grid": GRID[:8], "epsilon": (17, 5)},
    ),
}

HIGHEST_PRICES = (0, 3, 12, 500, 2**40, 2**62, 2**63, 2**80, 2**88 - 1)
HIGHEST_QUANTITIES = (1, 3, 20, 2**32 - 1)
HIGHEST_QUALITIES = (0, 1, 3, 15, 2**16 - 1)
SHAPES = ((12, 12), (3, 25), (25, 3), (1, 6), (6, 1), (0, 4), (4, 0))
LIKELY = (0.4, 0.15, 0.15, 0.1, 0.1, 0.05, 0.05)

Book = tuple[list[Bid], list[Ask]]


def random_book(seed: int, shape: tuple[int, int] | None = None) -> Book:
    """A book with up to this many bids and asks, or with a shape of its own choice."""
    rng = np.random.default_rng(seed)
    most_bids, most_asks = shape or SHAPES[rng.choice(len(SHAPES), p=LIKELY)]
    price, quantity, quality = (
        rng.choice(np.array(highest, dtype=object))
        for highest in (HIGHEST_PRICES, HIGHEST_QUANTITIES, HIGHEST_QUALITIES)
    )

    def draw(highest: int) -> int:
        return int.from_bytes(rng.bytes(16), "big") % (highest + 1)

    bids = [Bid(draw(price), draw(quantity), draw(quality)) for _ in range(draw(most_bids))]
    asks = []
    for _ in range(draw(most_asks)):
        units = draw(quantity)
        asks.append(Ask(draw(price), units, draw(quality), draw(units - 1) if units else 0))
    return bids, asks


def random_books(count: int) -> Iterator[Book]:
    """Books of all shapes, the same ones on every run."""
    return map(random_book, range(count))
