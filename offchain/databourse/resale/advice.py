"""What an equilibrium tells one player of a chain: which price to post, and which prices to accept.

A player's valuation need not be one of the model's. It only adds to whatever the player earns from later trades (the
paper, eq. (8)), so the best price depends on it through what it tells of later valuations alone: these are taken to be
as likely as after the nearest valuation of the model.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from databourse.errors import InvalidInput
from databourse.resale.payments import to_base_units

if TYPE_CHECKING:
    from databourse.mechanisms.resale.equilibrium import Equilibrium
    from databourse.mechanisms.resale.model import Model
    from databourse.mechanisms.resale.numbers import Number


@dataclass(frozen=True)
class Advice:
    """For one player and one valuation; amounts in tokens unless they say base units.

    Attributes:
        player: 0 for the owner, j for the buyer of trade j.
        valuation: the player's.
        nearest: the model's valuation that stands for it.
        threshold: what having the data is worth to the player; who buys pays at most this.
        price: to post, in base units; None if no price can be expected to be accepted, or nobody comes after.
        chance: that the next player accepts it.
    """

    player: int
    valuation: Fraction
    nearest: Number
    threshold: Number
    price: int | None
    chance: Number

    @property
    def income(self) -> Number:
        """What the player expects to earn from all later trades."""
        return self.threshold - type(self.threshold)(self.valuation)

    @property
    def highest(self) -> int | None:
        """The highest price at which to buy, in base units; None if the player should not even take a gift."""
        return None if self.threshold < 0 else to_base_units(self.threshold)


def advise(model: Model, equilibrium: Equilibrium, player: int, valuation: Fraction) -> Advice:
    """The advice for a player, 0 to the model's number of trades.

    Raises:
        InvalidInput: the valuation is outside those that the model has for the player.
    """
    state = _nearest(model, player, valuation)
    nearest = model.valuations[player][state]
    number = type(nearest)
    threshold = number(valuation) + (equilibrium.thresholds[player][state] - nearest)
    if player == model.trades or not equilibrium.sale[player][state]:
        return Advice(player, valuation, nearest, threshold, None, number(0))
    price = equilibrium.prices[player][state]
    following = zip(model.transitions[player][state], equilibrium.thresholds[player + 1], strict=True)
    chance = sum((probability for probability, theirs in following if theirs >= price), number(0))
    return Advice(player, valuation, nearest, threshold, to_base_units(price), chance)


def _nearest(model: Model, player: int, valuation: Fraction) -> int:
    """The state whose valuation is nearest; of two equally near the lower one."""
    support = model.valuations[player]
    low, high = min(support), max(support)
    if not low <= valuation <= high:
        rule = f"the model has only {_told(low)} to {_told(high)} for player {player}"
        raise InvalidInput.of("valuation", _told(valuation), rule, "take a model that covers it")
    return min(range(len(support)), key=lambda state: (abs(support[state] - valuation), support[state]))


def _told(number: Number) -> str:
    return f"{float(number):.6g}"
