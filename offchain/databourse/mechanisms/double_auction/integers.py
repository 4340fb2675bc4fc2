"""Columns of integers: money of any size, quantities, quality grades; and how they are read from what people have.

A whole column is checked at once, with the rules and the words that a single order has for its fields, and the first
row that breaks one is named.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from databourse.errors import InvalidInput
from databourse.mechanisms.double_auction.types import require_integer

# Prices and money: int64 where every value fits, otherwise Python's own integers in an array of objects, which the same
# numpy expressions handle exactly. Quantities below 2^32 always fit, and so do their sums over fewer than 2^31 entries.
Money = npt.NDArray[Any]
Grades = npt.NDArray[np.uint16]

#: A list, an array, or a column of a data frame.
Column = Sequence[Any] | npt.NDArray[Any]

INT64_END = 1 << 63
EXACT_FLOATS_END = 1 << 53
_HINT = "pass integers, or strings of digits"
DECIMAL = re.compile(r"-?[0-9]{1,1000}")  # a sign too, so that the error can say that it is negative


def exact(column: Money, largest: int) -> Money:
    """The column in a form in which no result of up to `largest` overflows."""
    return column.astype(np.int64 if largest < INT64_END else object)


def total(price: Money, units: npt.NDArray[np.int64]) -> int:
    """The sum of price times units, exactly."""
    return int(products(price, units).sum())


def products(price: Money, units: npt.NDArray[np.int64]) -> Money:
    """Price times units, row by row, in a form in which their sum does not overflow; no price may be negative."""
    column: Money = exact(price, int(price.max(initial=0)) * int(units.sum())) * units
    return column


def integers(values: Sequence[int]) -> Money:
    """The values as int64, or as Python's integers in an array of objects if one of them does not fit."""
    try:
        return np.array(values, dtype=np.int64)
    except OverflowError:
        return np.array(values, dtype=object)


def from_digits(value: Any) -> Any:
    """The integer that a string of decimal digits writes; anything else stays what it is."""
    return int(value) if isinstance(value, str) and DECIMAL.fullmatch(value) else value


def integer_column(where: str, field: str, values: Column, bits: int) -> Money:
    """The values as int64, or as Python's integers in an array of objects if one of them does not fit.

    Floats count if they are whole and below 2^53, because a data frame makes floats of a column with a gap in another
    row; strings count if they are decimal digits.

    Raises:
        InvalidInput: if a value is not an integer from 0 to 2^bits - 1, named as `where[row].field`.
    """
    array = values if isinstance(values, np.ndarray) else _as_array(values)
    if array.ndim != 1:
        raise InvalidInput(f"{where}.{field} has {array.ndim} dimensions, but it must be a column")
    if array.dtype.kind == "f":
        array = _whole(where, field, array)
    elif array.dtype.kind not in "iu":
        return _one_by_one(where, field, array.tolist(), bits)
    # all bits that occur: none from `bits` on if every value is below 2^bits, and all of them if one is negative
    occurring = int(np.bitwise_or.reduce(array, initial=0))
    if occurring >> bits:
        return _one_by_one(where, field, array.tolist(), bits)
    return array.astype(np.int64 if occurring < INT64_END else object)


def _as_array(values: Column) -> npt.NDArray[Any]:
    if not isinstance(values, list | tuple):
        return np.asarray(values)
    # numpy would take truth values for integers, and make floats of integers beside floats
    return integers(values) if set(map(type, values)) <= {int} else np.array(values, dtype=object)


def _whole(where: str, field: str, array: npt.NDArray[Any], first_row: int = 0) -> npt.NDArray[Any]:
    fit = np.abs(array) < EXACT_FLOATS_END  # not so for NaN
    right = fit & (array == np.trunc(array))
    if not right.all():
        row = int(np.argmin(right))
        rule = "it must be an integer"
        if np.abs(array[row]) >= EXACT_FLOATS_END and np.isfinite(array[row]):
            rule = "a float must be below 2^53: above, it is not exact"
        raise InvalidInput.of(f"{where}[{first_row + row}].{field}", float(array[row]), rule, _HINT)
    return array.astype(np.int64)


def _one_by_one(where: str, field: str, values: list[Any], bits: int) -> Money:
    read = []
    for row, value in enumerate(values):
        if isinstance(value, float | np.floating):
            value = int(_whole(where, field, np.array([value]), row)[0])
        elif isinstance(value, np.integer):
            value = int(value)
        integer = from_digits(value)
        require_integer(f"{where}[{row}].{field}", integer, bits)
        read.append(integer)
    return integers(read)
