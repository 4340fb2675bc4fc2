"""Mixed-VCG: the payments of VCG in two parts, money that adds up to nothing and a rest in data ((21) to (27)).

Agents stand by payment, the largest first, of equal ones the lower index first. A surplus is taken out in data from the
top on, a deficit given out in data from the bottom on, and nobody's data payment has another sign than its payment.
That last bound is missing as printed: where signs are mixed, a data payment of the wrong sign slips in, and the money
does not add up.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Split:
    """By agent, in base units: what is paid in data, and what in money; together the payment of VCG."""

    data: tuple[int, ...]
    money: tuple[int, ...]

    @property
    def imbalance(self) -> int:
        """What the money adds up to: 0 if it is clamped."""
        return sum(self.money)


def clamped(payments: Sequence[int]) -> Split:
    """The split whose money always adds up to 0: every difference is kept in integers, so nothing is rounded."""
    left = sum(payments)
    data = [0] * len(payments)
    for agent in _order(payments):
        data[agent] = min(max(payments[agent], 0), left) if left > 0 else max(min(payments[agent], 0), left)
        left -= data[agent]
    return _split(payments, data)


def published(payments: Sequence[int]) -> Split:
    """The split as (23) to (26) print it, which need not balance."""
    left = sum(payments)
    data = [0] * len(payments)
    if left:
        worst = min if left > 0 else max
        for agent in _order(payments):
            data[agent] = worst(payments[agent], left)
            left -= data[agent]
    return _split(payments, data)


def _order(payments: Sequence[int]) -> list[int]:
    """Who is first to pay or get in data."""
    falling = sorted(range(len(payments)), key=lambda agent: (-payments[agent], agent))
    return falling if sum(payments) > 0 else falling[::-1]


def _split(payments: Sequence[int], data: Sequence[int]) -> Split:
    return Split(tuple(data), tuple(payment - part for payment, part in zip(payments, data, strict=True)))
