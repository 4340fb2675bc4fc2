"""The two crossings of DANTM paper, Alg. 2: by price, then by quality (section 3 of the double auction's spec)."""

from __future__ import annotations

import numpy as np

from databourse.mechanisms.compiled import Ints, part
from databourse.mechanisms.double_auction.steps.book import Book
from databourse.mechanisms.double_auction.steps.fenwick import highest_step


def price_crossing(book: Book, *, strict: bool) -> int:
    """T: the largest t for which the t-th bid affords the t-th ask, 0 if none does.

    Past the end of one side its last order stands in for the missing ones, unless the pairing is strict.
    """
    bids, asks = len(book.bid_ids), len(book.ask_ids)
    if bids == 0 or asks == 0:
        return 0
    pair = np.arange(min(bids, asks) if strict else max(bids, asks))
    return int(np.count_nonzero(np.minimum(pair, asks - 1) < book.affordable[np.minimum(pair, bids - 1)]))


def quality_ranks(book: Book) -> tuple[Ints, Ints, Ints]:
    """Needs and offers in one order of ascending quality: the 1-based ranks of bids and of asks, and the way back.

    Among equals needs stand before offers, for they match; needs in bid order, offers against ask order. The way back
    leads from a rank (counted from 0) to a bid, or to `bids + asks - 1 - ask`.
    """
    bids, asks = len(book.bid_ids), len(book.ask_ids)
    merged = np.argsort(np.concatenate([book.bid_need, book.ask_quality[::-1]]), kind="stable")
    rank = np.empty(bids + asks, dtype=np.int64)
    rank[merged] = np.arange(1, bids + asks + 1)
    return rank[:bids], rank[bids:][::-1].copy(), merged


@part
def quality_crossing(
    merged: Ints, buyers: Ints, sellers: Ints, refined_bids: int, refined_asks: int, strict: bool
) -> tuple[int, int]:
    """The bid and the ask at the quality crossing of the refined orders; (-1, -1) if no pair matches.

    `buyers` and `sellers` are Fenwick trees over the ranks in the merged order that count the refined orders.

    With s refined sellers, let k be the number of buyers among the first s refined orders of the merged order. Then k
    sellers stand behind these s, so the k highest offers match the k lowest needs; and offer k + 1 stands among them
    while need k + 1 does not, so that pair does not match. Hence k is the quality crossing, unless it exhausts one
    side and the last order of that side goes on standing in: the last need for all offers behind it, or the last
    offer for all needs before it.
    """
    _, matched, _ = walk(buyers, sellers, refined_asks, 1, 1)
    if matched == 0:
        return -1, -1
    buyer = matched
    worse_sellers = refined_asks - matched
    if not strict:
        if matched == refined_bids:
            _, _, worse_sellers = walk(buyers, sellers, refined_bids - 1, 1, 0)
        elif matched == refined_asks:
            _, buyer, _ = walk(buyers, sellers, 0, 0, 1)
    bid_at, _, _ = walk(buyers, sellers, buyer - 1, 1, 0)
    ask_at, _, _ = walk(buyers, sellers, worse_sellers, 0, 1)
    return merged[bid_at], len(merged) - 1 - merged[ask_at]


@part
def walk(buyers: Ints, sellers: Ints, most: int, weigh_buyers: int, weigh_sellers: int) -> tuple[int, int, int]:
    """The longest run of ranks with at most `most` orders, counting one or both sides: its length, buyers, sellers."""
    rank, buyers_seen, sellers_seen, step = 0, 0, 0, highest_step(len(buyers) - 1)
    while step > 0:
        end = rank + step
        if end < len(buyers):
            with_buyers, with_sellers = buyers_seen + buyers[end], sellers_seen + sellers[end]
            if weigh_buyers * with_buyers + weigh_sellers * with_sellers <= most:
                rank, buyers_seen, sellers_seen = end, with_buyers, with_sellers
        step //= 2
    return rank, buyers_seen, sellers_seen
