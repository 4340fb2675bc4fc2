"""dantm: the auction as published (DANTM paper, Alg. 1 to 3; sections 3 to 5 of the spec).

Each round serves the highest remaining bid at prices that the remaining book gives. The paper's claim of truthfulness
does not hold: in about half of small random markets somebody gains by misreporting the price (section 10).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from databourse.errors import InvalidInput
from databourse.mechanisms.double_auction.options import check_flag
from databourse.mechanisms.double_auction.steps.book import Book
from databourse.mechanisms.double_auction.steps.queue import Queue
from databourse.mechanisms.double_auction.steps.rounds import play
from databourse.mechanisms.double_auction.steps.settlement import settle, without_trade
from databourse.mechanisms.double_auction.steps.unit_payments import UnitPayments
from databourse.mechanisms.double_auction.types import Ask, Bid, Outcome


def dantm(
    bids: Sequence[Bid], asks: Sequence[Ask], *, quality_filter: bool = True, pairing: str = "extended"
) -> Outcome:
    """Solve one slot, one round a bid, in bid order.

    The valid buyers' price is an active bid, so the highest active bid is always among the candidates and leaves:
    round r works on the bids from r on, and its sellers are a prefix of the ask order.

    Args:
        bids: in the order of submission.
        asks: in the order of submission.
        quality_filter: deliver nothing below a buyer's minimum quality; the paper itself does not check.
        pairing: `extended` goes on comparing with the last order of the shorter side, `strict` stops with it.

    Raises:
        InvalidInput: if an option has another value.
    """
    check_flag("quality_filter", quality_filter)
    if pairing not in ("extended", "strict"):
        raise InvalidInput.of("pairing", pairing, "it must be extended or strict")
    book = Book(bids, asks)
    rounds = play(book, strict=pairing == "strict")
    queue = Queue(book, np.arange(len(book.ask_ids)))
    need = book.bid_need if quality_filter else np.zeros_like(book.bid_need)
    fill = queue.fill(book.bid_quantity, need, rounds.candidates_end(book))

    # The bid and the ask whose prices a trade takes: the second candidate's bid if there is a second candidate, else
    # the winner's own; the ask of the first candidate left over, else that of the last provider.
    buyers = fill.served
    receiving = np.where(fill.following >= 0, fill.following, fill.last)[buyers]
    valid = rounds.prices(book, buyers)
    second = np.minimum(buyers + 1, len(book.bid_ids) - 1)
    paying = np.where(book.bid_price[second] >= valid.valid_bid, second, buyers)
    return settle(
        queue,
        fill,
        replace(valid, unit=book.bid_price[paying]),
        UnitPayments(fill, book.ask_price[receiving]),
        without_trade(queue, fill, rounds.reason),
    )
