"""Numbers of an instance, as JSON has them.

A number is a JSON number or a string that writes a rational: "1/3", "-2", "0.25", "1e-3". In exact arithmetic a JSON
number means the decimal that is written.
"""

from __future__ import annotations

import math
import re
from decimal import Decimal
from fractions import Fraction
from typing import Any

from databourse.errors import InvalidInput
from databourse.mechanisms.resale.numbers import Arithmetic, Number, as_number

RATIONAL = re.compile(r"[+-]?\d+(/\d+)?|[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)
MOST_DIGITS = 4_000
#: No exponent may ask for a number with more digits than that.
LARGEST_EXPONENT = 4_000


def read_number(field: str, value: Any, arithmetic: Arithmetic) -> Number:
    """A number of the arithmetic.

    Raises:
        InvalidInput: if the value is none, or too large.
    """
    return _number(field, None, value, arithmetic)


def read_numbers(field: str, values: list[Any], arithmetic: Arithmetic) -> list[Any]:
    """Every number in lists of any depth.

    Raises:
        InvalidInput: as `read_number`.
    """
    return [
        read_numbers(f"{field}[{place}]", entry, arithmetic)
        if isinstance(entry, list)
        else _number(field, place, entry, arithmetic)
        for place, entry in enumerate(values)
    ]


def _number(field: str, place: int | None, value: Any, arithmetic: Arithmetic) -> Number:
    """One number; where it stands is written only if something is wrong, since there may be millions."""
    try:
        return _exact(value) if arithmetic == "exact" else _float(value)
    except ValueError as error:
        where = field if place is None else f"{field}[{place}]"
        raise InvalidInput.of(where, float(value) if isinstance(value, Decimal) else value, str(error)) from None


def _exact(value: Any) -> Number:
    if isinstance(value, str | Decimal) or (isinstance(value, float) and math.isfinite(value)):
        return _rational(str(value))
    return as_number(value)


def _float(value: Any) -> Number:
    number = value if isinstance(value, Decimal) else _rational(value) if isinstance(value, str) else as_number(value)
    try:
        return as_number(float(number))
    except OverflowError:
        raise ValueError('it is too large for floats: set "arithmetic" to "exact"') from None


def _rational(text: str) -> Fraction:
    if len(text) > MOST_DIGITS:
        raise ValueError(f"a number may have at most {MOST_DIGITS:,} characters")
    if not RATIONAL.fullmatch(text):
        raise ValueError('it must be a number or a rational such as "2/3" or "0.25"')
    exponent = re.split("[eE]", text)[1:]
    if exponent and abs(int(exponent[0])) > LARGEST_EXPONENT:
        raise ValueError(f"exponents must not be beyond {LARGEST_EXPONENT:,}")
    try:
        return Fraction(text)
    except ZeroDivisionError:
        raise ValueError("the denominator must not be 0") from None
