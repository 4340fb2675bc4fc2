"""Payments of kth-price and trade-reduction with buyers, sellers and prices chosen at will.

Written apart from the solvers, straight from section 7 of the double auction's specification.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from databourse.market.double_auction.book import Book


def settle_at(
    book: Book, buyers: Sequence[int], sellers: Sequence[int], price: int, reserve: int
) -> tuple[dict[int, int], dict[int, int]]:
    """Debits and credits by entry if `buyers` pay `price` a unit and `sellers`, in this order, their critical payments.

    A seller that is named twice sells twice.
    """
    debits: dict[int, int] = defaultdict(int)
    credited: dict[int, int] = defaultdict(int)
    for buyer in buyers:
        bid = book.bids[buyer]
        eligible = [j for j in sellers if book.asks[j].quality >= bid.min_quality]
        taken, cost = _cheapest(book, eligible, bid.quantity, reserve)
        for place, seller in enumerate(eligible):
            if taken[place]:
                _, without = _cheapest(book, eligible[:place] + eligible[place + 1 :], bid.quantity, reserve)
                payment = without - (cost - book.asks[seller].price * taken[place])
                credited[book.ask_entries[seller]] += payment
        debits[book.bid_entries[buyer]] += price * sum(taken)
    return debits, credited


def _cheapest(book: Book, sellers: Sequence[int], demand: int, reserve: int) -> tuple[list[int], int]:
    """Units taken from each seller in turn, and what `demand` units cost, the missing ones at the reserve price."""
    taken, cost = [], 0
    for seller in sellers:
        units = min(book.asks[seller].quantity, demand)
        taken.append(units)
        cost += units * book.asks[seller].price
        demand -= units
    return taken, cost + demand * reserve
