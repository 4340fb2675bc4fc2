"""One way to ask every rule what a small market is worth to everybody, exactly, whether it draws or not.

Deterministic rules are solved by their literal forms, which are the fastest ones for a handful of orders; for the rules
that draw, payoffs are exact expectations, and the lowest figures are those of the worst outcome that can occur at all.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from databourse.experiments.auction.markets import SMALL_PRICES, Market
from databourse.experiments.auction.variants import BY_NAME
from databourse.mechanisms.double_auction import Outcome
from databourse.mechanisms.double_auction.analysis.expectation import Expectation, expected_dadpm, expected_split
from databourse.mechanisms.double_auction.analysis.welfare import payoffs


@dataclass(frozen=True)
class Solved:
    """What a market is worth.

    Attributes:
        buyers: payoff of each bid, measured with the truth.
        sellers: payoff of each ask, likewise.
        lowest: the lowest figure of each kind that a rule should keep from being negative: `price IR`, `quality IR` and
            `budget`; see `audit.FAULTS`.
    """

    buyers: tuple[float, ...]
    sellers: tuple[float, ...]
    lowest: Mapping[str, float]


#: From what is reported and what is true, both as bids and asks.
Solve = Callable[[Market, Market], Solved]

#: The public prices of dadpm-split in small markets.
SMALL_GRID = tuple(range(SMALL_PRICES[0], SMALL_PRICES[1] + 1))


def _exactly(rule: Callable[..., Outcome], **options: object) -> Solve:
    def solve(reported: Market, true: Market) -> Solved:
        outcome = rule(*reported, **options)
        gained = payoffs(outcome, *true)
        bids, asks = true
        margins = [bids[trade.bid].price - trade.unit_price for trade in outcome.trades]
        margins += [
            delivery.payment - asks[delivery.ask].price * delivery.quantity
            for trade in outcome.trades
            for delivery in trade.deliveries
        ]
        lowest = {
            "price IR": min(margins, default=0),
            "quality IR": min([*gained.buyers, *gained.sellers], default=0),
            "budget": gained.budget,
        }
        return Solved(gained.buyers, gained.sellers, lowest)

    return solve


def _expected(expect: Callable[..., Expectation], **options: object) -> Solve:
    def solve(reported: Market, true: Market) -> Solved:
        found = expect(reported, true, **options)
        lowest = {
            "price IR": found.lowest_margin,
            "quality IR": found.lowest_payoff,
            "budget": found.lowest_budget,
        }
        return Solved(found.buyers, found.sellers, lowest)

    return solve


def _solve(name: str) -> Solve:
    variant = BY_NAME[name]
    if variant.rule == "dadpm":
        return _expected(expected_dadpm, **variant.options)
    if variant.rule == "dadpm-split":
        return _expected(expected_split, price_grid=SMALL_GRID)
    return _exactly(variant.solver(literal=True), **variant.options)


#: Every rule of the report.
AUDITED: Mapping[str, Solve] = {name: _solve(name) for name in BY_NAME}
