"""Rows of a Parquet file. Needs pyarrow, which comes with the extra `tables`."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

from databourse.errors import UsageError
from databourse.orders.faults import Fault
from databourse.orders.table import Row, Table


def read(path: Path) -> Table:
    """Reads the rows, numbered from 1. Cells are Python's values; null and NaN are None.

    Whole numbers can come as floats, because pandas makes floats of a column of integers in which some are missing;
    they become integers again where that is exact.

    Raises:
        UsageError: pyarrow is not installed.
    """
    try:
        from pyarrow import ArrowException, parquet
    except ImportError as error:
        raise UsageError(
            "Parquet files need pyarrow, which is not installed",
            "install it with `pip install 'databourse[tables]'`, or write the orders as CSV",
        ) from error
    try:
        table = parquet.read_table(path)
        columns = [str(name).strip().lower() for name in table.column_names]
        listed = [column.to_pylist() for column in table.columns]
    except (ArrowException, OSError, ValueError) as error:
        first = str(error).splitlines()[0]
        return Table((), (), (Fault(0, "", f"is not a Parquet file that can be read: {first}"),), unit="row")
    if len(set(columns)) != len(columns):
        return Table((), (), (Fault(0, "", "two columns have the same name"),), unit="row")
    rows = [
        Row(number, dict(zip(columns, map(_cell, cells), strict=True)))
        for number, cells in enumerate(zip(*listed, strict=True), start=1)
    ]
    faults = () if rows else (Fault(0, "", "the file has no rows"),)
    return Table(tuple(columns), tuple(rows), faults, unit="row")


def _cell(value: Any) -> Any:
    if isinstance(value, float) and math.isnan(value):
        return None
    return value
