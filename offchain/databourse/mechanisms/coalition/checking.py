"""Checks of what the models of coalitions take: numbers in a range, columns of them, matrices of influence."""

from __future__ import annotations

import math
from collections.abc import Iterable
from numbers import Real
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from databourse.errors import InvalidInput

Floats: TypeAlias = npt.NDArray[np.float64]

#: Floats beyond this could overflow when they are added up.
LARGEST = 1e300


def check_number(field: str, value: Any, lowest: float = -LARGEST, highest: float = LARGEST) -> float:
    """The value as a float.

    Raises:
        InvalidInput: it is no number, not finite, or outside lowest … highest.
    """
    if isinstance(value, bool | np.bool_) or not isinstance(value, Real):
        raise InvalidInput.of(field, value, "it must be a number")
    try:
        number = float(value)
    except OverflowError:
        number = math.inf
    if not math.isfinite(number):
        raise InvalidInput.of(field, value, "it must be finite")
    if not lowest <= number <= highest:
        raise InvalidInput.of(field, value, _range(lowest, highest))
    return number


def check_integer(field: str, value: Any, lowest: int = 0, highest: int | None = None) -> int:
    """The value as a plain int.

    Raises:
        InvalidInput: it is no integer, or outside lowest … highest.
    """
    if isinstance(value, bool) or not isinstance(value, int | np.integer):
        raise InvalidInput.of(field, value, "it must be an integer")
    if value < lowest:
        raise InvalidInput.of(field, int(value), f"it must be at least {lowest}")
    if highest is not None and value > highest:
        raise InvalidInput.of(field, int(value), f"it must be at most {highest}")
    return int(value)


def check_numbers(field: str, values: Any, lowest: float = -LARGEST, highest: float = LARGEST) -> Floats:
    """The values as one column of floats.

    Raises:
        InvalidInput: it is no list, or one of the entries is not what `check_number` wants; it is named field[place].
    """
    if isinstance(values, np.ndarray) and values.ndim == 1 and values.dtype.kind in "fiu":
        column: Floats = values.astype(np.float64)
        wrong = ~((column >= lowest) & (column <= highest))  # NaN is wrong too
        if wrong.any():
            place = int(np.argmax(wrong))
            check_number(f"{field}[{place}]", values[place].item(), lowest, highest)
        return column
    entries = check_list(field, values)
    return np.array([check_number(f"{field}[{place}]", value, lowest, highest) for place, value in enumerate(entries)])


def check_list(field: str, values: Any) -> list[Any]:
    """The entries of anything that can be gone through, text and mappings excepted.

    Raises:
        InvalidInput: it is something else.
    """
    if isinstance(values, str | bytes | dict) or not isinstance(values, Iterable):
        raise InvalidInput.of(field, values, "it must be a list")
    return list(values)


def check_influence(field: str, values: Any, devices: int) -> Floats:
    """A matrix of influence between devices: symmetric, from 0 to 1, nothing of a device on itself.

    Raises:
        InvalidInput: naming the first entry that breaks one of that.
    """
    matrix = check_symmetric(field, values, devices)
    own = np.flatnonzero(np.diagonal(matrix))
    if len(own):
        device = int(own[0])
        raise InvalidInput.of(
            f"{field}[{device}][{device}]", float(matrix[device, device]), "a device has no influence on itself: put 0"
        )
    return matrix


def check_symmetric(field: str, values: Any, size: int) -> Floats:
    """A symmetric matrix of numbers from 0 to 1.

    Raises:
        InvalidInput: naming the first entry that breaks that.
    """
    rows = check_list(field, values)
    if len(rows) != size:
        raise InvalidInput(f"{field} has {len(rows)} rows, but it must have {size}")
    columns = [check_numbers(f"{field}[{place}]", row, 0, 1) for place, row in enumerate(rows)]
    for place, row in enumerate(columns):
        if len(row) != size:
            raise InvalidInput(f"{field}[{place}] has {len(row)} entries, but it must have {size}")
    matrix: Floats = np.array(columns).reshape(size, size)
    uneven = np.argwhere(matrix != matrix.T)
    if len(uneven):
        one, other = map(int, uneven[0])
        rule = f"it must be symmetric, and {field}[{other}][{one}] is {float(matrix[other, one])!r}"
        raise InvalidInput.of(f"{field}[{one}][{other}]", float(matrix[one, other]), rule)
    return matrix


def _range(lowest: float, highest: float) -> str:
    if highest < LARGEST:
        return f"it must be from {lowest:g} to {highest:g}"
    return "it must not be negative" if lowest == 0 else f"it must be at least {lowest:g}"
