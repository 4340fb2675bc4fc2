"""trade-reduction: the marginal pair sets both prices and stays out (section 7.1 of the double auction's spec).

The marginal bid is the critical value of every buyer before it, whatever the winner reports, and mirrored for sellers;
buyers pay at least what sellers get, because the marginal bid is at least the marginal ask.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from databourse.mechanisms.double_auction.options import check_flag
from databourse.mechanisms.double_auction.steps.book import Book
from databourse.mechanisms.double_auction.steps.clarke import ClarkePayments
from databourse.mechanisms.double_auction.steps.queue import Queue
from databourse.mechanisms.double_auction.steps.settlement import Prices, settle, without_trade
from databourse.mechanisms.double_auction.steps.unit_payments import UnitPayments
from databourse.mechanisms.double_auction.steps.valid_price import price_crossing
from databourse.mechanisms.double_auction.types import Ask, Bid, Outcome, Reason, Unserved


def trade_reduction(bids: Sequence[Bid], asks: Sequence[Ask], *, uniform: bool = False) -> Outcome:
    """Solve one slot: every bid before the marginal one trades at it, with the sellers before the marginal ask.

    Candidate bids have turns, in bid order; the others follow with round 0, in the order of submission.

    Args:
        bids: in the order of submission.
        asks: in the order of submission.
        uniform: fill buyers in the order in which asks were submitted and pay every unit the marginal ask, instead of
            the cheapest first and Clarke payments.

    Raises:
        InvalidInput: if uniform is no truth value.
    """
    check_flag("uniform", uniform)
    book = Book(bids, asks)
    crossing = price_crossing(book, strict=False)
    turns = max(min(crossing, len(book.bid_ids)) - 1, 0)
    candidates = max(min(crossing, len(book.ask_ids)) - 1, 0)
    buyer_price, reserve = (int(book.bid_price[turns]), int(book.ask_price[candidates])) if crossing else (0, 0)

    ranks = np.arange(candidates)
    queue = Queue(book, ranks[book.ask_ids[:candidates].argsort()] if uniform else ranks)
    fill = queue.fill(book.bid_quantity[:turns], book.bid_need[:turns])
    prices = Prices.alike(np.count_nonzero(fill.units), buyer_price, reserve)
    no_turn = Reason.NOT_CANDIDATE if crossing else Reason.NO_CANDIDATE
    return settle(
        queue,
        fill,
        prices,
        UnitPayments(fill, prices.valid_ask) if uniform else ClarkePayments(queue, fill, reserve),
        unserved=(
            *without_trade(queue, fill, lambda _: Reason.NO_SELLER),
            *(Unserved(0, bid, no_turn) for bid in np.sort(book.bid_ids[turns:]).tolist()),
        ),
    )
