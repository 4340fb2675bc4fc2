"""Numbers as instances write them: read exactly, solved as integers, answered exactly.

A JSON number with a point means the decimal that is written; strings may be rationals. All of one kind of an instance
(utilities and costs) are multiplied by their common denominator, so that every solver works on integers, and what it
finds is divided again.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from fractions import Fraction
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from databourse.errors import InvalidInput
from databourse.mechanisms.json_objects import money_to_json
from databourse.mechanisms.resale.json_numbers import read_number

#: int64 where every value fits, otherwise Python's own integers in an array of objects.
Integers: TypeAlias = npt.NDArray[Any]

#: Of all denominators together.
MOST_BITS = 4_096

Exact: TypeAlias = int | Fraction


def read_exact(field: str, value: Any) -> Exact:
    """The rational that a value writes, as an int where it is one.

    Raises:
        InvalidInput: it writes none.
    """
    number = Fraction(read_number(field, value, "exact"))
    return number.numerator if number.denominator == 1 else number


def common_denominator(numbers: Iterable[Exact]) -> int:
    """What all the numbers must be multiplied by to be integers.

    Raises:
        InvalidInput: it has more than 4,096 bits.
    """
    scale = 1
    for number in numbers:
        if number.denominator != 1:
            scale = math.lcm(scale, number.denominator)
            if scale.bit_length() > MOST_BITS:
                raise InvalidInput("the numbers have no common denominator of 4,096 bits", "round them before")
    return scale


def scaled(number: Exact, scale: int) -> int:
    """The number times a common denominator."""
    return number.numerator * (scale // number.denominator)


def to_json(number: Exact) -> int | str:
    """An integer where it is one (a string above 2^53), otherwise a rational in a string."""
    number = Fraction(number)
    return money_to_json(number.numerator) if number.denominator == 1 else str(number)


def as_array(values: Iterable[int]) -> Integers:
    """The integers as an array."""
    plain = list(values)
    return np.array(plain, dtype=np.int64 if fits(max(map(abs, plain), default=0)) else object)


def fits(largest: int) -> bool:
    """Whether numbers up to this one, and sums or differences of two, are exact in int64."""
    return largest < 1 << 62
