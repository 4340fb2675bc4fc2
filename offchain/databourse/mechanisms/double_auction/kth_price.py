"""kth-price: the (K + 1)-th lowest ask is the price (section 7.2 of the double auction's spec). The default rule.

K depends on nothing but the number of asks, and the ask that sets the price never trades. So no report moves the
price that the reporter trades at, and truth is the best report for buyers and sellers, as long as each party has one
identity, nobody colludes, quality and supply are verified and the price setter is not bribed (section 10).
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from databourse.errors import InvalidInput
from databourse.mechanisms.double_auction.steps.book import Book
from databourse.mechanisms.double_auction.steps.clarke import ClarkePayments
from databourse.mechanisms.double_auction.steps.queue import Queue
from databourse.mechanisms.double_auction.steps.settlement import Prices, settle, without_trade
from databourse.mechanisms.double_auction.types import Ask, Bid, Outcome, Reason


def kth_price(bids: Sequence[Bid], asks: Sequence[Ask], *, k: int | None = None) -> Outcome:
    """Solve one slot: who bids the price or more trades at it, with the K cheaper sellers at their Clarke payments.

    Every bid has a turn, in bid order. With fewer than K + 1 asks there is no price and no trade.

    Args:
        bids: in the order of submission.
        asks: in the order of submission.
        k: how many of the cheapest asks may trade; None for the square root of the number of asks, rounded up.

    Raises:
        InvalidInput: if k is no positive integer.
    """
    if k is not None and (type(k) is not int or k < 1):
        raise InvalidInput.of("k", k, "it must be a positive integer or null", "null lets the number of asks decide")
    book = Book(bids, asks)
    count = len(book.ask_ids)
    if k is None:
        k = math.isqrt(count - 1) + 1 if count else 0
    priced = count > k
    price = int(book.ask_price[k]) if priced else 0
    buyers = int(np.count_nonzero(book.affordable > k)) if priced else 0

    queue = Queue(book, np.arange(k if priced else 0))
    # Bids below the price keep their turn, but demand nothing.
    demand = book.bid_quantity.copy()
    demand[buyers:] = 0
    fill = queue.fill(demand, book.bid_need)

    def reason(buyer: int) -> Reason:
        if not priced:
            return Reason.TOO_FEW_SELLERS
        return Reason.NO_SELLER if buyer < buyers else Reason.BELOW_PRICE

    return settle(
        queue,
        fill,
        Prices.alike(np.count_nonzero(fill.units), price, price),
        ClarkePayments(queue, fill, price),
        without_trade(queue, fill, reason),
    )
