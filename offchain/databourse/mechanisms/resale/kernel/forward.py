"""What the strategies lead to, from the prior on: parts of kernels, see `mechanisms.compiled`."""

from __future__ import annotations

from databourse.mechanisms.compiled import part
from databourse.mechanisms.resale.kernel.layout import Chain, Floats, Work


@part
def carry(chain: Chain, work: Work, player: int) -> None:
    """`having` of the next player, from the player's own."""
    begin, middle, end = chain.offsets[player], chain.offsets[player + 1], chain.offsets[player + 2]
    size = middle - begin
    having, prices, arriving = work.having[begin:middle], work.prices[begin:middle], work.having[middle:end]
    for buyer in range(end - middle):
        threshold = work.thresholds[middle + buyer]
        first, last = chain.starts[middle + buyer], chain.starts[middle + buyer + 1]
        total = 0.0
        if threshold >= 0.0:  # else it accepts no price
            if chain.dense[player] == 1:
                column = chain.probabilities[first:last]
                for state in range(size):
                    total += having[state] * column[state] if threshold >= prices[state] else 0.0
            else:
                for entry in range(first, last):
                    state = chain.sources[entry]
                    if threshold >= prices[state]:
                        total += having[state] * chain.probabilities[entry]
        arriving[buyer] = total


@part
def forward(chain: Chain, work: Work, shares: Floats) -> float:
    """Fill `having`, `rates`, `payments` and `utilities`; the welfare."""
    trades = len(chain.dense)
    for state in range(chain.offsets[1]):
        work.having[state] = chain.prior[state]
    work.rates[0] = 1.0
    work.payments[0] = 0.0
    for player in range(trades + 1):
        begin, end = chain.offsets[player], chain.offsets[player + 1]
        rate = worth = payment = 0.0
        for state in range(begin, end):
            rate += work.having[state]
            worth += work.having[state] * chain.values[state]
            if player < trades:
                payment += work.having[state] * work.prices[state] * work.accepting[state]
        if player > 0:
            work.rates[player] = rate
        work.utilities[player] = worth - work.payments[player]
        if player < trades:
            work.payments[player + 1] = payment
            carry(chain, work, player)
    welfare: float = work.utilities[trades]
    for player in range(trades):
        for trade in range(player + 1, trades + 1):
            work.utilities[player] += shares[player * (trades + 1) + trade] * work.payments[trade]
        welfare += work.utilities[player]
    return welfare
