"""The equilibrium in floats: what differs by rounding alone counts as equal (the paper's ties, made robust).

1. Of the prices whose gain is the best, within the tolerance, the lowest is asked.
2. A threshold is 0 if it is within the tolerance of 0; it is never -0.0.
3. Thresholds of a player that are within the tolerance of each other become the lower one.

The tolerance is relative to |v| + |gain|, the size of the numbers that were added.
"""

from __future__ import annotations

from itertools import pairwise

from databourse.mechanisms import compiled
from databourse.mechanisms.resale.equilibrium import Equilibrium
from databourse.mechanisms.resale.flat import FlatModel
from databourse.mechanisms.resale.kernel import TOLERANCE, Chain, Floats, Work, room, solve_chain
from databourse.mechanisms.resale.reallocation import Reallocation

#: Interpreted, so many moves take as long as one unit of `compiled.COMPILED_FROM`.
MOVES_A_UNIT = 10


def solve(model: FlatModel, reallocation: Reallocation, tolerance: float = TOLERANCE) -> Equilibrium:
    """The equilibrium of a model in floats; models of a few hundred moves are solved before numba is even imported.

    Raises:
        InvalidInput: if model and reallocation differ in their number of trades.
    """
    chain = model.chain
    work = room(chain)
    units = len(chain.probabilities) * model.trades // MOVES_A_UNIT
    kernel = compiled.compiled(solve_whole) if compiled.worth_compiling(solve_whole, units) else solve_whole
    welfare = kernel(chain, reallocation.flat, work, float(tolerance))
    return _equilibrium(chain, work, float(welfare), reallocation)


def solve_whole(chain: Chain, shares: Floats, work: Work, tolerance: float) -> float:
    """A kernel, see `mechanisms.compiled`."""
    return solve_chain(chain, shares, work, tolerance, len(chain.dense))


def _equilibrium(chain: Chain, work: Work, welfare: float, reallocation: Reallocation) -> Equilibrium:
    spans = list(pairwise(chain.offsets.tolist()))
    thresholds, prices = work.thresholds.tolist(), work.prices.tolist()
    rates, payments = work.rates.tolist(), work.payments.tolist()
    kept = zip(payments[1:], map(float, reallocation.leftover), strict=True)
    return Equilibrium(
        thresholds=tuple(tuple(thresholds[begin:end]) for begin, end in spans),
        prices=tuple(tuple(prices[begin:end]) for begin, end in spans[:-1]),
        sale=tuple(
            (sale == 1,) * (end - begin) for (begin, end), sale in zip(spans, work.sales.tolist(), strict=False)
        ),
        welfare=welfare,
        volume=sum(rates[1:]),
        utilities=tuple(work.utilities.tolist()),
        leftover=sum(payment * share for payment, share in kept),
        trade_rates=tuple(rates),
        payments=tuple(payments),
    )
