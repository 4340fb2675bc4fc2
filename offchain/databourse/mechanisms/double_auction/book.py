"""The standing orders of a slot as sorted columns.

Entries without quantity are dropped; bids stand by falling price, asks by rising price, and the earlier submission goes
first among equals (section 1 of the double auction's spec). From here on, the place of a bid or an ask is its index in
this order, and `bid_ids` and `ask_ids` lead back to the submission.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from operator import attrgetter
from typing import Any

import numpy as np
import numpy.typing as npt

from databourse.mechanisms.compiled import Ints
from databourse.mechanisms.double_auction.types import Ask, Bid

# Prices and money: int64 where every value fits, otherwise Python's own integers in an array of objects, which the same
# numpy expressions handle exactly. Quantities below 2^32 always fit, and so do their sums over fewer than 2^31 entries.
Money = npt.NDArray[Any]
Grades = npt.NDArray[np.uint16]

INT64_END = 1 << 63


class Book:
    """Both sides, sorted.

    `affordable[i]` is how many asks cost no more than what bid i offers. `starts` are the start pointers of all asks as
    submitted, in the order of submission.
    """

    def __init__(self, bids: Sequence[Bid], asks: Sequence[Ask]) -> None:
        price, quantity = _prices(bids), _ints(bids, "quantity")
        self.bid_ids = _standing(quantity, -price)
        self.bid_price = price[self.bid_ids]
        self.bid_quantity = quantity[self.bid_ids]
        self.bid_need = _grades(bids, "min_quality")[self.bid_ids]

        price, quantity = _prices(asks), _ints(asks, "quantity")
        self.ask_ids = _standing(quantity, price)
        self.ask_price = price[self.ask_ids]
        self.ask_quantity = quantity[self.ask_ids]
        self.ask_quality = _grades(asks, "quality")[self.ask_ids]
        self.starts = _ints(asks, "start")

        self.affordable: Ints = np.searchsorted(self.ask_price, self.bid_price, side="right")


def exact(column: Money, largest: int) -> Money:
    """The column in a form in which no result of up to `largest` overflows."""
    return column.astype(np.int64 if largest < INT64_END else object)


def _standing(quantity: Ints, price: Money) -> Ints:
    standing = np.flatnonzero(quantity)
    return standing[np.argsort(price[standing], kind="stable")]


def _prices(entries: Sequence[Bid] | Sequence[Ask]) -> Money:
    try:
        return np.fromiter(_column(entries, "price"), np.int64, len(entries))
    except OverflowError:
        return np.fromiter(_column(entries, "price"), np.object_, len(entries))


def _ints(entries: Sequence[Bid] | Sequence[Ask], field: str) -> Ints:
    return np.fromiter(_column(entries, field), np.int64, len(entries))


def _grades(entries: Sequence[Bid] | Sequence[Ask], field: str) -> Grades:
    return np.fromiter(_column(entries, field), np.uint16, len(entries))  # 16 bits: numpy sorts them by radix


def _column(entries: Iterable[Bid | Ask], field: str) -> Iterable[int]:
    return map(attrgetter(field), entries)
