"""What a player does at a valuation: the price to ask, whether to buy. For players who look it up, and simulations."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from functools import cached_property
from typing import TypeVar

from databourse.errors import InvalidInput
from databourse.mechanisms.resale.equilibrium import Equilibrium
from databourse.mechanisms.resale.model import Instance
from databourse.mechanisms.resale.numbers import Number, Row, check_number, shown
from databourse.mechanisms.resale.solve import solve

Found = TypeVar("Found", Number, Number | None)


class Strategy:
    """An equilibrium by valuation instead of by state.

    Valuations and prices are compared in the support's and the thresholds' own numbers: as floats, or as rationals,
    where a float stands for the decimal that it prints as. Between two states of the support the theory says nothing.
    """

    def __init__(self, valuations: Sequence[Sequence[Number]], equilibrium: Equilibrium) -> None:
        self.valuations = tuple(tuple(support) for support in valuations)
        self.equilibrium = equilibrium

    @classmethod
    def of(cls, instance: Instance) -> Strategy:
        """The strategies of an instance, solved."""
        return cls(instance.model.valuations, solve(instance))

    def threshold_of(self, player: int, valuation: Number | int) -> Number:
        """What having the data is worth to a player, resales included.

        Raises:
            InvalidInput: if there is no such player, the valuation is not in its support, or stands there more than
                once with different strategies.
        """
        self._check_player(player, 0, len(self.valuations) - 1, "the players are")
        return self._looked_up(player, valuation, self.equilibrium.thresholds[player])

    def price_of(self, player: int, valuation: Number | int) -> Number | None:
        """The price that a player asks of the next one; None if nobody would buy at any price.

        Raises:
            InvalidInput: as for `threshold_of`, and for the last player, who has nobody to sell to.
        """
        self._check_player(player, 0, len(self.valuations) - 2, "those who sell are")
        offers = zip(self.equilibrium.prices[player], self.equilibrium.sale[player], strict=True)
        return self._looked_up(player, valuation, [price if sale else None for price, sale in offers])

    def accepts(self, player: int, valuation: Number | int, price: Number | int) -> bool:
        """Whether a player buys at a price: it does if the data is worth that much to it, equality included.

        Raises:
            InvalidInput: as for `threshold_of`, for player 0, who has the data, and if the price is negative.
        """
        self._check_player(player, 1, len(self.valuations) - 1, "those who buy are")
        asked = check_number("price", price)
        if asked < 0:
            raise InvalidInput.of("price", shown(asked), "a price must not be negative")
        threshold = self.threshold_of(player, valuation)
        return threshold >= _like(threshold, asked)

    @cached_property
    def _states(self) -> list[dict[Number, list[int]]]:
        found: list[dict[Number, list[int]]] = []
        for support in self.valuations:
            found.append({})
            for state, valuation in enumerate(support):
                found[-1].setdefault(valuation, []).append(state)
        return found

    def _looked_up(self, player: int, valuation: Number | int, column: Sequence[Found]) -> Found:
        support = self.valuations[player]
        given = check_number("valuation", valuation)
        value = _like(support[0], given)
        states = self._states[player].get(value)
        if states is None:
            rule = f"it must be one that player {player} can have: the nearest {_nearest(support, value)}"
            raise InvalidInput.of("valuation", shown(given), rule)
        if len({column[state] for state in states}) > 1:
            rule = f"states {_listed(states)} of player {player} have it, and their strategies differ"
            raise InvalidInput.of("valuation", shown(given), rule, "look the strategy up by state")
        return column[states[0]]

    def _check_player(self, player: int, first: int, last: int, who: str) -> None:
        if type(player) is not int or not first <= player <= last:
            raise InvalidInput.of("player", player, f"{who} {first} to {last}" if first < last else f"{who} {first}")


def _like(other: Number, number: Number) -> Number:
    """The number as a float if the other is one; else as a rational, a float by the decimal that it prints as."""
    return float(number) if isinstance(other, float) else Fraction(str(number))


def _nearest(support: Row, value: Number) -> str:
    below = max((other for other in support if other < value), default=None)
    above = min((other for other in support if other > value), default=None)
    near = [str(shown(other)) for other in (below, above) if other is not None]
    return f"are {near[0]} and {near[1]}" if len(near) == 2 else f"is {near[0]}"


def _listed(states: Iterable[int]) -> str:
    return ", ".join(map(str, states))
