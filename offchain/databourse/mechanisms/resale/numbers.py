"""The numbers of a resale chain: rationals in exact arithmetic, floats in float arithmetic, never both at once."""

from __future__ import annotations

import math
from collections.abc import Iterable
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


def as_number(value: Any) -> Number:
    """The value as a Fraction if it is rational, or as a float.

    Raises:
        ValueError: with the rule, if it is neither, is not finite, or is a float beyond 1e300.
    """
    if isinstance(value, bool) or not isinstance(value, Real):
        raise ValueError("it must be a number")
    if isinstance(value, Rational):
        return Fraction(value)
    number = float(value)
    if not math.isfinite(number):
        raise ValueError("it must be finite")
    if abs(number) > LARGEST_FLOAT:
        raise ValueError(f"floats must not be beyond {LARGEST_FLOAT:g}; use exact arithmetic")
    return number


def check_number(field: str, value: Any) -> Number:
    """The value as a number.

    Raises:
        InvalidInput: with the rule that `as_number` says it breaks.
    """
    try:
        return as_number(value)
    except ValueError as error:
        raise InvalidInput.of(field, value, str(error)) from None


def check_list(field: str, values: Any) -> list[Any]:
    """The entries of anything that can be gone through, text and mappings excepted.

    Raises:
        InvalidInput: if it is something else.
    """
    if isinstance(values, str | bytes | dict) or not isinstance(values, Iterable):
        raise InvalidInput.of(field, shown(values) if isinstance(values, Fraction) else values, "it must be a list")
    return list(values)


def check_row(field: str, values: Any, length: int | None = None, of: str = "entries") -> Row:
    """A row of numbers; of `length` of them, unless that is None.

    Raises:
        InvalidInput: if it is no sequence, has another length, or one of its entries is no finite number.
    """
    entries = check_list(field, values)
    if length is not None and len(entries) != length:
        raise InvalidInput(f"{field} has {len(entries)} {of}, but it must have {length}")
    try:
        return tuple(map(as_number, entries))
    except ValueError:  # now say where
        return tuple(check_number(f"{field}[{place}]", value) for place, value in enumerate(entries))


def check_distribution(field: str, values: Any, length: int) -> Row:
    """A row of probabilities, one for each of `length` states.

    Raises:
        InvalidInput: as for `check_row`, and if one is negative or they do not sum to 1 (within 1e-9).
    """
    row = check_row(field, values, length, "probabilities")
    if min(row) < 0:
        place = next(place for place, probability in enumerate(row) if probability < 0)
        raise InvalidInput.of(f"{field}[{place}]", shown(row[place]), "a probability must not be negative")
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
