"""From a row of named cells to an order.

Which cells an order has follows from its side: a bid has a price, a quantity and perhaps a least quality; an ask has a
price, a quantity, a dataset and perhaps a quality; a cancel has the entry that it cancels. A cell that the side has no
use for must be empty, because whoever filled it in expected something of it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from databourse.errors import InvalidInput
from databourse.market.double_auction.orders import (
    MAX_DATASET,
    MAX_QUALITY,
    MAX_QUANTITY,
    AskOrder,
    BidOrder,
    CancelOrder,
    Order,
)
from databourse.market.entries import MAX_LOCK
from databourse.money import format_tokens, parse_base_units, parse_count, parse_tokens
from databourse.orders.faults import FaultyRow, broken_rule
from databourse.orders.table import Row

COLUMNS = ("side", "price", "quantity", "min_quality", "quality", "dataset", "entry", "from")

OF_DATASET = -1
"""Stands for the quality of an ask that takes its dataset's. No order word can hold it."""

_NEEDED = {"bid": ("price", "quantity"), "ask": ("price", "quantity", "dataset"), "cancel": ("entry",)}
_ALLOWED = {"bid": ("min_quality",), "ask": ("quality",), "cancel": ()}

Price = Callable[[Any, str], int]
"""Reads a price in the way of one format: the cell and the name of its column to base units."""


@dataclass(frozen=True, slots=True)
class FileOrder:
    """An order of a file.

    Attributes:
        line: where it stands.
        sender: name of whoever it is for; None for whoever sends the file.
        order: what it says. An ask without a quality has `OF_DATASET` until `with_grade` gives it a grade.
    """

    line: int
    sender: str | None
    order: Order

    @property
    def graded(self) -> bool:
        """Whether the order says all that it has to."""
        return not isinstance(self.order, AskOrder) or self.order.quality != OF_DATASET

    def with_grade(self, quality: int) -> FileOrder:
        """The same ask with this quality."""
        order = self.order
        assert isinstance(order, AskOrder)
        return FileOrder(self.line, self.sender, AskOrder(order.price, order.quantity, quality, order.dataset))

    @property
    def lock(self) -> int:
        """Base units that must be locked for it to count."""
        return self.order.needed_lock if isinstance(self.order, BidOrder) else 0


def order_of(row: Row, price: Price) -> FileOrder:
    """The order that a row says.

    Raises:
        FaultyRow: it says none.
    """
    side = _side(row)
    allowed = (*_NEEDED[side], *_ALLOWED[side], "side", "from")
    for column in COLUMNS:
        if row.cells.get(column) is not None and column not in allowed:
            article = "an" if side == "ask" else "a"
            message = f"is {_shown(row.cells[column])}, but must be empty in {article} {side}"
            raise FaultyRow(row.line, column, message)
    for column in _NEEDED[side]:
        if row.cells.get(column) is None:
            raise FaultyRow(row.line, column, f"is missing, and every {side} needs it")
    read = _Reader(row, price)
    order: Order
    if side == "bid":
        order = BidOrder(read.price(), read.count("quantity", 1, MAX_QUANTITY), read.grade("min_quality") or 0)
        if order.needed_lock > MAX_LOCK:
            most = format_tokens(MAX_LOCK)
            raise FaultyRow(row.line, "price", f"times quantity is more than {most} tokens, which no account can hold")
    elif side == "ask":
        grade = read.grade("quality")
        quantity, dataset = read.count("quantity", 1, MAX_QUANTITY), read.count("dataset", 1, MAX_DATASET)
        order = AskOrder(read.price(), quantity, OF_DATASET if grade is None else grade, dataset)
    else:
        order = CancelOrder(read.count("entry", 0, MAX_QUANTITY))
    return FileOrder(row.line, _sender(row), order)


def price_in_tokens(cell: Any, column: str) -> int:
    """Of CSV: tokens with a decimal point, as on the command line."""
    return parse_tokens(cell, column)


def price_in_base_units(cell: Any, column: str) -> int:
    """Of JSON Lines: base units, as wherever JSON is used."""
    return parse_base_units(cell, column)


def price_of_parquet(cell: Any, column: str) -> int:
    """Of Parquet: an integer is base units; a decimal or a text is tokens with a decimal point."""
    if isinstance(cell, Decimal):
        return parse_tokens(f"{cell:f}", column)
    if isinstance(cell, str):
        return parse_tokens(cell, column)
    if isinstance(cell, float):
        raise InvalidInput.of(
            column, cell, "a float is not exact: write integers (base units), decimals or texts (tokens)"
        )
    return parse_base_units(cell, column)


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads the cells of one row; what it cannot read becomes the row's fault."""

    row: Row
    as_price: Price

    def price(self) -> int:
        try:
            return self.as_price(self.row.cells["price"], "price")
        except InvalidInput as error:
            raise FaultyRow(self.row.line, "price", _with_hint(error, "price")) from error

    def grade(self, column: str) -> int | None:
        return None if self.row.cells.get(column) is None else self.count(column, 0, MAX_QUALITY)

    def count(self, column: str, least: int, most: int) -> int:
        cell = self.row.cells[column]
        if isinstance(cell, float) and cell.is_integer() and abs(cell) < 2**53:
            cell = int(cell) if self.as_price is price_of_parquet else cell
        try:
            if isinstance(cell, str):
                return parse_count(cell, column, least, most)
            if type(cell) is not int or not least <= cell <= most:
                raise InvalidInput.of(column, cell, f"must be a whole number from {least} to {most}")
        except InvalidInput as error:
            raise FaultyRow(self.row.line, column, broken_rule(error, column)) from error
        return cell


def _with_hint(error: InvalidInput, column: str) -> str:
    rule = broken_rule(error, column)
    return f"{rule} ({error.hint})" if error.hint else rule


def _side(row: Row) -> str:
    cell = row.cells.get("side")
    side = cell.lower() if isinstance(cell, str) else None
    if side not in _NEEDED:
        told = "is missing" if cell is None else f"is {_shown(cell)}"
        raise FaultyRow(row.line, "side", f"{told}, but must be bid, ask or cancel")
    return side


def _sender(row: Row) -> str | None:
    cell = row.cells.get("from")
    if cell is not None and not (isinstance(cell, str) and cell.strip()):
        raise FaultyRow(row.line, "from", f"is {_shown(cell)}, but must be the name of an account")
    return cell


def _shown(cell: object) -> str:
    """A cell for an error, cut where it would hide the rule."""
    shown = repr(cell) if not isinstance(cell, int) or cell.bit_length() <= 256 else "a huge number"
    return shown if len(shown) <= 80 else f"{shown[:60]}… ({len(shown)} characters)"


def missing_columns(columns: tuple[str, ...], rows: tuple[Row, ...]) -> Mapping[str, str]:
    """Columns that no row of the file has although some need them: name to who needs it."""
    sides = {str(row.cells.get("side")).lower() for row in rows}
    needed = {"side": "every order"} | {
        column: f"every {side}" for side, names in _NEEDED.items() if side in sides for column in names
    }
    return {column: who for column, who in needed.items() if column not in columns}
