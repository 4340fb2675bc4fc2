"""dadpm-split: coins put everybody in one of two halves, which trade at prices drawn from each other (section 7.3).

Nobody's report moves the price of its own half, sellers serve in a secret random order, and what buyers pay sellers
receive: the rule is truthful and its budget is 0. What it hides is told in `analysis.privacy`.
"""

from __future__ import annotations

import bisect
from collections.abc import Sequence
from itertools import accumulate

import numpy as np

from databourse.mechanisms.compiled import Ints
from databourse.mechanisms.double_auction.chance.exponential import ONE, exp_neg
from databourse.mechanisms.double_auction.chance.stream import below, first_keys, stream_start
from databourse.mechanisms.double_auction.integers import Money
from databourse.mechanisms.double_auction.options import Epsilon, check_epsilon, check_price_grid, check_seed
from databourse.mechanisms.double_auction.steps.book import Book
from databourse.mechanisms.double_auction.steps.fill import joined
from databourse.mechanisms.double_auction.steps.queue import Queue
from databourse.mechanisms.double_auction.steps.settlement import Prices, settle
from databourse.mechanisms.double_auction.steps.shuffled_fill import fill_shuffled
from databourse.mechanisms.double_auction.steps.unit_payments import UnitPayments
from databourse.mechanisms.double_auction.types import Ask, Bid, Outcome, Reason, Unserved

LARGEST_EPSILON = 64  # one order more or less then has the lowest weight that there is, and so it has with any above


def dadpm_split(
    bids: Sequence[Bid],
    asks: Sequence[Ask],
    *,
    seed: bytes | str,
    price_grid: Sequence[int],
    epsilon: Epsilon = (1, 1),
) -> Outcome:
    """Solve one slot: half 0, then half 1, buyers in the order of submission.

    Nobody gets less quality than it asked for. Rounds count the trades; bids that do not trade have round 0 and
    stand in the same order.

    Args:
        bids: in the order of submission.
        asks: in the order of submission.
        seed: 32 secret bytes, or as many hexadecimal digits. Privacy and truthfulness hold only while it stays secret:
            who knows it knows the halves, the order of the sellers and how each report moves the other half's price.
            Used again, it puts the same positions in the same halves, which participants can learn from.
        price_grid: public prices to draw from, base units, each once; equal utilities are equally likely in any order.
        epsilon: numerator and denominator of the privacy parameter of the two price draws, at most 64.

    Raises:
        InvalidInput: if an option has another value.
    """
    secret = check_seed(seed)
    grid = check_price_grid(price_grid)
    why = "above that the draw takes the best price all the same"
    parameter = check_epsilon("epsilon", epsilon, LARGEST_EPSILON, why)
    book = Book(bids, asks)

    bid_half, ask_half = _toss(secret, book)
    fills, prices, unserved = [], [], []
    for half in (0, 1):
        others = book.bid_price[bid_half != half], book.ask_price[ask_half != half]
        price = _draw_price(secret, half, *others, grid, parameter)
        candidates = np.flatnonzero((ask_half == half) & (book.ask_price <= price))
        queue = Queue(book, candidates)
        turns = np.flatnonzero(bid_half == half)
        turns = turns[book.bid_ids[turns].argsort()]
        affords = book.bid_price[turns] >= price
        # from this quality on nobody supplies it
        too_good = int(queue.quality.max()) + 1 if len(candidates) else 0
        served = affords & (book.bid_need[turns] < too_good)
        fills.append(fill_shuffled(queue, turns[served], stream_start(secret, "o")).at(candidates))
        prices += [price] * int(np.count_nonzero(served))
        unserved += [
            Unserved(0, bid, Reason.NO_SELLER if affordable else Reason.BELOW_PRICE)
            for bid, affordable in zip(book.bid_ids[turns[~served]].tolist(), affords[~served].tolist(), strict=True)
        ]
    fill = joined(fills)
    everybody = Queue(book, np.arange(len(book.ask_ids)))
    paid = np.array(prices, dtype=book.bid_price.dtype)  # no bid that trades is below its price
    return settle(everybody, fill, Prices(paid, paid, paid), UnitPayments(fill, paid), tuple(unserved))


def _toss(seed: bytes, book: Book) -> tuple[Ints, Ints]:
    """The half of every bid and of every ask, in their orders: the last bit of a stream of its own."""
    start = stream_start(seed, "h")
    bids, asks = (
        first_keys(start, ids, np.full(len(ids), side)) & 1 for side, ids in enumerate((book.bid_ids, book.ask_ids))
    )
    return bids, asks


def _draw_price(
    seed: bytes, half: int, bid_price: Money, ask_price: Money, grid: tuple[int, ...], epsilon: Epsilon
) -> int:
    """The price of a half from the orders of the other, both sorted: the more of them could trade at it, the likelier.

    The utility of a price is how many bids reach it or how many asks do, whichever is less. One report changes it by 1
    at most, so that an exponent of epsilon / 2 times the utility makes the draw epsilon-private for each of them.
    """
    points = np.array(grid, dtype=object)
    reached = len(bid_price) - bid_price[::-1].searchsorted(points, side="left")
    utilities = np.minimum(reached, ask_price.searchsorted(points, side="right")).tolist()
    best = max(utilities)
    numerator, denominator = epsilon
    weights = [exp_neg((best - utility) * ONE * numerator // (2 * denominator)) for utility in utilities]
    upto = list(accumulate(weights))
    point, _ = below(stream_start(seed, "p"), half, 0, 0, upto[-1])
    return grid[bisect.bisect_right(upto, point)]
