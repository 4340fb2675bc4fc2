"""The two crossings of DANTM paper, Alg. 2: by price, then by quality (section 3 of the double auction's spec).

`valid_prices` finds them for all rounds of dantm. Round r works on the bids from r on. From one round to the next the
price crossing T stays or falls by one, so the refined bids are a window that slides along the bid order and the
refined asks a prefix that shrinks: every order enters once and leaves once. The quality crossing sets needs
(ascending) against offers (descending); see `_crossings` for how it follows from one merged order.
"""

from __future__ import annotations

import numpy as np

from databourse.mechanisms.compiled import Ints, run
from databourse.mechanisms.double_auction.book import Book


def price_crossing(book: Book, *, strict: bool) -> int:
    """T: the largest t for which the t-th bid affords the t-th ask, 0 if none does.

    Past the end of one side its last order stands in for the missing ones, unless the pairing is strict.
    """
    bids, asks = len(book.bid_ids), len(book.ask_ids)
    if bids == 0 or asks == 0:
        return 0
    pair = np.arange(min(bids, asks) if strict else max(bids, asks))
    return int(np.count_nonzero(np.minimum(pair, asks - 1) < book.affordable[np.minimum(pair, bids - 1)]))


def valid_prices(book: Book, *, strict: bool) -> tuple[Ints, Ints]:
    """For each round, the bid and the ask (indices in bid and ask order) whose prices are valid; -1 where none is."""
    bids, asks = len(book.bid_ids), len(book.ask_ids)
    # Ascending quality. Among equals: needs before offers, for they match; needs in bid order, offers against ask
    # order.
    merged = np.argsort(np.concatenate([book.bid_need, book.ask_quality[::-1]]), kind="stable")
    rank = np.empty(bids + asks, dtype=np.int64)
    rank[merged] = np.arange(1, bids + asks + 1)
    valid_bid, valid_ask = np.full((2, bids), -1, dtype=np.int64)
    valid_bid, valid_ask = run(
        _crossings,
        bids + asks,
        price_crossing(book, strict=strict),
        strict,
        book.affordable,
        rank[:bids],
        rank[bids:][::-1].copy(),
        merged,
        *np.zeros((2, bids + asks + 1), dtype=np.int64),
        valid_bid,
        valid_ask,
    )
    return valid_bid, np.where(valid_ask >= 0, bids + asks - 1 - valid_ask, -1)


def _crossings(
    crossing: int,
    strict: bool,
    affordable: Ints,
    bid_rank: Ints,
    ask_rank: Ints,
    merged: Ints,
    buyers: Ints,
    sellers: Ints,
    valid_bid: Ints,
    valid_ask: Ints,
) -> tuple[Ints, Ints]:
    """All rounds in O((bids + asks) log(bids + asks)); a kernel, see `mechanisms.compiled`.

    `crossing` is T of the first round. `bid_rank` and `ask_rank` are 1-based ranks in the merged quality order and
    `merged` leads back. `buyers` and `sellers`, all zero, become Fenwick trees over those ranks that count the
    refined orders. `valid_bid` and `valid_ask`, all -1, receive entries of `merged`.

    With s refined sellers, let k be the number of buyers among the first s refined orders of the merged order. Then k
    sellers stand behind these s, so the k highest offers match the k lowest needs; and offer k + 1 stands among them
    while need k + 1 does not, so that pair does not match. Hence k is the quality crossing, unless it exhausts one
    side and the last order of that side goes on standing in: the last need for all offers behind it, or the last
    offer for all needs before it.
    """
    bids, asks, size = len(bid_rank), len(ask_rank), len(merged)
    highest_step = 1
    while 2 * highest_step <= size:
        highest_step *= 2

    def walk(most: int, weigh_buyers: int, weigh_sellers: int) -> tuple[int, int, int]:
        # the longest run of ranks with at most `most` orders, counting one or both sides: its length, buyers and
        # sellers
        rank, buyers_seen, sellers_seen, step = 0, 0, 0, highest_step
        while step > 0:
            end = rank + step
            if end <= size:
                with_buyers, with_sellers = buyers_seen + buyers[end], sellers_seen + sellers[end]
                if weigh_buyers * with_buyers + weigh_sellers * with_sellers <= most:
                    rank, buyers_seen, sellers_seen = end, with_buyers, with_sellers
            step //= 2
        return rank, buyers_seen, sellers_seen

    def add(tree: Ints, rank: int, amount: int) -> None:
        while rank <= size:
            tree[rank] += amount
            rank += rank & -rank

    window_end, refined_asks = min(crossing, bids), min(crossing, asks)
    for bid in range(window_end):
        add(buyers, bid_rank[bid], 1)
    for ask in range(refined_asks):
        add(sellers, ask_rank[ask], 1)

    for first in range(bids):
        if crossing == 0:
            break
        refined_bids = window_end - first
        _, matched, _ = walk(refined_asks, 1, 1)
        if matched > 0:
            buyer = matched
            worse_sellers = refined_asks - matched
            if not strict:
                if matched == refined_bids:
                    _, _, worse_sellers = walk(refined_bids - 1, 1, 0)
                elif matched == refined_asks:
                    _, buyer, _ = walk(0, 0, 1)
            at, _, _ = walk(buyer - 1, 1, 0)
            valid_bid[first] = merged[at]
            at, _, _ = walk(worse_sellers, 0, 1)
            valid_ask[first] = merged[at]

        # the next round: one bid fewer at the front, and the crossing stays only if its pair still matches
        add(buyers, bid_rank[first], -1)
        left = bids - first - 1
        longest = min(left, asks) if strict else max(left, asks)
        if crossing > longest or affordable[min(first + crossing, bids - 1)] < min(crossing, asks):
            crossing -= 1
        if window_end < min(first + 1 + crossing, bids):
            add(buyers, bid_rank[window_end], 1)
            window_end += 1
        if refined_asks > crossing:
            refined_asks -= 1
            add(sellers, ask_rank[refined_asks], -1)
    return valid_bid, valid_ask
