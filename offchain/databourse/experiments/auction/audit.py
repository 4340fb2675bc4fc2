"""The audit of small markets: who gains by which lie, who loses by taking part, and whether the budget breaks.

Random markets of at most three bids and three asks are solved truthfully and then with every unilateral misreport of
price, quality or quantity (section 10 of the double auction's spec). Quality and supply count as verified, so a seller
can only understate them; overstated quality is tried too, and counted apart.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from databourse.experiments.auction.evaluation import AUDITED, Solve, Solved
from databourse.experiments.auction.markets import (
    SMALL_PRICES,
    SMALL_QUALITIES,
    SMALL_QUANTITIES,
    Market,
    generator,
    small_market,
)
from databourse.experiments.auction.settings import Settings
from databourse.experiments.parts import Part, chunks
from databourse.mechanisms.double_auction.analysis.expectation import TOLERANCE
from databourse.mechanisms.double_auction.analysis.lies import Misreport, Misreports
from databourse.mechanisms.double_auction.analysis.reports import grid

_STREAM = 12
_MARKETS_A_TASK = 25

#: Every price up to one more than what occurs, every quality and every quantity that occurs. To ask for a quality that
#: nobody has, or for nothing, is no lie but staying away; whether that pays is a question of individual rationality.
REPORTS = grid(
    range(SMALL_PRICES[1] + 2),
    range(SMALL_QUALITIES[0], SMALL_QUALITIES[1] + 1),
    range(SMALL_QUANTITIES[0], SMALL_QUANTITIES[1] + 1),
)

#: What can be wrong with a rule in a market.
FAULTS = {
    "price IR": "somebody loses by prices alone",
    "quality IR": "somebody loses, units below the buyer's quality worth nothing",
    "budget": "the auctioneer loses",
    **{
        f"{side} {field}": f"a {side} gains by a false {field}"
        for side in ("bid", "ask")
        for field in ("price", "quality", "quantity")
    },
    "overstated quality": "an ask gains by overstating its quality, where nobody verifies it",
}


def faults(solve: Solve, market: Market) -> set[str]:
    """What goes wrong in one market, by the keys of `FAULTS`."""
    bids, asks = market
    truthful = solve(market, market)
    found = {name for name, lowest in truthful.lowest.items() if lowest < 0}
    for lie in Misreports(bids, asks, REPORTS, verified=False):
        name = _name(lie)
        if name and name not in found and gain(solve, market, lie, truthful) > TOLERANCE:
            found.add(name)
    return found


def gain(solve: Solve, market: Market, lie: Misreport, truthful: Solved) -> float:
    """How much more than the truth a lie brings, in base units."""
    bids, asks = lie.applied(*market)
    lied = solve((list(bids), list(asks)), market)
    if lie.side == "bid":
        return lied.buyers[lie.index] - truthful.buyers[lie.index]
    return lied.sellers[lie.index] - truthful.sellers[lie.index]


def _name(lie: Misreport) -> str | None:
    """The fault that this lie would be; None for supply that is not there, which no seller can deliver."""
    if lie.side == "bid" or lie.field == "price" or lie.report < lie.truth:
        return f"{lie.side} {lie.field}"
    return "overstated quality" if lie.field == "quality" else None


def _audit(seed: int, markets: range) -> dict[str, dict[str, int]]:
    """How many of these markets have each fault, by rule; `bid`, `ask` and `any` count those in which some lie pays."""
    counts: dict[str, Counter[str]] = {name: Counter() for name in AUDITED}
    for index in markets:
        market = small_market(generator(seed, _STREAM, index))
        for name, solve in AUDITED.items():
            found = faults(solve, market)
            sides = {side for side in ("bid", "ask") if any(fault.startswith(f"{side} ") for fault in found)}
            counts[name].update(found | sides | ({"any"} if sides else set()))
    return {name: dict(count) for name, count in counts.items()}


def _combine(settings: Settings, found: list[dict[str, dict[str, int]]]) -> dict[str, Any]:
    """The share of markets with each fault."""
    keys = [*FAULTS, "bid", "ask", "any"]
    return {
        name: {key: sum(task[name].get(key, 0) for task in found) / settings.small_markets for key in keys}
        for name in AUDITED
    }


PART = Part[Settings](
    name="audit",
    title="Audit of small markets",
    needs=("seed", "small_markets"),
    tasks=lambda settings: [(settings.seed, markets) for markets in chunks(settings.small_markets, _MARKETS_A_TASK)],
    work=_audit,
    combine=_combine,
)
