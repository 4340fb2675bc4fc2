"""The total orders of the double auction and its critical ranks (sections 1, 3 and 7 of the double auction's spec)."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from math import isqrt

from databourse.market.double_auction.book import Book


def bid_order(book: Book) -> list[int]:
    """Ids of the standing bids, highest price first, then the earlier one."""
    return sorted(range(len(book.bids)), key=lambda i: (-book.bids[i].price, i))


def ask_order(book: Book) -> list[int]:
    """Ids of the standing asks, lowest price first, then the earlier one."""
    return sorted(range(len(book.asks)), key=lambda j: (book.asks[j].price, j))


def price_rank(asks: int, k: int | None) -> int:
    """K of kth-price: as given, or the square root of the number of asks, rounded up."""
    return k if k is not None else isqrt(asks - 1) + 1 if asks else 0


def crossing(book: Book) -> int:
    """The last rank whose bid still reaches the ask of that rank, or 0 if none does.

    Pairs are (bid of rank t, ask of rank t), the shorter side padded with its last one. Further down bids only fall and
    asks only rise, so the last crossing pair is found by bisection.
    """
    bids, asks = bid_order(book), ask_order(book)
    if not bids or not asks:
        return 0
    longer = max(len(bids), len(asks))

    def apart(t: int) -> bool:
        bid, ask = bids[min(t, len(bids)) - 1], asks[min(t, len(asks)) - 1]
        return book.bids[bid].price < book.asks[ask].price

    return bisect_left(range(1, longer + 1), True, key=apart)


def marginal_pair(book: Book) -> tuple[int, int] | None:
    """Ids (i*, j*) of trade-reduction's last bid and ask whose prices still cross, or None if no pair's do."""
    last = crossing(book)
    if last == 0:
        return None
    bids, asks = bid_order(book), ask_order(book)
    return bids[min(last, len(bids)) - 1], asks[min(last, len(asks)) - 1]


def indices(entries: Iterable[int]) -> bytes:
    """Entry indices as hints have them, two bytes each."""
    return b"".join(index.to_bytes(2) for index in entries)
