"""The loop that dantm and dadpm have in common: one buyer a round, each with valid prices of its own.

DANTM paper, Alg. 1 and 2; sections 3 and 4 of the double auction's spec.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from databourse.mechanisms.double_auction.literal.steps import (
    Asks,
    Bids,
    Fill,
    Pointers,
    ask_order,
    bid_order,
    cross,
    make_outcome,
    make_trade,
    standing_asks,
    standing_bids,
)
from databourse.mechanisms.double_auction.types import Ask, Bid, Outcome, Reason, Trade, Unserved


@dataclass(frozen=True)
class Round:
    """What a trading step (Alg. 3 or 4) works on: the candidates in bid and ask order, and the valid prices."""

    turn: int
    bids: Bids
    asks: Asks
    valid_price: tuple[int, int]


@dataclass(frozen=True)
class Deal:
    """What a trading step decides: the winner, who delivers to it (nobody: no seller will do), and unit prices."""

    winner: tuple[int, Bid]
    fill: Fill
    buyer_price: int
    seller_price: int


def run_rounds(bids: Sequence[Bid], asks: Sequence[Ask], pairing: str, trading: Callable[[Round], Deal]) -> Outcome:
    """Alg. 1: until no buyer is active. A round without valid prices costs the highest bid its place."""
    active_bids, active_asks = standing_bids(bids), standing_asks(asks)
    pointers = Pointers(asks)
    trades: list[Trade] = []
    unserved: list[Unserved] = []
    turn = 0
    while active_bids:
        turn += 1
        this = open_round(turn, active_bids, active_asks, pairing)
        if this is None:
            highest = min(active_bids, key=bid_order)
            active_bids.remove(highest)
            unserved.append(Unserved(turn, highest[0], Reason.NO_CANDIDATE))
            continue
        deal = trading(this)
        winner, bid = deal.winner
        active_bids.remove(deal.winner)
        if deal.fill:
            payments = [deal.seller_price * units for _, _, units in deal.fill]
            price = deal.buyer_price
            trades.append(make_trade(turn, winner, bid, price, this.valid_price, deal.fill, payments, pointers))
        else:
            unserved.append(Unserved(turn, winner, Reason.NO_SELLER))
    return make_outcome(trades, unserved, pointers)


def open_round(turn: int, active_bids: Bids, active_asks: Asks, pairing: str) -> Round | None:
    """The candidates with these orders active; None when there are no valid prices."""
    valid = _valid_price(active_bids, active_asks, pairing)
    if valid is None:
        return None
    bids = sorted((e for e in active_bids if e[1].price >= valid[0]), key=bid_order)
    asks = sorted((e for e in active_asks if e[1].price <= valid[1]), key=ask_order)
    return Round(turn, bids, asks, valid)


def _valid_price(bids: Bids, asks: Asks, pairing: str) -> tuple[int, int] | None:
    """DANTM paper, Alg. 2: cross by price, then cross what is left by quality; None when nothing matches."""
    bids, asks = sorted(bids, key=bid_order), sorted(asks, key=ask_order)
    refined = cross(len(bids), len(asks), lambda i, j: bids[i][1].price >= asks[j][1].price, pairing)
    needs = sorted(bids[:refined], key=lambda e: (e[1].min_quality, *bid_order(e)))
    offers = sorted(asks[:refined], key=lambda e: (-e[1].quality, *ask_order(e)))
    critical = cross(len(needs), len(offers), lambda i, j: offers[j][1].quality >= needs[i][1].min_quality, pairing)
    if critical == 0:
        return None
    return needs[min(critical, len(needs)) - 1][1].price, offers[min(critical, len(offers)) - 1][1].price
