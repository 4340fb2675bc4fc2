"""What a liar may say: the false reports that are worth trying in a book.

`grid` gives everybody the same few; on a small market these can be all that there are. `telling` picks, in a book of
any size, those at which something can change.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from itertools import accumulate
from typing import Literal

from databourse.mechanisms.double_auction.types import PRICE_BITS, QUALITY_BITS, QUANTITY_BITS, Ask, Bid

Side = Literal["bid", "ask"]
Field = Literal["price", "quality", "quantity"]
#: The reports that one participant may try in one field, ascending and without repetition; the truth may be among them.
Reports = Callable[[Side, int, Field], Sequence[int]]

FIELDS: tuple[Field, ...] = ("price", "quality", "quantity")


def grid(prices: Iterable[int], qualities: Iterable[int], quantities: Iterable[int]) -> Reports:
    """The same reports for everybody."""
    by_field: dict[Field, Sequence[int]] = {
        "price": sorted(set(prices)),
        "quality": sorted(set(qualities)),
        "quantity": sorted(set(quantities)),
    }
    return lambda _side, _index, field: by_field[field]


def telling(bids: Sequence[Bid], asks: Sequence[Ask]) -> Reports:
    """The reports at which an outcome can change.

    The deterministic rules compare prices with prices and grades with grades, and between two other prices what the
    liar pays or receives is linear in its own. So just below, at and just above everybody's price settles every price
    there is, and likewise for quality. Quantities are not settled like that; tried are those that end where a seller's
    supply ends or a buyer's demand is met, one less and one more, and half and twice the truth.
    """
    orders: list[Bid | Ask] = [*bids, *asks]
    prices = _around((order.price for order in orders), PRICE_BITS)
    grades = _around((*(bid.min_quality for bid in bids), *(ask.quality for ask in asks)), QUALITY_BITS)
    cheapest = sorted(range(len(asks)), key=lambda j: (asks[j].price, j))
    filled = list(accumulate((asks[j].quantity for j in cheapest), initial=0))
    cheaper = {j: filled[rank] for rank, j in enumerate(cheapest)}
    demands = sorted({bid.quantity for bid in bids})

    def quantities(side: Side, index: int) -> Sequence[int]:
        truth = (bids if side == "bid" else asks)[index].quantity
        if side == "bid":
            ends: Iterable[int] = filled[: bisect_left(filled, truth)]
        else:
            first = bisect_left(demands, cheaper[index])
            last = bisect_left(demands, cheaper[index] + truth)
            ends = (demand - cheaper[index] for demand in demands[first:last])
        return _around((*ends, truth // 2, truth, 2 * truth), QUANTITY_BITS)

    def reports(side: Side, index: int, field: Field) -> Sequence[int]:
        if field == "quantity":
            return quantities(side, index)
        return prices if field == "price" else grades

    return reports


def _around(values: Iterable[int], bits: int) -> list[int]:
    """Each value, the one below and the one above, and 0; as far as an order can have them."""
    near = {value + step for value in values for step in (-1, 0, 1)} | {0}
    return sorted(value for value in near if 0 <= value < 1 << bits)
