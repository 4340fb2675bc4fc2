"""The definitions, slowly and in rationals: what tests and benchmarks hold the fast forms against."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from itertools import permutations
from math import ceil, factorial, floor

from databourse.mechanisms.learning.payments import Payments
from databourse.mechanisms.learning.subsets import members

Worth = Callable[[int], Fraction]


def closure_by_definition(correct: Sequence[int]) -> list[int]:
    """The largest count of any subset, which for the empty one is 0."""
    counts = [0, *correct[1:]]
    return [max(counts[part] for part in subsets_of(mask)) for mask in range(len(counts))]


def subsets_of(mask: int) -> Iterable[int]:
    """Every subset of a set, all of which are masks."""
    return (part for part in range(mask + 1) if part & ~mask == 0)


def v_by_definition(accuracy: Sequence[Fraction]) -> Worth:
    """v(S) = G(S) + Σ_{j ∈ S} (G(S) − G({j})), section 4.1."""
    return lambda mask: accuracy[mask] + sum(accuracy[mask] - accuracy[1 << party] for party in members(mask))


def w_by_definition(accuracies: Sequence[Sequence[Fraction]], weights: Sequence[Fraction]) -> Worth:
    """w(S) = Σ_i weights[i]·G^i(S) + Σ_{i ∈ S} (G^i(S) − G^i({i})), section 4.2."""

    def worth(mask: int) -> Fraction:
        models = sum((weight * task[mask] for weight, task in zip(weights, accuracies, strict=True)), Fraction())
        return models + sum(accuracies[party][mask] - accuracies[party][1 << party] for party in members(mask))

    return worth


def shapley_by_definition(worth: Worth, parties: int) -> list[Fraction]:
    """The mean contribution over all orders; 9 parties have 362,880 of them."""
    totals = [Fraction()] * parties
    for order in permutations(range(parties)):
        mask = 0
        for party in order:
            totals[party] += worth(mask | 1 << party) - worth(mask)
            mask |= 1 << party
    return [total / factorial(parties) for total in totals]


def shapley_by_subsets(worth: Worth, parties: int) -> list[Fraction]:
    """The sum over all sets without a party, as eq (1) writes it: O(M·2^M) rationals."""
    values = [worth(mask) for mask in range(1 << parties)]
    return [
        sum(
            (
                Fraction(factorial(size := mask.bit_count()) * factorial(parties - size - 1), factorial(parties))
                * (values[mask | 1 << party] - values[mask])
                for mask in range(1 << parties)
                if not mask >> party & 1
            ),
            Fraction(),
        )
        for party in range(parties)
    ]


def index_by_definition(worth: Worth, parties: int) -> list[Fraction]:
    """L_i = Σ_s (M − 1 − 2s)·mean of party i's contributions to sets of size s, as the specification has it."""
    found = []
    for party in range(parties):
        others = [mask for mask in range(1 << parties) if not mask >> party & 1]
        total = Fraction()
        for size in range(parties):
            marginals = [worth(mask | 1 << party) - worth(mask) for mask in others if mask.bit_count() == size]
            total += (parties - 1 - 2 * size) * sum(marginals, Fraction()) / len(marginals)
        found.append(total)
    return found


def pay_by_definition(
    alone: Sequence[Fraction], together: Fraction, worth: Sequence[Fraction], budget_per_unit: int
) -> Payments:
    """The payments of one task, section 8 of the specification: rationals until the very end.

    Args:
        alone: G_i.
        together: G(M).
        worth: Shapley values, in any unit.
        budget_per_unit: c.
    """
    gains = [together - own for own in alone]
    pot = floor(budget_per_unit * sum(gains, Fraction()))
    fees = [ceil(budget_per_unit * (1 - own)) for own in alone]
    charges, payouts = _divided(pot, gains), _divided(pot, worth)
    net = [payout - charge for charge, payout in zip(charges, payouts, strict=True)]
    returns = [fee + more for fee, more in zip(fees, net, strict=True)]
    return Payments(tuple(fees), tuple(charges), tuple(payouts), tuple(returns), tuple(net))


def _divided(pot: int, weights: Sequence[Fraction]) -> list[int]:
    """Unit by unit: what is left after rounding down goes where the largest part of a unit was lost, in order."""
    whole = sum(weights, Fraction()) or Fraction(1)
    quotas = [pot * weight / whole for weight in weights]
    parts = [floor(quota) for quota in quotas]
    waiting = list(range(len(weights)))
    for _ in range(pot - sum(parts)):
        chosen = max(waiting, key=lambda party: (quotas[party] - floor(quotas[party]), -party))
        waiting.remove(chosen)
        parts[chosen] += 1
    return parts
