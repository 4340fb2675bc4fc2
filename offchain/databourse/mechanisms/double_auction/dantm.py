"""dantm: the auction as published (DANTM paper, Alg. 1 to 3; sections 3 to 5 of the spec).

Each round serves the highest remaining bid at prices that the remaining book gives. The paper's claim of truthfulness
does not hold: in about half of small random markets somebody gains by misreporting the price (section 10).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from databourse.errors import InvalidInput
from databourse.mechanisms.double_auction.book import Book
from databourse.mechanisms.double_auction.queue import Queue
from databourse.mechanisms.double_auction.rounds import play
from databourse.mechanisms.double_auction.settlement import Prices, settle, without_trade
from databourse.mechanisms.double_auction.types import Ask, Bid, Outcome, Reason
from databourse.mechanisms.double_auction.unit_payments import UnitPayments


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
    if type(quality_filter) is not bool:
        raise InvalidInput.of("quality_filter", quality_filter, "it must be true or false")
    if pairing not in ("extended", "strict"):
        raise InvalidInput.of("pairing", pairing, "it must be extended or strict")
    book = Book(bids, asks)
    rounds = play(book, strict=pairing == "strict")
    valid_bid, valid_ask = rounds.valid_bid, rounds.valid_ask

    # Candidates are all asks up to the valid price, those that equal it behind the critical ask included.
    queue = Queue(book, np.arange(len(book.ask_ids)))
    priced = valid_ask >= 0
    limit = np.zeros_like(valid_ask)
    limit[priced] = np.searchsorted(book.ask_price, book.ask_price[valid_ask[priced]], side="right")
    need = book.bid_need if quality_filter else np.zeros_like(book.bid_need)
    fill = queue.fill(book.bid_quantity, need, limit)

    # The bid and the ask whose prices a trade takes: the second candidate's bid if there is a second candidate, else
    # the winner's own; the ask of the first candidate left over, else that of the last provider.
    paying, receiving = np.arange(len(priced)), np.where(fill.following >= 0, fill.following, fill.last)
    buyers = np.flatnonzero(fill.units)
    followed = buyers[buyers + 1 < len(priced)]
    paying[followed] += book.bid_price[followed + 1] >= book.bid_price[valid_bid[followed]]

    prices = Prices(
        book.bid_price[paying[buyers]], book.bid_price[valid_bid[buyers]], book.ask_price[valid_ask[buyers]]
    )
    return settle(
        queue,
        fill,
        prices,
        UnitPayments(fill, book.ask_price[receiving[buyers]]),
        without_trade(queue, fill, lambda buyer: Reason.NO_SELLER if priced[buyer] else Reason.NO_CANDIDATE),
    )
