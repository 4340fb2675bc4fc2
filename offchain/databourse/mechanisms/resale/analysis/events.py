"""When trades occur: the paper's trade events, which its theorems compare between matrices."""

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
