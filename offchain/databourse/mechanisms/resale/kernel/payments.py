"""What later trades are expected to pay once a player has the data: parts of kernels, see `mechanisms.compiled`.

`expected` of trade m does not depend on who shares in it, so one table per player serves every player before it. This
is the longest loop of a solution: K² pairs of states for each player and each trade after it.
"""

from __future__ import annotations

from databourse.mechanisms.compiled import part
from databourse.mechanisms.resale.kernel.layout import Chain, Floats, Work

#: So many states' rows of a table stay in the processor's nearest cache.
BLOCK = 128


@part
def add_income(chain: Chain, work: Work, player: int, shares: Floats) -> None:
    """`income`: the player's share in all trades from player + 2 on, by the state of player + 1 who has the data."""
    trades = len(chain.dense)
    begin, end = chain.offsets[player + 1], chain.offsets[player + 2]
    size = end - begin
    income = work.income[:size]
    for buyer in range(size):
        income[buyer] = 0.0
    for trade in range(player + 2, trades + 1):
        share = shares[player * (trades + 1) + trade]
        if share != 0.0:
            first = begin * (trades + 1) + trade * size
            payments = work.expected[first : first + size]
            for buyer in range(size):
                income[buyer] += share * payments[buyer]


@part
def expect_payments(chain: Chain, work: Work, player: int) -> None:
    """The player's table, from its prices and the table of the player after it."""
    trades = len(chain.dense)
    begin, middle = chain.offsets[player], chain.offsets[player + 1]
    size = middle - begin
    table = work.expected[begin * (trades + 1) : middle * (trades + 1)]
    for state in range(size):
        table[(player + 1) * size + state] = work.prices[begin + state] * work.accepting[begin + state]
    for cell in range((player + 2) * size, (trades + 1) * size):
        table[cell] = 0.0
    if chain.dense[player] == 1:
        add_dense(chain, work, player, table)
    else:
        add_sparse(chain, work, player, table)


@part
def add_dense(chain: Chain, work: Work, player: int, table: Floats) -> None:
    """What trades after the player's own pay, in a step from any state to any."""
    trades = len(chain.dense)
    begin, middle, end = chain.offsets[player], chain.offsets[player + 1], chain.offsets[player + 2]
    size, buyers = middle - begin, end - middle
    following = work.expected[middle * (trades + 1) : end * (trades + 1)]
    thresholds = work.thresholds[middle:end]
    for first in range(0, size, BLOCK):
        last = min(first + BLOCK, size)
        prices = work.prices[begin + first : begin + last]
        weights = work.weights[: last - first]
        for buyer in range(buyers):
            threshold = thresholds[buyer]
            if threshold < 0.0:  # accepts no price
                continue
            entry = chain.starts[middle + buyer] + first
            column = chain.probabilities[entry : entry + last - first]
            for state in range(last - first):
                weights[state] = column[state] if threshold >= prices[state] else 0.0
            for trade in range(player + 2, trades + 1):
                payment = following[trade * buyers + buyer]
                row = table[trade * size + first : trade * size + last]
                for state in range(last - first):
                    row[state] += weights[state] * payment


@part
def add_sparse(chain: Chain, work: Work, player: int, table: Floats) -> None:
    """The same where few states can follow."""
    trades = len(chain.dense)
    begin, middle, end = chain.offsets[player], chain.offsets[player + 1], chain.offsets[player + 2]
    size, buyers = middle - begin, end - middle
    following = work.expected[middle * (trades + 1) : end * (trades + 1)]
    origin = chain.starts[middle]
    for buyer in range(buyers):
        for entry in range(chain.starts[middle + buyer], chain.starts[middle + buyer + 1]):
            accepts = work.thresholds[middle + buyer] >= work.prices[begin + chain.sources[entry]]
            work.weights[entry - origin] = chain.probabilities[entry] if accepts else 0.0
    for trade in range(player + 2, trades + 1):
        row = table[trade * size : (trade + 1) * size]
        for buyer in range(buyers):
            payment = following[trade * buyers + buyer]
            for entry in range(chain.starts[middle + buyer], chain.starts[middle + buyer + 1]):
                row[chain.sources[entry]] += work.weights[entry - origin] * payment
