"""Rows of named cells, whichever format they come from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from databourse.orders.faults import Fault


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its line in the file, and its cells by column; an empty cell is None or not there."""

    line: int
    cells: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Table:
    """What a file holds.

    Attributes:
        columns: names, small letters.
        rows: those that could be read.
        faults: of those that could not.
        unit: what a row's number counts: lines or rows.
    """

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    faults: tuple[Fault, ...]
    unit: str = "line"
