"""Rows of a CSV file: the first line names the columns, every further one is a row."""

from __future__ import annotations

import csv
from collections import Counter

from databourse.orders.faults import Fault
from databourse.orders.table import Row, Table


def parse(text: str) -> Table:
    """Cuts a text into rows. Cells are texts without blanks around them; an empty cell is None."""
    # only these end a line: str.splitlines would also cut at form feeds and the like inside a cell
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    numbered = [(number, line) for number, line in enumerate(lines, start=1) if line.strip()]
    if not numbered:
        return Table((), (), (Fault(0, "", "the file is empty: its first line must name the columns"),))
    first, *others = numbered
    faults: list[Fault] = []
    columns = _cells(*first, faults)
    if columns is None:
        return Table((), (), tuple(faults))
    columns = [name.lower() for name in columns]
    doubled = [name for name, count in Counter(columns).items() if count > 1]
    if doubled:
        return Table((), (), (Fault(first[0], "", f"the header names {doubled[0]!r} more than once"),))
    rows = []
    for number, line in others:
        cells = _cells(number, line, faults)
        if cells is None:
            continue
        if len(cells) != len(columns):
            faults.append(Fault(number, "", f"has {len(cells)} cells, but the header has {len(columns)}"))
            continue
        rows.append(Row(number, {name: cell or None for name, cell in zip(columns, cells, strict=True)}))
    return Table(tuple(columns), tuple(rows), tuple(faults))


def _cells(number: int, line: str, faults: list[Fault]) -> list[str] | None:
    """The cells of one line. A quoted cell that goes on in the next line is a fault: no order needs one."""
    if "\0" in line:
        faults.append(Fault(number, "", "holds a NUL byte: this is not a text file"))
        return None
    try:
        return [cell.strip() for cell in next(csv.reader([line], strict=True))]
    except csv.Error as error:
        faults.append(Fault(number, "", f"is not valid CSV: {error}"))
        return None
