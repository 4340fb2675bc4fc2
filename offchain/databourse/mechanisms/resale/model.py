"""Who may be asked to buy along a chain, and what the data is worth to each: a Markov chain of valuations.

Players 0..n stand in a row; in trade j player j - 1 sells to player j. Each player privately knows its valuation, drawn
given the valuation of the player before it (the paper, section 2; docs/resale.md).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from databourse.errors import InvalidInput
from databourse.mechanisms.resale.flat import FlatModel
from databourse.mechanisms.resale.numbers import (
    Arithmetic,
    Row,
    check_distribution,
    check_list,
    check_row,
    in_one_arithmetic,
)
from databourse.mechanisms.resale.reallocation import Reallocation

Matrix = tuple[Row, ...]


@dataclass(frozen=True)
class Model:
    """Finite supports. All numbers are Fractions; if one of those given is a float, all are floats.

    `valuations[i]` are the states of player i, 0..n, in any order; equal valuations are states of their own. `prior`
    are the probabilities of player 0's states, and `transitions[i][a]` those of player i + 1's states given state a of
    player i. States that cannot happen are fine: they too get a threshold and a price.

    Raises:
        InvalidInput: if the shapes do not fit, an entry is not finite, a probability is negative, or a row of
            probabilities does not sum to 1 (within 1e-9).
    """

    valuations: tuple[Row, ...]
    prior: Row
    transitions: tuple[Matrix, ...]

    def __init__(self, valuations: Sequence[Any], prior: Sequence[Any], transitions: Sequence[Any]) -> None:
        supports = _supports(valuations)
        first = check_distribution("prior", prior, len(supports[0]))
        steps = _steps(transitions, [len(support) for support in supports])
        rows = iter(in_one_arithmetic([*supports, first, *(row for step in steps for row in step)]))
        object.__setattr__(self, "valuations", tuple(next(rows) for _ in supports))
        object.__setattr__(self, "prior", next(rows))
        object.__setattr__(self, "transitions", tuple(tuple(next(rows) for _ in step) for step in steps))

    @property
    def trades(self) -> int:
        """The number n of trades; players are numbered 0..n."""
        return len(self.transitions)

    @property
    def arithmetic(self) -> Arithmetic:
        """What its numbers are."""
        return "float" if isinstance(self.prior[0], float) else "exact"

    @cached_property
    def flat(self) -> FlatModel:
        """The same in columns of floats, as the compiled solver takes it."""
        return FlatModel.of(self)


@dataclass(frozen=True)
class Instance:
    """A model, how its payments are shared out, and the arithmetic to solve it in.

    Raises:
        InvalidInput: if model and reallocation differ in their number of trades, or exact arithmetic is to have floats.
    """

    model: Model
    reallocation: Reallocation
    arithmetic: Arithmetic = "float"

    def __post_init__(self) -> None:
        if self.model.trades != self.reallocation.trades:
            raise InvalidInput(
                f"the reallocation is for {self.reallocation.trades} trades, but the model has {self.model.trades}"
            )
        if self.arithmetic not in ("exact", "float"):
            raise InvalidInput.of("arithmetic", self.arithmetic, 'it must be "exact" or "float"')
        if self.arithmetic == "exact":
            for name, part in (("model", self.model), ("reallocation", self.reallocation)):
                if part.arithmetic == "float":
                    raise InvalidInput(f"the {name} has floats, but exact arithmetic needs rationals")


def _supports(valuations: Any) -> list[Row]:
    supports = check_list("valuations", valuations)
    if len(supports) < 2:
        raise InvalidInput(f"valuations are of {len(supports)} players, but a chain has two or more: a seller, a buyer")
    rows = [check_row(f"valuations[{player}]", support) for player, support in enumerate(supports)]
    for player, row in enumerate(rows):
        if not row:
            raise InvalidInput(f"valuations[{player}] is empty, but a player has at least one valuation")
    return rows


def _steps(transitions: Any, sizes: list[int]) -> list[list[Row]]:
    steps = check_list("transitions", transitions)
    if len(steps) != len(sizes) - 1:
        raise InvalidInput(
            f"transitions has {len(steps)} matrices, but {len(sizes)} players need {len(sizes) - 1}",
            "write one from each player to the next",
        )
    return [_matrix(f"transitions[{i}]", step, sizes[i], sizes[i + 1]) for i, step in enumerate(steps)]


def _matrix(field: str, step: Any, height: int, width: int) -> list[Row]:
    rows = check_list(field, step)
    if len(rows) != height:
        raise InvalidInput(f"{field} has {len(rows)} rows, but it must have {height}, one for each state of its player")
    return [check_distribution(f"{field}[{state}]", row, width) for state, row in enumerate(rows)]
