"""Does it pay to enter with copies? The replication index, which the table alone decides (Theorem 1, extended).

For one copy

    L_i = Σ_s (M − 1 − 2s) · mean_{|S| = s, i ∉ S} [v(S ∪ {i}) − v(S)]

and for r − 1 copies the same with weights P_r(s) − 1/M, where P_r(s) is the chance that s other parties come before the
first of the r in a random order. Where such an index is at most 0, so many copies do not pay for party i, provided that
copies add nothing to a model: means that rise with s, as they do if accuracy is supermodular, give that for every r.
An index above 0 says only that Theorem 1 does not apply; copies may pay then.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import comb, factorial

from databourse.errors import InvalidInput


def index_numerators(sums: Sequence[Sequence[int]]) -> list[int]:
    """(M − 1)!·L_i for each party, of `marginal_sums`, in the units of the characteristic function."""
    parties = len(sums)
    # the mean is over C(M−1, s) sets, and (M−1)!/C(M−1, s) = s!·(M−1−s)!
    weights = [(parties - 1 - 2 * size) * factorial(size) * factorial(parties - 1 - size) for size in range(parties)]
    return [sum(weight * total for weight, total in zip(weights, row, strict=True)) for row in sums]


def index_of_copies(sums: Sequence[Sequence[int]], copies: int) -> list[Fraction]:
    """The index for so many copies; for one it is L_i/(M·(M + 1)).

    Raises:
        InvalidInput: there is no copy.
    """
    if copies < 1:
        raise InvalidInput.of("copies", copies, "it must be at least 1")
    parties, identities = len(sums), copies + 1
    weights = []
    for size in range(parties):
        first = Fraction(
            identities * comb(parties - 1, size) * factorial(size) * factorial(parties + identities - 2 - size),
            factorial(parties + identities - 1),
        )
        weights.append((first - Fraction(1, parties)) / comb(parties - 1, size))
    return [sum((w * total for w, total in zip(weights, row, strict=True)), Fraction()) for row in sums]
