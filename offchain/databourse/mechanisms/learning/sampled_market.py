"""The market of one task for more parties than have a table: payments by sampled Shapley values.

Nothing here can be recomputed from a table, so nothing of it is checked completely on a chain.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from databourse.mechanisms.coalition.checking import check_integer
from databourse.mechanisms.learning.payments import Payments, pay
from databourse.mechanisms.learning.sampling import Sampled, sample


@dataclass(frozen=True, slots=True)
class SampledOutcome:
    """Payments in base units, and the estimates that they follow from, in accuracy."""

    estimate: Sampled
    shares: tuple[float, ...]
    payments: Payments


def solve_sampled(
    correct: Callable[[int], int],
    parties: int,
    validation_size: int,
    budget_per_unit: int,
    *,
    orders: int = 1_024,
    precision: float = 0.0,
    seed: int = 0,
) -> SampledOutcome:
    """The outcome of a market whose table would be too large.

    There is no closure without a table: a model without data counts as 0, who is better off alone gains 0, and a
    negative estimate counts as 0 (conditions C0 to C2).

    Args:
        correct: the count of right answers of a subset's model, given as a mask; asked once for each.
        parties: M.
        validation_size: rows of the validation set.
        budget_per_unit: base units for an accuracy of 1.
        orders: as `sample` has it.
        precision: as `sample` has it, in accuracy.
        seed: of the orders.

    Raises:
        InvalidInput: as for `sample` and `pay`, the size is below 1, or a count is not from 0 to it.
    """
    check_integer("parties", parties, 1)
    check_integer("validation_size", validation_size, 1)
    counts: dict[int, int] = {0: 0}

    def count(mask: int) -> int:
        if mask not in counts:
            counts[mask] = check_integer(f"correct({mask:#x})", correct(mask), 0, validation_size)
        return counts[mask]

    alone = [count(1 << party) for party in range(parties)]

    def worth(mask: int) -> float:
        inside = [own for party, own in enumerate(alone) if mask >> party & 1]
        return ((len(inside) + 1) * count(mask) - sum(inside)) / validation_size

    estimate = sample(worth, parties, orders=orders, precision=precision, seed=seed)
    together = [max(count((1 << parties) - 1), own) for own in alone]
    kept = [Fraction(max(value, 0.0)) for value in estimate.values]
    unit = lcm(*(value.denominator for value in kept))
    weights = [int(value * unit) for value in kept]
    total = sum(weights) or 1
    payments = pay(alone, together, validation_size, weights, budget_per_unit)
    return SampledOutcome(estimate, tuple(weight / total for weight in weights), payments)
