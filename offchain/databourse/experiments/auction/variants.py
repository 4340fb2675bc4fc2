"""The rules that are compared, under the names that the report uses."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from databourse.experiments.auction.markets import Market, Ranges
from databourse.mechanisms.double_auction import RULES, Outcome


@dataclass(frozen=True)
class Variant:
    """A rule with its options.

    Attributes:
        name: in tables and legends.
        rule: its name for the solver.
        colour: in every figure; Okabe and Ito's, which people with any kind of colour vision tell apart.
        marker: in every figure.
        options: of the rule, without seed and price grid, which each run chooses.
        published: whether the paper describes it like this.
    """

    name: str
    rule: str
    colour: str
    marker: str
    options: Mapping[str, Any] = field(default_factory=dict)
    published: bool = False

    @property
    def is_random(self) -> bool:
        """Whether outcomes are drawn."""
        return self.rule in ("dadpm", "dadpm-split")

    def solver(self, literal: bool = False) -> Callable[..., Outcome]:
        """The fast form of the rule, or the one that is written straight from the paper's loops."""
        return _literal(self.rule) if literal else RULES[self.rule].solve

    def run_options(self, ranges: Ranges, rng: np.random.Generator) -> dict[str, Any]:
        """All options of one run: a secret seed and public prices for the rules that draw.

        Args:
            ranges: which prices the market knows.
            rng: where the seed comes from.
        """
        options = dict(self.options)
        if self.is_random:
            options["seed"] = rng.bytes(32).hex()
        if self.rule == "dadpm-split":
            options["price_grid"] = price_grid(*ranges.prices)
        return options

    def solve(self, market: Market, ranges: Ranges, rng: np.random.Generator) -> Outcome:
        """One outcome of a market as it is reported."""
        return self.solver()(*market, **self.run_options(ranges, rng))


#: dadpm-split draws from so many prices at most.
_GRID_STEPS = 20


def price_grid(low: int, high: int) -> list[int]:
    """Public prices at equal distances."""
    return list(range(low, high + 1, max(1, -(-(high - low) // _GRID_STEPS))))


VARIANTS: tuple[Variant, ...] = (
    Variant("dantm", "dantm", "#0072B2", "o", {"quality_filter": False}, published=True),
    Variant("dantm with filter", "dantm", "#56B4E9", "v", {"quality_filter": True}),
    Variant("dadpm", "dadpm", "#D55E00", "s", {"quality_filter": False}, published=True),
    Variant("kth-price", "kth-price", "#009E73", "^"),
    Variant("trade-reduction", "trade-reduction", "#CC79A7", "D"),
    Variant("dadpm-split", "dadpm-split", "#000000", "x"),
)

BY_NAME: Mapping[str, Variant] = {variant.name: variant for variant in VARIANTS}


def _literal(rule: str) -> Callable[..., Outcome]:
    from databourse.mechanisms.double_auction import literal

    solve: Callable[..., Outcome] = getattr(literal, rule.replace("-", "_"))
    return solve
