"""How much data a data payment is: one weight for all that an agent gets, if there is one ((28)).

An agent with data payment t is to be as well off as with payment t in money: U(w) = U(1) - t. Below 1 rows are held
back; above 1 more would have to be delivered than was bought. There may be no such weight, however large: who values no
data cannot be paid in data. And equal payoffs are computed from what is reported, so whoever reports to like data less
gets more of it: mixed-VCG is not truthful.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

import numpy as np

from databourse.errors import InvalidInput
from databourse.mechanisms.sharing.exact import Exact
from databourse.mechanisms.sharing.unilateral.utilities import BySize

BISECTIONS = 200


def weight_of(
    utility: BySize,
    bought: int,
    data_payment: Exact,
    base: Fraction = Fraction(1),
    largest: Fraction | None = None,
) -> Fraction | None:
    """The smallest weight at which an agent is as well off; exact.

    Args:
        utility: concave; between sizes of its table it is read on the straight line.
        bought: the total size that the agent buys.
        data_payment: positive for what is held back, negative for what comes on top.
        base: the weight at which the data are sold.
        largest: the largest weight that can be delivered, if there is one.

    Returns:
        The weight; None if there is none.

    Raises:
        InvalidInput: the utility is not concave.
    """
    if not utility.concave:
        raise InvalidInput(f"table[{utility.buyer}] is not concave, but weights need a table that rises less and less")
    if not data_payment:
        return base
    target = value_between(utility, base * bought) - data_payment
    if not bought or not utility.at(0) <= target <= utility.at(len(utility.table)):
        return None
    # the first size that is worth as much, then back on the line from the size before
    size = int(np.searchsorted(utility.table, -(-target.numerator // target.denominator)))
    exact = Fraction(size)
    if size:
        step = utility.at(size) - utility.at(size - 1)
        exact = size - (utility.at(size) - target) / step
    weight = exact / bought
    return None if largest is not None and weight > largest else weight


def weights(
    utilities: Sequence[BySize],
    purchases: Sequence[Sequence[int]],
    data_payments: Sequence[Exact],
    base: Fraction = Fraction(1),
    largest: Fraction | None = None,
) -> list[Fraction | None]:
    """`weight_of` for every agent."""
    return [
        weight_of(utility, utility.bought(sellers), payment, base, largest)
        for utility, sellers, payment in zip(utilities, purchases, data_payments, strict=True)
    ]


def value_between(utility: BySize, size: Fraction) -> Fraction:
    """What so much data is worth, on the straight line between the sizes of the table."""
    below = size.numerator // size.denominator
    return utility.at(below) + (size - below) * (utility.at(below + 1) - utility.at(below))


def bisect_weight(payoff: Callable[[float], float], target: float, largest: float = 1e12) -> float | None:
    """The smallest weight with such a payoff, for any payoff that rises with the weight; None if there is none.

    The end of the last of 200 halvings that reaches the target.
    """
    if payoff(0.0) >= target:
        return 0.0 if payoff(0.0) == target else None
    if payoff(largest) < target:
        return None
    below, above = 0.0, largest
    for _ in range(BISECTIONS):
        middle = (below + above) / 2
        if payoff(middle) >= target:
            above = middle
        else:
            below = middle
    return above
