"""Whether anybody gains by another price or another answer: by walking over everything that can happen.

Independent of the solvers: utilities are added up from their definition (the paper, eq. (2)), profile by profile.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import cast

from databourse.mechanisms.resale.equilibrium import Equilibrium
from databourse.mechanisms.resale.exact import Numbers, Table
from databourse.mechanisms.resale.model import Instance


def worth(instance: Instance, played: Equilibrium, player: int, state: int, price: Fraction) -> Fraction:
    """What having the data is worth to a player that asks this price, when everybody after it plays as given."""
    model = instance.model
    shares = cast(Numbers, instance.reallocation.rows[player])
    transitions = cast(Sequence[Table], model.transitions)

    def income(seller: int, state: int, price: Fraction) -> Fraction:
        """Expected from the seller's trade and all later ones."""
        found = Fraction()
        for buyer, probability in enumerate(transitions[seller][state]):
            if probability and played.thresholds[seller + 1][buyer] >= price:
                gained = shares[seller + 1] * price
                if seller + 1 < model.trades and played.sale[seller + 1][buyer]:
                    gained += income(seller + 1, buyer, cast(Fraction, played.prices[seller + 1][buyer]))
                found += probability * gained
        return found

    return cast(Fraction, model.valuations[player][state]) + income(player, state, price)


def gains(instance: Instance, played: Equilibrium) -> Iterator[Fraction]:
    """How much each price that was tried would bring a seller beyond what it plays; positive refutes an equilibrium.

    Tried are, for every player and state, 0, all thresholds of the buyer that are no less, and what lies between and
    beyond them. Buyers: what having the data is worth must be what they pay at most, so the same sum settles both.
    """
    for player in range(instance.model.trades):
        for state, threshold in enumerate(played.thresholds[player]):
            for price in _prices(played, player + 1):
                yield worth(instance, played, player, state, price) - cast(Fraction, threshold)


def is_consistent(instance: Instance, played: Equilibrium) -> bool:
    """Whether each threshold is what having the data is worth at the price that is asked."""
    return all(
        threshold
        == (
            worth(instance, played, player, state, cast(Fraction, played.prices[player][state]))
            if played.sale[player][state]
            else instance.model.valuations[player][state]
        )
        for player in range(instance.model.trades)
        for state, threshold in enumerate(played.thresholds[player])
    )


def _prices(played: Equilibrium, buyer: int) -> list[Fraction]:
    accepted = sorted({Fraction(0), *(Fraction(t) for t in played.thresholds[buyer] if t >= 0)})
    return [*accepted, *((low + high) / 2 for low, high in pairwise(accepted)), accepted[-1] + 1]
