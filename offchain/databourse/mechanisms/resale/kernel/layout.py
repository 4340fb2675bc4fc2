"""What kernels go through: the columns of a model, and those that a solution fills.

All states of all players stand in one row: player i's from `offsets[i]` to `offsets[i + 1]`. Shares are one column as
well: player i's in trade j at place i·(n + 1) + j.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from databourse.mechanisms.compiled import Ints

Floats = npt.NDArray[np.float64]


class Chain(NamedTuple):
    """A model: n trades, players 0..n, S states in all.

    The moves to state s are the entries from `starts[s]` to `starts[s + 1]`: from the seller's state `sources`, counted
    from that player's first, with `probabilities`. Where `dense[i]`, the step from player i to i + 1 has an entry for
    every pair, and `sources` is not used.
    """

    offsets: Ints
    values: Floats
    prior: Floats
    starts: Ints
    sources: npt.NDArray[np.int32]
    probabilities: Floats
    dense: Ints


class Work(NamedTuple):
    """A solution, and room to find it in; every column is written before it is read.

    By state: `thresholds`, `magnitudes` of the numbers that they came from, `ranking` (each player's states by rising
    threshold, counted from its first), `prices`, `accepting` (the probability that the next player buys), `having` (the
    probability that the data gets to this player in this state). `sales` by player: 0 if no price can be asked.
    `expected`: for player i, from `offsets[i]`·(n + 1) on, what trade m is expected to pay once it has the data, a row
    of states for each m. `rates` and `payments` by trade, `utilities` by player.
    """

    thresholds: Floats
    magnitudes: Floats
    ranking: Ints
    prices: Floats
    accepting: Floats
    having: Floats
    sales: Ints
    expected: Floats
    rates: Floats
    payments: Floats
    utilities: Floats
    # room for one player: by the next player's states, by its own, and by the moves between them
    income: Floats
    tiers: Floats
    bought: Floats
    later: Floats
    best: Floats
    best_bought: Floats
    best_later: Floats
    picked: Ints
    weights: Floats


def room(chain: Chain) -> Work:
    """Columns of the right lengths for a model; they serve any number of solutions, one after the other."""
    players = len(chain.offsets) - 1
    states = len(chain.values)
    most = int(np.diff(chain.offsets).max())
    moves = int(np.diff(chain.starts[chain.offsets[1:]]).max())

    def floats(length: int) -> Floats:
        return np.empty(length)

    def ints(length: int) -> Ints:
        return np.empty(length, dtype=np.int64)

    return Work(
        thresholds=floats(states),
        magnitudes=floats(states),
        ranking=ints(states),
        prices=floats(states),
        accepting=floats(states),
        having=floats(states),
        sales=ints(players - 1),
        expected=floats(states * players),
        rates=floats(players),
        payments=floats(players),
        utilities=floats(players),
        income=floats(most),
        tiers=floats(most),
        bought=floats(most),
        later=floats(most),
        best=floats(most),
        best_bought=floats(most),
        best_later=floats(most),
        picked=ints(most),
        weights=floats(moves),
    )
