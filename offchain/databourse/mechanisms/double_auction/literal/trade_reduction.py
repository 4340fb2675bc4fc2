"""trade-reduction in its literal form."""

from __future__ import annotations

from collections.abc import Sequence

from databourse.mechanisms.double_auction.literal.clarke import clarke_payments
from databourse.mechanisms.double_auction.literal.steps import (
    Pointers,
    ask_order,
    bid_order,
    cross,
    fill_up,
    make_outcome,
    make_trade,
    standing_asks,
    standing_bids,
)
from databourse.mechanisms.double_auction.types import Ask, Bid, Outcome, Reason, Trade, Unserved


def trade_reduction(bids: Sequence[Bid], asks: Sequence[Ask], *, uniform: bool = False) -> Outcome:
    """Section 7.1: the marginal pair sets both prices and does not trade."""
    book, supply = sorted(standing_bids(bids), key=bid_order), sorted(standing_asks(asks), key=ask_order)
    crossing = cross(len(book), len(supply), lambda i, j: book[i][1].price >= supply[j][1].price, "extended")
    if crossing == 0:
        return make_outcome([], [Unserved(0, i, Reason.NO_CANDIDATE) for i, _ in sorted(book)], Pointers(asks))
    marginal_bid, marginal_ask = min(crossing, len(book)) - 1, min(crossing, len(supply)) - 1
    buyer_price, reserve = book[marginal_bid][1].price, supply[marginal_ask][1].price
    candidates = supply[:marginal_ask]
    if uniform:
        candidates = sorted(candidates)  # in the order of submission
    pointers = Pointers(asks)
    trades: list[Trade] = []
    unserved: list[Unserved] = []
    for turn, (winner, bid) in enumerate(book[:marginal_bid], start=1):
        eligible = [e for e in candidates if e[1].quality >= bid.min_quality]
        if not eligible:
            unserved.append(Unserved(turn, winner, Reason.NO_SELLER))
            continue
        fill = fill_up(eligible, bid.quantity)
        payments = [reserve * x for _, _, x in fill] if uniform else clarke_payments(eligible, fill, bid, reserve)
        trades.append(make_trade(turn, winner, bid, buyer_price, (buyer_price, reserve), fill, payments, pointers))
    unserved += [Unserved(0, i, Reason.NOT_CANDIDATE) for i, _ in sorted(book[marginal_bid:])]
    return make_outcome(trades, unserved, pointers)
