"""The weights of the exponential mechanism as integers, the same on every machine (section 6 of the spec).

A quality value Q in [0, 1] is held in 32 bits behind the point, a weight exp(-y) in 62. Every price is within a factor
of e^epsilon of the best one's weight, which is 2^62. `exp_neg` multiplies one tabulated factor for each bit of y; its
relative error is below 2^-57 for y < 2 (epsilon up to 2) and 2^-50 for y < 8, and the result is never 0.

Parts of kernels, see `mechanisms.compiled`.
"""

from __future__ import annotations

import decimal

from databourse.mechanisms.compiled import part, part_with_twin

ONE = 1 << 32  # the quality value 1
FULL = 1 << 62  # the weight exp(0)
ARGUMENT_BITS = 37
LARGEST_ARGUMENT = (1 << ARGUMENT_BITS) - 1

#: Prices of up to 88 bits as two integers that a compiler can use: price = high * 2^44 + low.
LIMB_BITS = 44


def _factors() -> tuple[int, ...]:
    context = decimal.Context(prec=60)
    exponents = (-context.power(decimal.Decimal(2), bit - 32) for bit in range(ARGUMENT_BITS))
    return tuple(
        int((context.multiply(context.exp(one), decimal.Decimal(FULL))).to_integral_value()) for one in exponents
    )


FACTORS = _factors()


@part_with_twin("databourse.mechanisms.double_auction.chance.compiled_chance:times")
def times(weight: int, factor: int) -> int:
    """The product of two weights, rounded down."""
    return weight * factor >> 62


@part_with_twin("databourse.mechanisms.double_auction.chance.compiled_chance:quality_value")
def quality_value(high: int, low: int, larger_high: int, larger_low: int) -> int:
    """The smaller price over the larger one as a quality value, rounded down; both in limbs, the smaller one first."""
    return (((high << LIMB_BITS) + low) << 32) // ((larger_high << LIMB_BITS) + larger_low)


@part
def exp_neg(y: int) -> int:
    """2^62 exp(-y / 2^32); all y from 2^37 - 1 on give the same."""
    y = min(y, LARGEST_ARGUMENT)
    weight = FULL
    bit = 0
    while y > 0:
        if y & 1:
            weight = times(weight, FACTORS[bit])
        y >>= 1
        bit += 1
    return weight


@part
def price_weight(high: int, low: int, best_high: int, best_low: int, numerator: int, denominator: int) -> int:
    """The weight of a price beside the best one, for an epsilon of `numerator` / `denominator`.

    The quality value is bid / highest bid on the buyers' side and lowest ask / ask on the sellers': the smaller of the
    two prices over the larger, and 1 if they are equal.
    """
    if high == best_high and low == best_low:
        return FULL
    if high < best_high or (high == best_high and low < best_low):
        quality = quality_value(high, low, best_high, best_low)
    else:
        quality = quality_value(best_high, best_low, high, low)
    return exp_neg((ONE - quality) * numerator // denominator)
