"""What a solved chain says: strategies, and what they lead to."""

from __future__ import annotations

from dataclasses import dataclass

from databourse.mechanisms.resale.numbers import Number, Row


@dataclass(frozen=True)
class Equilibrium:
    """The perfect Bayesian equilibrium in which sellers ask the lowest best price and buyers buy on equality.

    All by player and state, in the order of the model's valuations; Fractions in exact arithmetic, else floats.

    `thresholds[i][a]`, i = 0..n: the highest price at which player i buys. That is what having the data is worth to it:
    its valuation and what it expects from later trades (the paper's t_i).
    `prices[i][a]`, i = 0..n-1: the price that player i asks of player i + 1.
    `sale[i][a]`: False if no price can be asked at all, since every threshold of player i + 1 is negative; its price is
    then given as 0 and nobody buys. True even where nobody accepts the price.

    Expectations: `welfare` is the sum of `utilities` (players 0..n), `volume` the number of trades, `trade_rates[j]`
    the probability that trade j = 0..n occurs (trade 0: player 0 has the data, always), `payments[j]` the price paid in
    it, counted as 0 if it does not occur, and `leftover` what the matrix leaves to the platform.
    """

    thresholds: tuple[Row, ...]
    prices: tuple[Row, ...]
    sale: tuple[tuple[bool, ...], ...]
    welfare: Number
    volume: Number
    utilities: Row
    leftover: Number
    trade_rates: Row
    payments: Row
