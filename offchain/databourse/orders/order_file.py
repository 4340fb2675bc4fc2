"""A file of orders: CSV, JSON Lines or Parquet, told apart by how its name ends.

A file is read completely before anything is done with it, and everything that is wrong with it is found at once.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from databourse.errors import InvalidInput, NotFound
from databourse.orders import csv_rows, json_rows, parquet_rows
from databourse.orders.faults import Fault, FaultyRow
from databourse.orders.rows import (
    COLUMNS,
    FileOrder,
    Price,
    missing_columns,
    order_of,
    price_in_base_units,
    price_in_tokens,
    price_of_parquet,
)
from databourse.orders.table import Table
from databourse.printable import printable

MOST_BYTES = 64 * 2**20
"""No round takes as many orders as fit into such a file."""

_PRICES: dict[str, Price] = {
    ".csv": price_in_tokens,
    ".jsonl": price_in_base_units,
    ".ndjson": price_in_base_units,
    ".parquet": price_of_parquet,
}
_TEXTS: dict[str, Callable[[str], Table]] = {
    ".csv": csv_rows.parse,
    ".jsonl": json_rows.parse,
    ".ndjson": json_rows.parse,
}


@dataclass(frozen=True, slots=True)
class OrderFile:
    """A file that was read.

    Attributes:
        name: how to call it.
        orders: the good ones, in the order of the file.
        faults: what is wrong with the others, or with all of it.
        unit: what a place in it is called: line or row.
    """

    name: str
    orders: tuple[FileOrder, ...]
    faults: tuple[Fault, ...]
    unit: str


def read_order_file(path: Path) -> OrderFile:
    """Reads a file of orders.

    Raises:
        NotFound: there is no such file.
        InvalidInput: it cannot be one: a folder, an unknown ending, too large, not readable.
        UsageError: it is Parquet, and pyarrow is not installed.
    """
    ending = path.suffix.lower()
    if path.is_dir():
        raise InvalidInput(f"{path} is a folder, not a file of orders", "name one file in it")
    if ending not in _PRICES:
        raise InvalidInput.of("file", str(path), f"must end with {', '.join(_PRICES)}", "the ending tells the format")
    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise InvalidInput(f"{path} has {size:,} bytes; a file of orders has at most {MOST_BYTES:,}", "divide it")
        raw = path.read_bytes()
    except FileNotFoundError as error:
        raise NotFound(f"there is no file {path}") from error
    except OSError as error:
        raise InvalidInput(f"{path} cannot be read: {error.strerror}") from error
    table = parquet_rows.read(path) if ending == ".parquet" else _from_text(raw, _TEXTS[ending])
    orders, faults = _orders(table, _PRICES[ending])
    return OrderFile(str(path), orders, faults, table.unit)


def _from_text(raw: bytes, parse: Callable[[str], Table]) -> Table:
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        utf16 = raw.startswith((b"\xff\xfe", b"\xfe\xff"))
        told = "it is UTF-16: save it as UTF-8" if utf16 else f"byte 0x{raw[error.start]:02x} is no UTF-8"
        return Table((), (), (Fault(line, "", told),))
    return parse(text)


def _orders(table: Table, price: Price) -> tuple[tuple[FileOrder, ...], tuple[Fault, ...]]:
    faults = list(table.faults)
    if not table.columns:
        return (), tuple(faults)
    for name in table.columns:
        if name not in COLUMNS:
            separated = "; separate the cells with commas" if ";" in name or "\t" in name else ""
            told = f"is no column of orders; those are {', '.join(COLUMNS)}{separated}"
            faults.append(Fault(0, printable(name[:60]), told))
    for name, who in missing_columns(table.columns, table.rows).items():
        faults.append(Fault(0, name, f"is missing: {who} needs this column"))
    if any(fault.line == 0 for fault in faults):
        # every row would only repeat what is wrong with the columns
        return (), tuple(faults)
    if not table.rows and not faults:
        return (), (Fault(0, "", "has no orders, only the names of the columns"),)
    orders = []
    for row in table.rows:
        try:
            orders.append(order_of(row, price))
        except FaultyRow as faulty:
            faults.append(faulty.fault)
    return tuple(orders), tuple(sorted(faults, key=lambda fault: fault.line))
