"""Small cases that show what goes wrong, replayed exactly: the known ones, and one that is searched for.

Each is a market, a lie, and what the liar gets with the truth and with the lie, counted with its true values.
"""

from __future__ import annotations

from typing import Any

from databourse.experiments.auction.coalitions import TRUTHFUL, find_coalitions
from databourse.experiments.auction.evaluation import AUDITED
from databourse.experiments.auction.markets import Market, Ranges, generator, random_market
from databourse.experiments.auction.privacy import needed_delta, outputs
from databourse.experiments.auction.settings import Settings
from databourse.experiments.parts import Part
from databourse.mechanisms.double_auction import Ask, Bid
from databourse.mechanisms.double_auction.lies import Misreport

_STREAM = 14

#: Ten bids and ten asks in which a later turn is cheaper for the same goods.
LATER_TURN = Ranges(
    "prices 1–1,000, volumes 1–200, equal quality",
    bid=(1, 1_000),
    ask=(1, 1_000),
    demand=(1, 200),
    supply=(1, 200),
    need=(0, 0),
    quality=(0, 0),
)


def market_json(market: Market) -> dict[str, Any]:
    """A market as (price, quality, quantity) of each order."""
    bids, asks = market
    return {
        "bids": [(bid.price, bid.min_quality, bid.quantity) for bid in bids],
        "asks": [(ask.price, ask.quality, ask.quantity) for ask in asks],
    }


def replay(rule: str, market: Market, lie: Misreport) -> dict[str, Any]:
    """What the liar gets with the truth and with the lie."""
    solve = AUDITED[rule]
    bids, asks = lie.applied(*market)
    truthful, lied = solve(market, market), solve((list(bids), list(asks)), market)
    column = "buyers" if lie.side == "bid" else "sellers"
    return {
        "rule": rule,
        "market": market_json(market),
        "liar": f"{lie.side} {lie.index}",
        "field": lie.field,
        "truth": lie.truth,
        "report": lie.report,
        "payoff": getattr(truthful, column)[lie.index],
        "payoff of the lie": getattr(lied, column)[lie.index],
    }


def _known() -> dict[str, Any]:
    pair: Market = [Bid(6, 1)], [Ask(2, 1)]
    demanding: Market = [Bid(5, 1), Bid(6, 2, min_quality=2)], [Ask(3, 2)]
    one, other = outputs((9, 8, 7), (1, 2, 3)), outputs((9, 8, 6), (1, 2, 3))
    return {
        "buyer": replay("dantm", pair, Misreport("bid", 0, "price", 6, 2)),
        "seller": replay("dantm", pair, Misreport("ask", 0, "price", 2, 6)),
        "quality": {
            "market": market_json(demanding),
            "payoff": AUDITED["dantm"](demanding, demanding).buyers[1],
            "with filter": AUDITED["dantm with filter"](demanding, demanding).buyers[1],
        },
        "supports": {
            "bids": (9, 8, 7),
            "changed": (9, 8, 6),
            "asks": (1, 2, 3),
            "outputs": len(one),
            "common": len(one.keys() & other.keys()),
            "delta": needed_delta(one, other),
        },
    }


def _later_turns(seed: int, first: int, last: int) -> dict[str, Any]:
    """The market of these in which the first buyer gains most, beside the truth, by bidding what a later one bids."""
    best: dict[str, Any] | None = None
    for index in range(first, last):
        market = random_market(generator(seed, _STREAM, index), 10, 10, LATER_TURN)
        bids = market[0]
        who = max(range(len(bids)), key=lambda i: bids[i].price)
        for report in sorted({bid.price for bid in bids} - {bids[who].price}):
            found = replay("dantm", market, Misreport("bid", who, "price", bids[who].price, report))
            found["gain"] = found["payoff of the lie"] - found["payoff"]
            if best is None or found["gain"] > best["gain"]:
                best = found
    assert best is not None
    return best


def _work(kind: str, *arguments: Any) -> dict[str, Any]:
    if kind == "known":
        return _known()
    return find_coalitions(*arguments) if kind == "coalitions" else _later_turns(*arguments)


def _tasks(settings: Settings) -> list[tuple[Any, ...]]:
    step = -(-settings.searched // 4)
    firsts = range(0, settings.searched, step)
    turns = [("turns", settings.seed, first, min(first + step, settings.searched)) for first in firsts]
    return [("known",), *(("coalitions", rule) for rule in TRUTHFUL), *turns]


def _combine(settings: Settings, found: list[dict[str, Any]]) -> dict[str, Any]:  # noqa: ARG001 - as all parts
    known, coalitions, turns = found[0], found[1 : 1 + len(TRUTHFUL)], found[1 + len(TRUTHFUL) :]
    return {
        **known,
        "coalitions": dict(zip(TRUTHFUL, coalitions, strict=True)),
        "later turn": max(turns, key=lambda one: float(one["gain"])),
    }


PART = Part[Settings](
    name="examples",
    title="Smallest counterexamples",
    needs=("seed", "searched"),
    tasks=_tasks,
    work=_work,
    combine=_combine,
)
