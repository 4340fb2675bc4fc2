"""What a buyer can conclude from the prices of earlier trades about the valuations to come (the paper, Fact 3.1)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from fractions import Fraction
from typing import cast

from databourse.mechanisms.resale.equilibrium import Equilibrium
from databourse.mechanisms.resale.exact import Table
from databourse.mechanisms.resale.model import Instance

#: What a buyer sees: its own state, and the price of each trade up to its own.
Information = tuple[int, tuple[Fraction, ...]]


def posteriors(instance: Instance, played: Equilibrium, player: int) -> dict[Information, list[Fraction]]:
    """By what the player has seen when it got the data: probabilities of the next player's states, by Bayes' rule."""
    model = instance.model
    transitions = cast(Sequence[Table], model.transitions)
    seen: dict[Information, list[Fraction]] = defaultdict(lambda: [Fraction()] * len(model.valuations[player + 1]))
    pending: list[tuple[Fraction, tuple[int, ...], tuple[Fraction, ...]]] = [
        (Fraction(p), (a,), ()) for a, p in enumerate(model.prior) if p
    ]
    while pending:
        probability, states, prices = pending.pop()
        holder = len(states) - 1
        if holder == player:
            weights = seen[states[-1], prices]
            for following, step in enumerate(transitions[player][states[-1]]):
                weights[following] += probability * step
        elif played.sale[holder][states[-1]]:
            price = cast(Fraction, played.prices[holder][states[-1]])
            for following, step in enumerate(transitions[holder][states[-1]]):
                if step and played.thresholds[holder + 1][following] >= price:
                    pending.append((probability * step, (*states, following), (*prices, price)))
    return {information: [weight / sum(weights) for weight in weights] for information, weights in seen.items()}
