"""Double auctions without a chain: orders in, data frames out.

    from databourse import auction

    result = auction.solve(bids, asks, rule="kth-price")
    result.trades()

Bids and asks are data frames, mappings of columns, or lists of `Bid` and `Ask`. See docs/python.md.
"""

from databourse.auction.result import Result
from databourse.auction.solving import solve
from databourse.mechanisms.double_auction import RULES, Ask, Asks, Bid, Bids

__all__ = ["RULES", "Ask", "Asks", "Bid", "Bids", "Result", "solve"]
