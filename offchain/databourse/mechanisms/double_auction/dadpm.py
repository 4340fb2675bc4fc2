"""dadpm: dantm with winners and sellers drawn by the exponential mechanism (the paper's Alg. 4; section 6 of the spec).

Better prices are likelier, none is certain, so the winners say little about one participant's price. What they hide,
and what the published prices give away all the same, is told in `analysis.privacy`.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from databourse.mechanisms.double_auction.chance.draw import Lottery
from databourse.mechanisms.double_auction.options import Epsilon, check_epsilon, check_flag, check_seed
from databourse.mechanisms.double_auction.steps.book import Book
from databourse.mechanisms.double_auction.steps.drawn_fill import fill_by_lot
from databourse.mechanisms.double_auction.steps.queue import Queue
from databourse.mechanisms.double_auction.steps.rounds import play
from databourse.mechanisms.double_auction.steps.settlement import settle, without_trade
from databourse.mechanisms.double_auction.steps.unit_payments import UnitPayments
from databourse.mechanisms.double_auction.types import Ask, Bid, Outcome

LARGEST_EPSILON = 4


def dadpm(
    bids: Sequence[Bid],
    asks: Sequence[Ask],
    *,
    seed: bytes | str,
    epsilon_buyers: Epsilon = (1, 10),
    epsilon_sellers: Epsilon = (1, 10),
    quality_filter: bool = True,
) -> Outcome:
    """Solve one slot, one round a bid; each draws its winner and then, one by one, who delivers to it.

    The winner pays the valid buyers' price, every provider gets the valid sellers' price. As published the rule is
    neither truthful nor private once its prices are seen (section 10 of the spec).

    Args:
        bids: in the order of submission.
        asks: in the order of submission.
        seed: 32 secret bytes, or as many hexadecimal digits. Privacy holds only while it stays secret: with it anybody
            can draw again. If it serves a second slot, whatever differs between the two outcomes is due to the reports
            alone, and no bound covers that.
        epsilon_buyers: numerator and denominator of the privacy parameter of the winners' draw, at most 4.
        epsilon_sellers: the same for the providers' draws.
        quality_filter: deliver nothing below a buyer's minimum quality; the paper itself does not check.

    Raises:
        InvalidInput: if an option has another value.
    """
    secret = check_seed(seed)
    why = "a draw takes e^epsilon attempts, and above 4 there is little privacy left to pay for"
    buyers_epsilon = check_epsilon("epsilon_buyers", epsilon_buyers, LARGEST_EPSILON, why)
    sellers_epsilon = check_epsilon("epsilon_sellers", epsilon_sellers, LARGEST_EPSILON, why)
    check_flag("quality_filter", quality_filter)
    book = Book(bids, asks)
    rounds = play(book, strict=False, lottery=Lottery.of(secret, "B", buyers_epsilon))

    need = book.bid_need[rounds.winner] if quality_filter else np.zeros_like(book.bid_need)
    queue = Queue(book, np.arange(len(book.ask_ids)))
    lottery = Lottery.of(secret, "S", sellers_epsilon)
    demand, limit = book.bid_quantity[rounds.winner], rounds.candidates_end(book)
    fill = fill_by_lot(queue, rounds.winner, demand, need, limit, lottery)

    prices = rounds.prices(book, fill.served)
    return settle(queue, fill, prices, UnitPayments(fill, prices.valid_ask), without_trade(queue, fill, rounds.reason))
