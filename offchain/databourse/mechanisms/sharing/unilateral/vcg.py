"""VCG: everybody pays what its presence costs the others, so that nobody gains by reporting anything but the truth.

The alternative to an agent is the market without all its edges, in and out. (As printed, (20) only ignores its costs:
then a seller whose cost is 1 is not paid for it, and would rather stay away.) With costs that add up, the payments are

    t_i = sum of c_m(i) over the sellers i buys from  -  sum of p_i^max(b) over the buyers i sells to:

a buyer pays the lower end of every interval of prices, a seller gets the upper end. So the sum is never positive, and a
sponsor has to bring the difference; data that is made worse on purpose, as for a surplus, never comes into it.
"""

from __future__ import annotations

from databourse.mechanisms.sharing.unilateral.competitive import Competitive


def vcg_payments(outcome: Competitive) -> list[int]:
    """By agent what it pays, negative for what it gets, in base units; minus their sum is what a sponsor brings."""
    payments = [0] * len(outcome.purchases)
    for (seller, buyer), (cost, highest) in outcome.prices.items():
        payments[buyer] += cost
        payments[seller] -= highest
    return payments


def participation_gains(outcome: Competitive) -> list[int]:
    """By agent, how much better off it is than on its own, W(N) - W(N without it): never negative."""
    gains = list(outcome.surpluses)
    for (seller, _), (cost, highest) in outcome.prices.items():
        gains[seller] += highest - cost
    return gains
