"""The whole solution: backward over players, then forward over trades. A part of kernels, see `mechanisms.compiled`."""

from __future__ import annotations

from databourse.mechanisms.compiled import part
from databourse.mechanisms.resale.kernel.forward import forward
from databourse.mechanisms.resale.kernel.layout import Chain, Floats, Work
from databourse.mechanisms.resale.kernel.offers import offer_dense, offer_sparse
from databourse.mechanisms.resale.kernel.payments import add_income, expect_payments
from databourse.mechanisms.resale.kernel.thresholds import settle


@part
def solve_chain(chain: Chain, shares: Floats, work: Work, tolerance: float, first: int) -> float:
    """Fill `work` with the equilibrium; its welfare.

    `first` is where to start: n, or after a change to one player's row of shares that player, since those after it play
    as before and `work` still has what they do.
    """
    trades = len(chain.dense)
    if first >= trades:
        begin, end = chain.offsets[trades], chain.offsets[trades + 1]
        for state in range(begin, end):
            work.thresholds[state] = chain.values[state]
            work.magnitudes[state] = abs(chain.values[state])
        settle(work.thresholds[begin:end], work.magnitudes[begin:end], work.ranking[begin:end], tolerance)
    for player in range(min(first, trades - 1), -1, -1):
        begin, middle, end = chain.offsets[player], chain.offsets[player + 1], chain.offsets[player + 2]
        share = shares[player * (trades + 1) + player + 1]
        add_income(chain, work, player, shares)
        if work.thresholds[middle + work.ranking[end - 1]] < 0.0:  # no price to ask
            work.sales[player] = 0
            for state in range(begin, middle):
                work.prices[state] = work.accepting[state] = work.best[state - begin] = 0.0
        else:
            work.sales[player] = 1
            if chain.dense[player] == 1:
                offer_dense(chain, work, player, share, tolerance)
            else:
                offer_sparse(chain, work, player, share, tolerance)
        for state in range(begin, middle):
            work.thresholds[state] = chain.values[state] + work.best[state - begin]
            work.magnitudes[state] = abs(chain.values[state]) + work.best[state - begin]
        settle(work.thresholds[begin:middle], work.magnitudes[begin:middle], work.ranking[begin:middle], tolerance)
        expect_payments(chain, work, player)
    return forward(chain, work, shares)
