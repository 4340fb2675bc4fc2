"""kth-price in its literal form."""

from __future__ import annotations

from collections.abc import Sequence

from databourse.mechanisms.double_auction.literal.clarke import clarke_payments
from databourse.mechanisms.double_auction.literal.steps import (
    Pointers,
    ask_order,
    bid_order,
    fill_up,
    make_outcome,
    make_trade,
    standing_asks,
    standing_bids,
)
from databourse.mechanisms.double_auction.types import Ask, Bid, Outcome, Reason, Trade, Unserved


def kth_price(bids: Sequence[Bid], asks: Sequence[Ask], *, k: int | None = None) -> Outcome:
    """Section 7.2: the (K + 1)-th lowest ask is the price, and its seller does not trade."""
    book, supply = sorted(standing_bids(bids), key=bid_order), sorted(standing_asks(asks), key=ask_order)
    pointers = Pointers(asks)
    if k is None:
        k = 0
        while k * k < len(supply):
            k += 1
    if len(supply) < k + 1:
        return make_outcome([], [Unserved(r, i, Reason.TOO_FEW_SELLERS) for r, (i, _) in enumerate(book, 1)], pointers)
    price = supply[k][1].price
    trades: list[Trade] = []
    unserved: list[Unserved] = []
    for turn, (winner, bid) in enumerate(book, start=1):
        eligible = [e for e in supply[:k] if e[1].quality >= bid.min_quality]
        if bid.price < price:
            unserved.append(Unserved(turn, winner, Reason.BELOW_PRICE))
        elif not eligible:
            unserved.append(Unserved(turn, winner, Reason.NO_SELLER))
        else:
            fill = fill_up(eligible, bid.quantity)
            payments = clarke_payments(eligible, fill, bid, price)
            trades.append(make_trade(turn, winner, bid, price, (price, price), fill, payments, pointers))
    return make_outcome(trades, unserved, pointers)
