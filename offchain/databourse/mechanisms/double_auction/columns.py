"""Many bids or asks as columns: a million orders without a million objects.

`Bids` and `Asks` are sequences of `Bid` and `Ask` and go wherever those go; a rule takes their columns as they are.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from operator import attrgetter
from typing import Any, ClassVar, Generic, Self, TypeVar, overload

import numpy as np
import numpy.typing as npt

from databourse.errors import InvalidInput
from databourse.mechanisms.compiled import Ints
from databourse.mechanisms.double_auction.integers import Column, Grades, Money, integer_column
from databourse.mechanisms.double_auction.types import (
    PRICE_BITS,
    QUALITY_BITS,
    QUANTITY_BITS,
    Ask,
    Bid,
    require_start,
)

BITS = {
    "price": PRICE_BITS,
    "quantity": QUANTITY_BITS,
    "min_quality": QUALITY_BITS,
    "quality": QUALITY_BITS,
    "start": QUANTITY_BITS,
}
REQUIRED = ("price", "quantity")

Order = TypeVar("Order", Bid, Ask)


class _Orders(Sequence[Order], Generic[Order]):
    """Columns of one length, in the order of submission."""

    NAME: ClassVar[str]
    FIELDS: ClassVar[tuple[str, ...]]  # as the order's own arguments stand
    ORDER: ClassVar[Callable[..., Any]]

    price: Money
    quantity: Ints

    def _read(self, **columns: Column | None) -> None:
        """Take the columns after checking them; one that is not given is all zeros.

        Raises:
            InvalidInput: if they are not of one length, or as for the single order, naming the row.
        """
        given: dict[str, Column] = {}
        for field, values in columns.items():
            if values is None and field not in REQUIRED:
                continue
            if values is None or not hasattr(values, "__len__"):
                raise InvalidInput.of(f"{self.NAME}.{field}", values, "it must be a column")
            given[field] = values
        lengths = {field: len(values) for field, values in given.items()}
        if len(set(lengths.values())) > 1:
            told = ", ".join(f"{field} has {length}" for field, length in lengths.items())
            raise InvalidInput(f"the columns of {self.NAME} must be of one length, but {told}")
        zeros = np.zeros(lengths["price"], dtype=np.int64)
        self._take(
            {
                field: integer_column(self.NAME, field, given[field], BITS[field]) if field in given else zeros
                for field in self.FIELDS
            }
        )

    def _take(self, columns: dict[str, npt.NDArray[Any]]) -> None:
        for field, column in columns.items():
            # 16 bits: numpy sorts them by radix
            setattr(self, field, column.astype(np.uint16) if BITS[field] == QUALITY_BITS else column)

    @classmethod
    def of(cls, orders: Sequence[Order]) -> Self:
        """The columns of some orders; what are columns already stays what it is."""
        if isinstance(orders, cls):
            return orders
        made = cls.__new__(cls)
        made._take({field: _values(orders, field) for field in cls.FIELDS})
        return made

    def __len__(self) -> int:
        return len(self.price)

    @overload
    def __getitem__(self, index: int) -> Order: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Order, ...]: ...
    def __getitem__(self, index: int | slice) -> Order | tuple[Order, ...]:
        chosen = range(len(self))[index]
        return self._order(chosen) if isinstance(chosen, int) else tuple(map(self._order, chosen))

    def _order(self, row: int) -> Order:
        order: Order = self.ORDER(*(int(getattr(self, field)[row]) for field in self.FIELDS))
        return order


class Bids(_Orders[Bid]):
    """Bids as columns: `price` a unit in base units, `quantity` in units, least quality (0 if not given).

    Columns are lists, arrays or columns of a data frame.

    Raises:
        InvalidInput: as for `Bid`, naming the row, and if the columns are not of one length.
    """

    NAME, ORDER = "bids", Bid
    FIELDS = ("price", "quantity", "min_quality")

    min_quality: Grades

    def __init__(self, price: Column, quantity: Column, min_quality: Column | None = None) -> None:
        self._read(price=price, quantity=quantity, min_quality=min_quality)


class Asks(_Orders[Ask]):
    """Asks as columns: `price` a unit in base units, `quantity` in units, quality and start pointer (0 if not given).

    Columns are lists, arrays or columns of a data frame.

    Raises:
        InvalidInput: as for `Ask`, naming the row, and if the columns are not of one length.
    """

    NAME, ORDER = "asks", Ask
    FIELDS = ("price", "quantity", "quality", "start")

    quality: Grades
    start: Ints

    def __init__(
        self, price: Column, quantity: Column, quality: Column | None = None, start: Column | None = None
    ) -> None:
        self._read(price=price, quantity=quantity, quality=quality, start=start)
        wrong = self.start >= np.maximum(self.quantity, 1)
        if wrong.any():
            row = int(np.argmax(wrong))
            require_start(f"asks[{row}].start", int(self.start[row]), int(self.quantity[row]))


def _values(orders: Sequence[Bid] | Sequence[Ask], field: str) -> npt.NDArray[Any]:
    try:
        return np.fromiter(map(attrgetter(field), orders), np.int64, len(orders))
    except OverflowError:  # only prices can be that large
        return np.fromiter(map(attrgetter(field), orders), np.object_, len(orders))
