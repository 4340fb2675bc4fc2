"""All price profiles of three bids and three asks: unit quantities, equal quality, every lie about the price.

A profile is a multiset of bid prices and one of ask prices; with seven prices there are 84 x 84 = 7,056. Positions
break ties, so a profile stands for its sorted order, and a lie changes one price where it stands.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Mapping
from typing import Any

import numpy as np

from databourse.experiments.auction.evaluation import AUDITED, Solve
from databourse.experiments.auction.markets import Market
from databourse.experiments.auction.settings import Settings
from databourse.experiments.parts import Part
from databourse.mechanisms.double_auction import Ask, Bid
from databourse.mechanisms.double_auction.analysis.expectation import TOLERANCE

#: Orders on each side.
ORDERS = 3

#: With equal quality the filter changes nothing.
RULES: Mapping[str, Solve] = {name: solve for name, solve in AUDITED.items() if name != "dantm with filter"}

Prices = tuple[int, ...]


def multisets(prices: int) -> list[Prices]:
    """All sorted choices of prices for one side."""
    return list(itertools.combinations_with_replacement(range(prices), ORDERS))


def lie_pays(solve: Solve, side: str, others: Prices, prices: int) -> list[bool]:
    """Whether somebody on a side gains by a false price, for each multiset of that side's true prices.

    Args:
        solve: the rule.
        side: "bid" or "ask".
        others: the prices of the other side.
        prices: how many prices there are, from 0 on.
    """

    @functools.cache
    def worth(reported: Prices, true: int) -> tuple[float, ...]:
        """Everybody's payoff on this side, had they all the same true price."""
        bids, asks = (reported, others) if side == "bid" else (others, reported)
        true_bids, true_asks = ((true,) * ORDERS, others) if side == "bid" else (others, (true,) * ORDERS)
        found = solve(_market(bids, asks), _market(true_bids, true_asks))
        return found.buyers if side == "bid" else found.sellers

    def payoff(reported: Prices, who: int, true: int) -> float:
        # what somebody gets does not depend on the truth, so payoffs are linear in it
        at_zero, at_one = worth(reported, 0)[who], worth(reported, 1)[who]
        return at_zero + true * (at_one - at_zero)

    def pays(true: Prices, who: int, report: int) -> bool:
        reported = (*true[:who], report, *true[who + 1 :])
        return payoff(reported, who, true[who]) > payoff(true, who, true[who]) + TOLERANCE

    return [
        any(pays(true, who, report) for who in range(ORDERS) for report in range(prices) if report != true[who])
        for true in multisets(prices)
    ]


def _market(bids: Prices, asks: Prices) -> Market:
    return [Bid(price, 1) for price in bids], [Ask(price, 1) for price in asks]


def _search(side: str, others: Prices, prices: int) -> dict[str, list[bool]]:
    return {name: lie_pays(solve, side, others, prices) for name, solve in RULES.items()}


def _tasks(settings: Settings) -> list[tuple[str, Prices, int]]:
    return [(side, others, settings.prices) for side in ("bid", "ask") for others in multisets(settings.prices)]


def _combine(settings: Settings, found: list[dict[str, list[bool]]]) -> dict[str, Any]:
    """How many profiles there are, and the share with a profitable lie, by rule and side."""
    count = len(multisets(settings.prices))
    shares = {}
    for name in RULES:
        # rows: multisets of asks, columns: of bids
        bid = np.array([task[name] for task in found[:count]])
        ask = np.array([task[name] for task in found[count:]]).T
        shares[name] = {"bid": float(bid.mean()), "ask": float(ask.mean()), "any": float((bid | ask).mean())}
    return {"profiles": count * count, "shares": shares}


PART = Part[Settings](
    name="profiles",
    title="All price profiles of three bids and three asks",
    needs=("prices",),
    tasks=_tasks,
    work=_search,
    combine=_combine,
)
