"""Beyond one party with one identity: the smallest markets in which two together, or one under two names, gain.

The truthful rules are truthful for a single participant. Here markets of unit quantities and equal quality are searched
from small to large for a pair that gains by misreporting prices together (the sum of both counts, since money can pass
between them), and for one participant that gains by a second order under another name.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Iterator, Sequence
from typing import Any

from databourse.experiments.auction.evaluation import AUDITED, Solve
from databourse.experiments.auction.markets import Market
from databourse.experiments.auction.profiles import Prices
from databourse.mechanisms.double_auction import Ask, Bid
from databourse.mechanisms.double_auction.analysis.expectation import TOLERANCE

#: Which rules claim to be truthful.
TRUTHFUL = ("kth-price", "trade-reduction", "dadpm-split")

_PRICES = range(7)
_MOST_ORDERS = 3

Case = dict[str, Any]


def find_coalitions(rule: str) -> dict[str, Case | None]:
    """The smallest case of a pair, and of a buyer and of a seller under two names; None where there is none."""
    searches = {"pair": _pair, "false bid": _false_bid, "false ask": _false_ask}
    solve = AUDITED[rule]
    return {
        kind: next(filter(None, (search(solve, *prices) for prices in _markets())), None)
        for kind, search in searches.items()
    }


def _markets() -> Iterator[tuple[Prices, Prices]]:
    """Prices of bids and asks, the smallest markets first; by falling bids, then rising asks."""
    shapes = itertools.product(range(1, _MOST_ORDERS + 1), repeat=2)
    for buyers, sellers in sorted(shapes, key=sum):
        for bids in itertools.combinations_with_replacement(reversed(_PRICES), buyers):
            for asks in itertools.combinations_with_replacement(_PRICES, sellers):
                yield bids, asks


def _pair(solve: Solve, bids: Prices, asks: Prices) -> Case | None:
    """Two participants that gain together by false prices."""
    true = _market(bids, asks)
    prices = (*bids, *asks)
    truthful = _all(solve, true, true)
    for pair in itertools.combinations(range(len(prices)), 2):
        before = sum(truthful[who] for who in pair)
        # one false report is simpler than two
        truths = [prices[who] for who in pair]
        for reports in sorted(itertools.product(_PRICES, repeat=2), key=functools.partial(_lies, truths=truths)):
            said = list(prices)
            for who, report in zip(pair, reports, strict=True):
                said[who] = report
            reported = _market(tuple(said[: len(bids)]), tuple(said[len(bids) :]))
            gained = _all(solve, reported, true)
            after = sum(gained[who] for who in pair)
            if after > before + TOLERANCE:
                names = [_name(one, len(bids)) for one in pair]
                return _case(bids, asks, before, after, who=names, reports=list(reports))
    return None


def _false_bid(solve: Solve, bids: Prices, asks: Prices) -> Case | None:
    """A buyer that gains by a second bid; it has no use for another unit, so what that bid buys is worth nothing."""
    true = _market(bids, asks)
    truthful = solve(true, true)
    for who, report in itertools.product(range(len(bids)), _PRICES):
        gained = solve(_market((*bids, report), asks), _market((*bids, 0), asks))
        after = gained.buyers[who] + gained.buyers[-1]
        if after > truthful.buyers[who] + TOLERANCE:
            return _case(bids, asks, truthful.buyers[who], after, who=[_name(who, len(bids))], reports=[report])
    return None


def _false_ask(solve: Solve, bids: Prices, asks: Prices) -> Case | None:
    """A seller that gains by a second ask for the same data, at the same cost."""
    true = _market(bids, asks)
    truthful = solve(true, true)
    for who, report in itertools.product(range(len(asks)), _PRICES):
        gained = solve(_market(bids, (*asks, report)), _market(bids, (*asks, asks[who])))
        after = gained.sellers[who] + gained.sellers[-1]
        if after > truthful.sellers[who] + TOLERANCE:
            name = _name(len(bids) + who, len(bids))
            return _case(bids, asks, truthful.sellers[who], after, who=[name], reports=[report])
    return None


def _lies(reports: Sequence[int], truths: Sequence[int]) -> int:
    return sum(report != truth for report, truth in zip(reports, truths, strict=True))


def _case(bids: Prices, asks: Prices, before: float, after: float, *, who: list[str], reports: list[int]) -> Case:
    return {"bids": bids, "asks": asks, "who": who, "reports": reports, "before": before, "after": after}


def _name(place: int, bids: int) -> str:
    return f"bid {place}" if place < bids else f"ask {place - bids}"


def _all(solve: Solve, reported: Market, true: Market) -> tuple[float, ...]:
    found = solve(reported, true)
    return (*found.buyers, *found.sellers)


def _market(bids: Prices, asks: Prices) -> Market:
    return [Bid(price, 1) for price in bids], [Ask(price, 1) for price in asks]
