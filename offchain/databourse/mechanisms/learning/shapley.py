"""Shapley values, exactly (paper eq 1), from the sums of marginal contributions by size.

    φ_i = Σ_s s!·(M − 1 − s)!/M! · D[i][s]

All of it is integers over M!, which is what a contract recomputes.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import factorial

from databourse.mechanisms.learning.subsets import Values, marginal_sums


def numerators(sums: Sequence[Sequence[int]]) -> list[int]:
    """M!·φ_i for each party, of `marginal_sums`, in the units of the characteristic function."""
    parties = len(sums)
    weights = [factorial(size) * factorial(parties - 1 - size) for size in range(parties)]
    return [sum(weight * total for weight, total in zip(weights, row, strict=True)) for row in sums]


def shapley(values: Values, parties: int) -> list[Fraction]:
    """φ_i for each party; they add up to f(M) − f(∅). Takes O(2^M).

    Args:
        values: f(S) for each of the 2^M subsets, integers.
        parties: M.

    Returns:
        In the units of f.
    """
    whole = factorial(parties)
    return [Fraction(numerator, whole) for numerator in numerators(marginal_sums(values, parties))]
