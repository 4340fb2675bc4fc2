"""What data are worth to the learner when they leak what others have (the paper's valuation in V-B, restored).

The formula is printed without its brackets. Of the readings, only `total` keeps the exponent 1 − bp within its range
for the printed prices 1 … 10 and b = 0.1; it is symmetric and concave in the shares, so it does not rise with the
samples of a seller as the text says. What does is the term of one device, `per_device`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from enum import StrEnum
from typing import Any

from databourse.errors import InvalidInput
from databourse.mechanisms.coalition.checking import check_number, check_numbers

WEIGHT = 0.1


class Reading(StrEnum):
    """Where the price stands in the formula."""

    EXPONENT = "exponent"  # [Σ s^(1 − bp)]^(1/b): the one that the others here are measured by
    FACTOR = "factor"  # [p · Σ s^(1 − b)]^(1/b): 2·10^10 for two sellers at price 10
    SCALED_EXPONENT = "scaled-exponent"  # [Σ s^((1 − b)p)]^(1/b): falls with the price


def total(
    samples: Sequence[float],
    price: float,
    leakage: float = 0.0,
    weight: float = WEIGHT,
    reading: Reading = Reading.EXPONENT,
) -> float:
    """V = [ … ]^(1/b)/(1 + g) of all sellers together; for M equal shares M^p/(1 + g).

    Args:
        samples: D_i, by seller.
        price: p, from 0 to 1/b.
        leakage: g, from 0 to 1.
        weight: b, above 0 and at most 1.
        reading: of the printed formula.

    Raises:
        InvalidInput: one of these is outside its range, or there are no samples.
    """
    shares = _shares(samples)
    b, p, g = _checked(price, leakage, weight)
    if reading is Reading.EXPONENT:
        inner = math.fsum(share ** (1 - b * p) for share in shares if share)
    elif reading is Reading.FACTOR:
        inner = p * math.fsum(share ** (1 - b) for share in shares if share)
    else:
        inner = math.fsum(share ** ((1 - b) * p) for share in shares if share)
    return float(inner ** (1 / b) / (1 + g))


def per_device(share: float, price: float, leakage: float = 0.0, weight: float = WEIGHT) -> float:
    """V_i = s_i^((1 − bp)/b)/(1 + g): rises with the share and with the price, and is at most 1.

    Raises:
        InvalidInput: as for `total`, or the share is not from 0 to 1.
    """
    b, p, g = _checked(price, leakage, weight)
    exponent = max(0.0, 1 - b * p) / b
    return float(check_number("share", share, 0, 1) ** exponent / (1 + g))


def precision(overlap: float, noise: float, scale: float) -> float:
    """Zeta = 1 − A0·exp(−2·|D_i ∩ D_j|·(1 − n0)): how good the model is with so many samples in common (case study).

    Args:
        overlap: |D_i ∩ D_j|, at least 0.
        noise: n0, how unreliable the connection is; drawn from a normal distribution by the paper, so it can exceed 1.
        scale: A0 of the learning problem, from 0 to 1.

    Raises:
        InvalidInput: one of these is outside its range.
    """
    common = check_number("overlap", overlap, 0)
    lost = check_number("scale", scale, 0, 1) * math.exp(min(700.0, -2 * common * (1 - check_number("noise", noise))))
    return 1 - lost


def _shares(samples: Any) -> list[float]:
    counts = check_numbers("samples", samples, 0)
    if not counts.sum() > 0:
        raise InvalidInput("samples are all zero, but some seller must have one")
    return (counts / counts.sum()).tolist()  # type: ignore[no-any-return]


def _checked(price: float, leakage: float, weight: float) -> tuple[float, float, float]:
    b = check_number("weight", weight, 1e-6, 1)
    return b, check_number("price", price, 0, 1 / b), check_number("leakage", leakage, 0, 1)
