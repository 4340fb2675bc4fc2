"""Rows of a JSON Lines file: an object on each line, its names are the columns."""

from __future__ import annotations

import json
from typing import Any

from databourse.orders.faults import Fault
from databourse.orders.table import Row, Table


def parse(text: str) -> Table:
    """Cuts a text into rows. Cells are values as JSON has them; null and a name that is not there are None."""
    faults: list[Fault] = []
    rows: list[Row] = []
    names: dict[str, None] = {}
    for number, line in enumerate(text.replace("\r\n", "\n").split("\n"), start=1):
        if not line.strip():
            continue
        try:
            value = json.loads(line, object_pairs_hook=_object, parse_constant=_constant)
        except (ValueError, RecursionError) as error:
            faults.append(Fault(number, "", f"is not JSON: {error}"))
            continue
        if not isinstance(value, dict):
            faults.append(Fault(number, "", 'must be an object such as {"side": "bid", "price": "250", "quantity": 3}'))
            continue
        names |= dict.fromkeys(value)
        rows.append(Row(number, value))
    if not rows and not faults:
        faults.append(Fault(0, "", "the file is empty: each line must be an order"))
    return Table(tuple(names), tuple(rows), tuple(faults))


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) != len(pairs):
        twice = next(name for number, (name, _) in enumerate(pairs) if name in dict(pairs[:number]))
        raise ValueError(f"{twice!r} is there more than once")
    return value


def _constant(text: str) -> Any:
    raise ValueError(f"{text} is no number of JSON")
