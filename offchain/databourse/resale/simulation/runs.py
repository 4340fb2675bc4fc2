"""Chains played in equilibrium: valuations are drawn, every player follows the equilibrium, and money is counted.

Nothing here moves anything: a `Run` says which prices are posted and which of them are accepted, and `money` what that
gives everybody. `databourse.resale.simulation.venue` has it happen, in memory or on a chain, and compares.
"""

from __future__ import annotations

import math
import random
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

from databourse.money import TOKEN
from databourse.resale.payments import split, to_base_units

if TYPE_CHECKING:
    from databourse.mechanisms.resale.equilibrium import Equilibrium
    from databourse.mechanisms.resale.model import Model
    from databourse.mechanisms.resale.numbers import Number

States = tuple[int, ...]
"""One draw: the state of every player, 0..n."""


@dataclass(frozen=True)
class Run:
    """One chain as it was played.

    Attributes:
        states: that were drawn.
        prices: in base units, of the trades for which one was posted; the last of them may have been refused.
        trades: how many happened.
    """

    states: States
    prices: tuple[int, ...]
    trades: int


@dataclass(frozen=True)
class Average:
    """The mean of a figure over all runs, and its standard error (None of a single run)."""

    mean: float
    error: float | None


@dataclass(frozen=True)
class Sample:
    """What runs were worth on average, in tokens; `rates[j]`, `utilities[i]` as of an `Equilibrium`."""

    welfare: Average
    volume: Average
    utilities: tuple[Average, ...]
    rates: tuple[Average, ...]


def draw(model: Model, runs: int, seed: int) -> list[States]:
    """Draws valuations for so many chains. A longer list begins with the shorter one of the same seed."""
    generator = random.Random(seed)
    prior = _cumulated(model.prior)
    steps = [[_cumulated(row) for row in step] for step in model.transitions]
    drawn = []
    for _ in range(runs):
        states = [_drawn(prior, generator.random())]
        for step in steps:
            states.append(_drawn(step[states[-1]], generator.random()))
        drawn.append(tuple(states))
    return drawn


def play(equilibrium: Equilibrium, states: States) -> Run:
    """One chain: each holder posts its price, the next player accepts it if its threshold reaches it."""
    prices: list[int] = []
    for seller, (state, following) in enumerate(pairwise(states)):
        if not equilibrium.sale[seller][state]:
            return Run(states, tuple(prices), seller)
        price = equilibrium.prices[seller][state]
        prices.append(to_base_units(price))
        if equilibrium.thresholds[seller + 1][following] < price:
            return Run(states, tuple(prices), seller)
    return Run(states, tuple(prices), len(states) - 1)


def money(run: Run, columns: Sequence[Sequence[int]]) -> tuple[int, ...]:
    """What each player has more than before, in base units; `columns[j - 1]` are all shares of trade j, of WHOLE."""
    changes = [0] * len(run.states)
    for trade in range(1, run.trades + 1):
        price = run.prices[trade - 1]
        changes[trade] -= price
        for player, amount in enumerate(split(price, columns[trade - 1])):
            changes[player] += amount
    return tuple(changes)


def evaluate(model: Model, runs: Sequence[Run], columns: Sequence[Sequence[int]]) -> Sample:
    """What the runs were worth to everybody, valuations included."""
    players = len(model.valuations)
    utilities = [
        [
            (float(model.valuations[player][run.states[player]]) if player <= run.trades else 0.0) + gained / TOKEN
            for player, gained in enumerate(money(run, columns))
        ]
        for run in runs
    ]
    return Sample(
        welfare=average(map(math.fsum, utilities)),
        volume=average(run.trades for run in runs),
        utilities=tuple(average(row[player] for row in utilities) for player in range(players)),
        rates=tuple(average(run.trades >= trade for run in runs) for trade in range(players)),
    )


def average(figures: Iterable[float]) -> Average:
    """Mean and standard error of at least one figure."""
    found = list(figures)
    mean = math.fsum(found) / len(found)
    if len(found) == 1:
        return Average(mean, None)
    squares = math.fsum((figure - mean) ** 2 for figure in found)
    return Average(mean, math.sqrt(squares / (len(found) - 1) / len(found)))


def _cumulated(row: Sequence[Number]) -> list[float]:
    return list(accumulate(map(float, row)))


def _drawn(cumulated: Sequence[float], uniform: float) -> int:
    """The state that a number in [0, 1) falls on; never one without probability, also where rounding left a gap."""
    state = bisect_right(cumulated, uniform * cumulated[-1])
    return min(state, bisect_left(cumulated, cumulated[-1]))
