"""What the paper's theorems are about: trade events, compared between matrices, and strategies in proportion."""

from __future__ import annotations

from databourse.mechanisms.resale.equilibrium import Equilibrium
from databourse.mechanisms.resale.model import Model

Event = set[tuple[int, int]]


def trade_event(model: Model, equilibrium: Equilibrium, trade: int) -> Event:
    """The paper's A_j: pairs of states of players j - 1 and j, possible together, where j buys if it is offered."""
    seller = trade - 1
    return {
        (a, b)
        for a, row in enumerate(model.transitions[seller])
        for b, probability in enumerate(row)
        if probability
        and equilibrium.sale[seller][a]
        and equilibrium.thresholds[trade][b] >= equilibrium.prices[seller][a]
    }


def trade_events(model: Model, equilibrium: Equilibrium) -> list[Event]:
    """All of them, of trades 1 to n."""
    return [trade_event(model, equilibrium, trade) for trade in range(1, model.trades + 1)]


def nested(model: Model, smaller: Equilibrium, larger: Equilibrium) -> bool:
    """Whether in every trade whoever buys in the one equilibrium, once it is offered the data, does so in the other."""
    pairs = zip(trade_events(model, smaller), trade_events(model, larger), strict=True)
    return all(inner <= outer for inner, outer in pairs)


def in_proportion(model: Model, equilibrium: Equilibrium) -> bool:
    """Whether each player's thresholds are all the same multiple of its valuations, and so its prices (Lemma C.2)."""
    return all(
        len({amount / value for amount, value in zip(row, values, strict=True)}) == 1
        for strategy in (equilibrium.thresholds, equilibrium.prices)
        for values, row in zip(model.valuations, strategy, strict=False)
    )
