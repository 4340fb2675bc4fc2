"""Small cases that show what goes wrong, replayed exactly: the known ones, and one that is searched for.

Each is a market, a lie, and what the liar gets with the truth and with the lie, counted with its true values.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from databourse.experiments.auction.coalitions import TRUTHFUL, find_coalitions
from databourse.experiments.auction.evaluation import AUDITED, Solved
from databourse.experiments.auction.markets import Market, Ranges, generator, random_market
from databourse.experiments.auction.privacy import needed_delta, outputs
from databourse.experiments.auction.settings import Settings
from databourse.experiments.parts import Part, chunks
from databourse.mechanisms.double_auction import Ask, Bid
from databourse.mechanisms.double_auction.analysis.counterexamples import (
    BUYER_LIES,
    SELLER_LIES,
    UNFILTERED_LOSS,
    Counterexample,
    Place,
)

_STREAM = 14
_MARKETS_A_TASK = 250

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


def replay(rule: str, market: Market, party: Sequence[Place], reports: Mapping[Place, Bid | Ask]) -> dict[str, Any]:
    """What a party gets under a rule with the truth and with its reports."""
    orders: dict[str, list[Any]] = {"bid": list(market[0]), "ask": list(market[1])}
    for (side, index), report in reports.items():
        orders[side][index] = report

    def payoff(solved: Solved) -> float:
        return sum((solved.buyers if side == "bid" else solved.sellers)[index] for side, index in party)

    solve = AUDITED[rule]
    reported = orders["bid"], orders["ask"]
    return {
        "rule": rule,
        "market": market_json(market),
        "reported": market_json(reported),
        "payoff": payoff(solve(market, market)),
        "payoff of the lie": payoff(solve(reported, market)),
    }


def _known() -> dict[str, Any]:
    """Those of section 10 of the double auction's spec."""

    def play(rule: str, example: Counterexample) -> dict[str, Any]:
        market = list(example.bids), list(example.asks)
        return replay(rule, market, example.party, example.reports)

    one, other = outputs((9, 8, 7), (1, 2, 3)), outputs((9, 8, 6), (1, 2, 3))
    return {
        "buyer": play("dantm", BUYER_LIES),
        "seller": play("dantm", SELLER_LIES),
        "quality": {
            **play("dantm", UNFILTERED_LOSS),
            "with filter": play("dantm with filter", UNFILTERED_LOSS)["payoff"],
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


def _later_turns(seed: int, markets: range) -> dict[str, Any]:
    """The market of these in which the first buyer gains most, beside the truth, by bidding what a later one bids."""
    best: dict[str, Any] | None = None
    for index in markets:
        market = random_market(generator(seed, _STREAM, index), 10, 10, LATER_TURN)
        bids = market[0]
        who = max(range(len(bids)), key=lambda i: bids[i].price)
        for report in sorted({bid.price for bid in bids} - {bids[who].price}):
            place = "bid", who
            found = replay("dantm", market, [place], {place: replace(bids[who], price=report)})
            found |= {"truth": bids[who].price, "report": report}
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
    turns = [("turns", settings.seed, markets) for markets in chunks(settings.searched, _MARKETS_A_TASK)]
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
