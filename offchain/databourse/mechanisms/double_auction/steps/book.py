"""The standing orders of a slot as sorted columns.

Entries without quantity are dropped; bids stand by falling price, asks by rising price, and the earlier submission goes
first among equals (section 1 of the double auction's spec). From here on, the place of a bid or an ask is its index in
this order, and `bid_ids` and `ask_ids` lead back to the submission.
"""

from __future__ import annotations

from collections.abc import Sequence

from databourse.mechanisms.compiled import Ints
from databourse.mechanisms.double_auction.columns import Asks, Bids
from databourse.mechanisms.double_auction.integers import Money
from databourse.mechanisms.double_auction.types import Ask, Bid


class Book:
    """Both sides, sorted.

    `affordable[i]` is how many asks cost no more than what bid i offers. `starts` are the start pointers of all asks as
    submitted, in the order of submission.
    """

    def __init__(self, bids: Sequence[Bid], asks: Sequence[Ask]) -> None:
        offered, supplied = Bids.of(bids), Asks.of(asks)
        self.bid_ids = _standing(offered.quantity, -offered.price)
        self.bid_price = offered.price[self.bid_ids]
        self.bid_quantity = offered.quantity[self.bid_ids]
        self.bid_need = offered.min_quality[self.bid_ids]

        self.ask_ids = _standing(supplied.quantity, supplied.price)
        self.ask_price = supplied.price[self.ask_ids]
        self.ask_quantity = supplied.quantity[self.ask_ids]
        self.ask_quality = supplied.quality[self.ask_ids]
        self.starts = supplied.start

        self.affordable: Ints = self.ask_price.searchsorted(self.bid_price, side="right")


def _standing(quantity: Ints, price: Money) -> Ints:
    standing = quantity.nonzero()[0]
    in_order: Ints = standing[price[standing].argsort(kind="stable")]
    return in_order
