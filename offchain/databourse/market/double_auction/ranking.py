"""The total orders of the double auction, its critical ranks, and the hints that let a checker verify them in one pass.

Sections 1, 3 and 7 of the double auction's specification.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from math import isqrt

from databourse.market.double_auction.book import Book
from databourse.market.double_auction.params import AuctionParams


def bid_order(book: Book) -> list[int]:
    """Ids of the standing bids, highest price first, then the earlier one."""
    return sorted(range(len(book.bids)), key=lambda i: (-book.bids[i].price, i))


def ask_order(book: Book) -> list[int]:
    """Ids of the standing asks, lowest price first, then the earlier one."""
    return sorted(range(len(book.asks)), key=lambda j: (book.asks[j].price, j))


def price_rank(asks: int, k: int | None) -> int:
    """K of kth-price: as given, or the square root of the number of asks, rounded up."""
    return k if k is not None else isqrt(asks - 1) + 1 if asks else 0


def marginal_pair(book: Book) -> tuple[int, int] | None:
    """Ids (i*, j*) of trade-reduction's last bid and ask whose prices still cross, or None if no pair's do.

    Pairs are (bid of rank t, ask of rank t), the shorter side padded with its last one. Further down bids only fall and
    asks only rise, so the last crossing pair is found by bisection.
    """
    bids, asks = bid_order(book), ask_order(book)
    if not bids or not asks:
        return None
    longer = max(len(bids), len(asks))

    def apart(t: int) -> bool:
        bid, ask = bids[min(t, len(bids)) - 1], asks[min(t, len(asks)) - 1]
        return book.bids[bid].price < book.asks[ask].price

    crossing = bisect_left(range(1, longer + 1), True, key=apart)
    if crossing == 0:
        return None
    return bids[min(crossing, len(bids)) - 1], asks[min(crossing, len(asks)) - 1]


def kth_price_hints(book: Book, params: AuctionParams) -> bytes:
    """Entry indices of the K + 1 cheapest asks in ask order; empty when there are not that many."""
    k = price_rank(len(book.asks), params.k)
    if len(book.asks) < k + 1:
        return b""
    return _indices(book.ask_entries[j] for j in ask_order(book)[: k + 1])


def trade_reduction_hints(book: Book, _params: AuctionParams) -> bytes:
    """Entry index of bid i*, then those of the asks up to j* in ask order; empty when no pair crosses."""
    pair = marginal_pair(book)
    if pair is None:
        return b""
    asks = ask_order(book)
    last = asks.index(pair[1])
    return _indices([book.bid_entries[pair[0]], *(book.ask_entries[j] for j in asks[: last + 1])])


def dantm_hints(book: Book, _params: AuctionParams) -> bytes:
    """Entry indices of all standing bids in bid order, then of all standing asks in ask order."""
    return _indices([*(book.bid_entries[i] for i in bid_order(book)), *(book.ask_entries[j] for j in ask_order(book))])


def _indices(entries: Iterable[int]) -> bytes:
    return b"".join(index.to_bytes(2) for index in entries)
