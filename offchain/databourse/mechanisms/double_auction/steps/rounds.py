"""The rounds of dantm and dadpm: who leaves the book in each, and at which valid prices (DANTM paper, Alg. 1).

A round leaves the book with one bid fewer. The price crossing T stays or falls by one while it lies inside the bids;
once all active bids are refined it can only rise, when the last of them has gone. So the refined bids are a window at
the front of the active ones, the refined asks a prefix of the ask order, and both together change a constant number of
times an order.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from databourse.mechanisms.compiled import Ints, run
from databourse.mechanisms.double_auction.chance.draw import Lottery, draw
from databourse.mechanisms.double_auction.steps.book import Book
from databourse.mechanisms.double_auction.steps.fenwick import add, count_to, full_tree
from databourse.mechanisms.double_auction.steps.settlement import Prices
from databourse.mechanisms.double_auction.steps.valid_price import price_crossing, quality_crossing, quality_ranks
from databourse.mechanisms.double_auction.types import Reason


@dataclass(frozen=True, slots=True)
class Rounds:
    """One row a round: the bid that leaves, and the bid and the ask whose prices are valid, or -1 and -1.

    Bids and asks are indices in the bid and the ask order.
    """

    winner: Ints
    valid_bid: Ints
    valid_ask: Ints

    def candidates_end(self, book: Book) -> Ints:
        """How many asks are up to the valid price, those that equal it behind the critical one included; 0 without."""
        priced = self.valid_ask >= 0
        end = np.zeros_like(self.valid_ask)
        end[priced] = book.ask_price.searchsorted(book.ask_price[self.valid_ask[priced]], side="right")
        return end

    def prices(self, book: Book, traded: Ints) -> Prices:
        """What trades cost in these rounds if the winner pays the valid buyers' price."""
        valid_bid, valid_ask = book.bid_price[self.valid_bid[traded]], book.ask_price[self.valid_ask[traded]]
        return Prices(valid_bid, valid_bid, valid_ask)

    def reason(self, turn: int) -> Reason:
        """Why nobody traded in a round."""
        return Reason.NO_SELLER if self.valid_ask[turn] >= 0 else Reason.NO_CANDIDATE


def play(book: Book, *, strict: bool, lottery: Lottery | None = None) -> Rounds:
    """All rounds, in O((bids + asks) log(bids + asks)).

    In each the highest active bid leaves, or, with a lottery and valid prices, one drawn from the active bids that
    offer the valid price or more.
    """
    bids, asks = len(book.bid_ids), len(book.ask_ids)
    drawn = lottery is not None
    chances = (lottery or Lottery.none()).arguments(book.bid_price if drawn else book.bid_price[:0])
    candidates_end = np.searchsorted(-book.bid_price, -book.bid_price, side="right") if drawn else np.empty(0, np.int64)
    places = np.arange(bids)
    return Rounds(
        *run(
            _play,
            bids + asks,
            price_crossing(book, strict=strict),
            strict,
            drawn,
            book.affordable,
            *quality_ranks(book),
            *np.zeros((2, bids + asks + 1), dtype=np.int64),
            places + 1,
            places - 1,
            full_tree(bids if drawn else 0),
            candidates_end,
            *chances,
            places.copy(),
            *np.full((2, bids), -1, dtype=np.int64),
        )
    )


def _play(
    crossing: int,
    strict: bool,
    drawn: bool,
    affordable: Ints,
    bid_rank: Ints,
    ask_rank: Ints,
    merged: Ints,
    buyers: Ints,
    sellers: Ints,
    following: Ints,
    preceding: Ints,
    active: Ints,
    candidates_end: Ints,
    start: Ints,
    high: Ints,
    low: Ints,
    numerator: int,
    denominator: int,
    winner: Ints,
    valid_bid: Ints,
    valid_ask: Ints,
) -> tuple[Ints, Ints, Ints]:
    """A kernel, see `mechanisms.compiled`.

    `crossing` is T of the first round. `buyers` and `sellers`, all zero, become the trees that count the refined
    orders. `following` and `preceding` link the active bids; with a lottery, `active` is a tree that counts them, and
    `candidates_end[i]` is the end of the bids that offer what bid i offers or more.
    """
    bids, asks = len(bid_rank), len(ask_rank)
    first, last, left = 0, bids - 1, bids
    refined_bids, refined_asks = min(crossing, bids), min(crossing, asks)
    window_last = refined_bids - 1
    for bid in range(refined_bids):
        add(buyers, bid_rank[bid], 1)
    for ask in range(refined_asks):
        add(sellers, ask_rank[ask], 1)

    for turn in range(bids):
        leaving = first
        if crossing > 0:
            bid, ask = quality_crossing(merged, buyers, sellers, refined_bids, refined_asks, strict)
            valid_bid[turn], valid_ask[turn] = bid, ask
            if drawn and bid >= 0:
                candidates = count_to(active, candidates_end[bid])
                leaving, _ = draw(active, candidates, first, start, turn + 1, 0, high, low, numerator, denominator)
        winner[turn] = leaving

        # the active bids without the one that leaves
        left -= 1
        before, after = preceding[leaving], following[leaving]
        if before >= 0:
            following[before] = after
        else:
            first = after
        if after < bids:
            preceding[after] = before
        else:
            last = before
        if drawn:
            add(active, leaving + 1, -1)
        if crossing == 0:
            continue

        # Inside the refined bids its place is taken by the next one behind them, if there is one and it still matches.
        if leaving <= window_last:
            add(buyers, bid_rank[leaving], -1)
            refined_bids -= 1
            if leaving == window_last:
                window_last = before
            longest = min(left, asks) if strict else max(left, asks)
            if refined_bids < min(crossing, left):
                candidate = following[window_last] if refined_bids > 0 else first
                if affordable[candidate] >= min(crossing, asks):
                    window_last = candidate
                    refined_bids += 1
                    add(buyers, bid_rank[candidate], 1)
                else:
                    crossing -= 1
            elif crossing > longest:
                crossing -= 1
            if refined_asks > crossing:
                refined_asks -= 1
                add(sellers, ask_rank[refined_asks], -1)
        # All of them refined: the last one stands against the asks behind, and may be a higher one than before.
        if not strict and 0 < left <= crossing:
            while crossing < asks and affordable[last] > crossing:
                add(sellers, ask_rank[crossing], 1)
                crossing += 1
                refined_asks += 1
    return winner, valid_bid, valid_ask
