"""Money for accuracy, in base units: what everybody deposits, is charged and is paid (section 3 of the paper).

Every rounding has a direction. A deposit is rounded up, so that it covers the charge; the pot is rounded down, so that
the parties' gains cover it; both sides of it are shared by largest remainder, so that they add up to it exactly.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from databourse.errors import InvalidInput
from databourse.mechanisms.coalition.checking import check_integer


@dataclass(frozen=True, slots=True)
class Payments:
    """Base units, by party.

    Attributes:
        fees: A_i = ⌈c·(1 − G_i)⌉, deposited at the start.
        charges: what each gain a_i costs: the pot by largest remainder of the gains.
        payouts: what the data earn: the pot by largest remainder of the Shapley values.
        returns: t_i = fee − charge + payout, what comes back of the deposit.
        net: return − fee; negative for who gained more than its data earned. They add up to 0.
    """

    fees: tuple[int, ...]
    charges: tuple[int, ...]
    payouts: tuple[int, ...]
    returns: tuple[int, ...]
    net: tuple[int, ...]


def pay(
    alone: Sequence[int], together: Sequence[int], whole: int, worth: Sequence[int], budget_per_unit: int
) -> Payments:
    """The payments of one market.

    Args:
        alone: G_i, in units of 1/whole.
        together: G^i(M), in units of 1/whole, at least G_i.
        whole: what an accuracy of 1 is.
        worth: what each party's data are worth, in any unit, not negative: Shapley numerators.
        budget_per_unit: c, base units for an accuracy of 1.

    Raises:
        InvalidInput: the budget is no integer, or negative.
    """
    check_integer("budget_per_unit", budget_per_unit)
    gains = [reached - own for own, reached in zip(alone, together, strict=True)]
    pot = budget_per_unit * sum(gains) // whole
    fees = [-(-budget_per_unit * (whole - own) // whole) for own in alone]
    charges, payouts = largest_remainder(pot, gains), largest_remainder(pot, worth)
    net = [payout - charge for charge, payout in zip(charges, payouts, strict=True)]
    returns = [fee + more for fee, more in zip(fees, net, strict=True)]
    return Payments(tuple(fees), tuple(charges), tuple(payouts), tuple(returns), tuple(net))


def largest_remainder(total: int, weights: Sequence[int]) -> list[int]:
    """A total in proportion to weights: rounded down, then one unit each to the largest remainders, in order.

    Raises:
        InvalidInput: there is something to divide, and all weights are 0.
    """
    whole = sum(weights)
    if not whole:
        if total:
            raise InvalidInput(f"{total} are to be divided, but nobody has a weight")
        return [0] * len(weights)
    parts = [divmod(total * weight, whole) for weight in weights]
    shares = [share for share, _ in parts]
    for party in sorted(range(len(weights)), key=lambda party: (-parts[party][1], party))[: total - sum(shares)]:
        shares[party] += 1
    return shares
