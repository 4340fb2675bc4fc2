"""The numbers of a resale chain: rationals in exact arithmetic, floats in float arithmetic, never both at once."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from fractions import Fraction
from numbers import Rational, Real
from typing import Any, Literal, TypeAlias

from databourse.errors import InvalidInput

Number: TypeAlias = Fraction | float
Row: TypeAlias = tuple[Number, ...]
Arithmetic: TypeAlias = Literal["exact", "float"]

#: How far a row of probabilities, or a column of shares, may be from what it must sum to.
SLACK = 1e-9
#: Floats beyond this could overflow when they are added up along a chain.
LARGEST_FLOAT = 1e300


def check_number(field: str, value: Any) -> Number:
    """The value as a Fraction if it is rational, or as a float.

    Raises:
        InvalidInput: if it is neither, is not finite, or is a float above 1e300.
    """
    if isinstance(value, bool) or not isinstance(value, Real):
        raise InvalidInput.of(field, value, "it must be a number")
    if isinstance(value, Rational):
        return Fraction(value)
    number = float(value)
    if not math.isfinite(number):
        raise InvalidInput.of(field, number, "it must be finite")
    if abs(number) > LARGEST_FLOAT:
        raise InvalidInput.of(field, number, f"floats must not be beyond {LARGEST_FLOAT:g}", "use exact arithmetic")
    return number


def check_row(field: str, values: Any, length: int | None = None, of: str = "entries") -> Row:
    """A row of numbers; of `length` of them, unless that is None.

    Raises:
        InvalidInput: if it is no sequence, has another length, or one of its entries is no finite number.
    """
    if isinstance(values, str | bytes) or not isinstance(values, Sequence):
        values = _listed(field, values)
    if length is not None and len(values) != length:
        raise InvalidInput(f"{field} has {len(values)} {of}, but it must have {length}")
    return tuple(check_number(f"{field}[{place}]", value) for place, value in enumerate(values))


def check_distribution(field: str, values: Any, length: int) -> Row:
    """A row of probabilities, one for each of `length` states.

    Raises:
        InvalidInput: as for `check_row`, and if one is negative or they do not sum to 1 (within 1e-9).
    """
    row = check_row(field, values, length, "probabilities")
    for place, probability in enumerate(row):
        if probability < 0:
            raise InvalidInput.of(f"{field}[{place}]", shown(probability), "a probability must not be negative")
    total = sum(row)
    if not -SLACK <= total - 1 <= SLACK:
        raise InvalidInput(f"{field} sums to {shown(total)}, but probabilities must sum to 1")
    return row


def in_one_arithmetic(rows: Iterable[Row]) -> tuple[Row, ...]:
    """The rows as they are if all are rational; all as floats if one entry is a float.

    Raises:
        InvalidInput: if a rational is too large for a float.
    """
    rows = tuple(rows)
    if all(isinstance(number, Fraction) for row in rows for number in row):
        return rows
    return tuple(map(to_floats, rows))


def to_floats(row: Row) -> tuple[float, ...]:
    """The nearest floats.

    Raises:
        InvalidInput: if a rational is beyond 1e300.
    """
    for number in row:
        if not -LARGEST_FLOAT <= number <= LARGEST_FLOAT:
            raise InvalidInput("a number beyond 1e300 is too large for floats", "use exact arithmetic")
    return tuple(map(float, row))


def shown(number: Number | int) -> str | float:
    """For messages and JSON: a rational as "2/3", a float as it is."""
    return number if isinstance(number, float) else str(number)


def _listed(field: str, values: Any) -> list[Any]:
    if isinstance(values, str | bytes) or not isinstance(values, Iterable):
        raise InvalidInput.of(field, values, "it must be a list")
    return list(values)
