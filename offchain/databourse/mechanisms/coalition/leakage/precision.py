"""How far an estimated correlation may be from the truth (Fisher)."""

from __future__ import annotations

import math

import numpy as np

from databourse.mechanisms.coalition.checking import Floats, check_integer, check_number
from databourse.mechanisms.coalition.types.shapley import NORMAL_95


def half_widths(correlation: Floats, samples: int) -> Floats:
    """Half the width of a 95 % interval of each r after so many samples: 1.96·(1 − r²)/√n."""
    return NORMAL_95 * (1 - correlation**2) / math.sqrt(check_integer("samples", samples, 1))


def samples_needed(correlation: float, precision: float) -> int:
    """How many samples make the half-width at most `precision`.

    Raises:
        InvalidInput: the correlation is not from -1 to 1, or the precision not from 1e-9 to 1.
    """
    r = check_number("correlation", correlation, -1, 1)
    width = check_number("precision", precision, 1e-9, 1)
    # what is a whole number but for the rounding of these operations is meant
    return math.ceil((NORMAL_95 * (1 - r * r) / width) ** 2 * (1 - 1e-12))


def interval(correlation: float, samples: int) -> tuple[float, float]:
    """A 95 % interval by Fisher's transformation, which also holds for few samples and near ±1.

    Raises:
        InvalidInput: the correlation is not from -1 to 1, or there are fewer than four samples.
    """
    r = check_number("correlation", correlation, -1, 1)
    spread = NORMAL_95 / math.sqrt(check_integer("samples", samples, 4) - 3)
    if abs(r) == 1:
        return r, r
    return float(np.tanh(np.arctanh(r) - spread)), float(np.tanh(np.arctanh(r) + spread))
