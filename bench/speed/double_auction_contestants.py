"""What the benchmark of the double auction compares: our rules, the same rules as the paper loops, and pymarket's.

A contestant is prepared with a book of some size and returns the function that is timed: from columns of integers, or
for the loops and for pymarket from their own objects, to the outcome. Outcomes of ours are compressed: deliveries are
made when somebody looks at them.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from databourse.mechanisms.double_auction import Asks, Bids, literal, solve
from databourse.mechanisms.double_auction.integers import Money

HIGHEST_PRICE = 10**6
HIGHEST_QUANTITY = 50
GRADES = 16

SEED = "5eed" * 16
GRID = tuple(range(0, HIGHEST_PRICE, HIGHEST_PRICE // 100))
SPLIT: dict[str, Any] = {"seed": SEED, "price_grid": GRID}

Side = tuple[Money, Money, Money]
Run = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Contestant:
    """Someone who solves books of `largest` orders at most, or of `patient` if nobody minds waiting."""

    name: str
    prepare: Callable[[Side, Side], Run]
    largest: int
    patient: int = 0


def book(size: int) -> tuple[Side, Side]:
    """Half bids, half asks: price, quantity and quality, uniform; the same on every machine."""
    rng = np.random.default_rng(size)

    def side() -> Side:
        count = size // 2
        prices = rng.integers(1, HIGHEST_PRICE + 1, count)
        return prices, rng.integers(1, HIGHEST_QUANTITY + 1, count), rng.integers(0, GRADES, count)

    return side(), side()


def _ours(rule: str, unit: int = 1, **options: Any) -> Callable[[Side, Side], Run]:
    def prepare(bids: Side, asks: Side) -> Run:
        if unit > 1:
            bids, asks = ((price.astype(object) * unit, quantity, quality) for price, quantity, quality in (bids, asks))
        return lambda: solve(rule, Bids(*bids), Asks(*asks), options)

    return prepare


def _literal(rule: Callable[..., object], **options: Any) -> Callable[[Side, Side], Run]:
    def prepare(bids: Side, asks: Side) -> Run:
        return partial(rule, list(Bids(*bids)), list(Asks(*asks)), **options)

    return prepare


def _pymarket(mechanism: str) -> Callable[[Side, Side], Run]:
    def prepare(bids: Side, asks: Side) -> Run:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what its dependencies deprecate
            import pymarket

        market = pymarket.Market()
        orders = [(*row, True) for row in zip(*bids, strict=True)] + [(*row, False) for row in zip(*asks, strict=True)]
        for user, (price, quantity, _, buys) in enumerate(orders):
            market.accept_bid(int(quantity), int(price), user, buys, 0)

        def run() -> object:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                return market.run(mechanism)

        return run

    return prepare


CONTESTANTS = (
    Contestant("kth-price", _ours("kth-price"), 1_000_000),
    Contestant("trade-reduction", _ours("trade-reduction"), 1_000_000),
    Contestant("dantm", _ours("dantm"), 1_000_000),
    Contestant("dadpm", _ours("dadpm", seed=SEED), 1_000_000),
    Contestant("dadpm-split", _ours("dadpm-split", **SPLIT), 10_000, patient=100_000),
    Contestant("kth-price, prices × 10^18", _ours("kth-price", unit=10**18), 100_000, patient=1_000_000),
    Contestant("dantm, prices × 10^18", _ours("dantm", unit=10**18), 100_000, patient=1_000_000),
    Contestant("kth-price by its definition", _literal(literal.kth_price), 1_000),
    Contestant("dantm as the paper loops", _literal(literal.dantm), 1_000),
    Contestant("dadpm as the paper loops", _literal(literal.dadpm, seed=SEED), 1_000),
    Contestant("dadpm-split by its definition", _literal(literal.dadpm_split, **SPLIT), 1_000),
    Contestant("pymarket, Huang", _pymarket("huang"), 1_000),
    Contestant("pymarket, MUDA", _pymarket("muda"), 1_000),
)
