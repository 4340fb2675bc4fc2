"""The valuation models of the paper's experiments, at any number of trades (docs/resale.md; the paper, Table 1).

An index starts at 0 and moves by -2, -1, 0, 1 or 2 from one player to the next, each with probability 1/5; a player's
valuation is a function of its index. The paper's text lacks the formulas: these functions give its figures.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Any

from databourse.errors import InvalidInput
from databourse.mechanisms.resale.model import Model
from databourse.mechanisms.resale.numbers import Arithmetic, Number

STEPS = (-2, -1, 0, 1, 2)


@dataclass(frozen=True, slots=True)
class Published:
    """One of the models: `valuation` is by index; an index outside `bounds` moves to the nearer bound."""

    valuation: Callable[[int], Number]
    formula: str
    bounds: tuple[int, int] | None = None


PUBLISHED = {
    "1": Published(lambda index: math.exp(index / 2), "e^(k/2)"),
    "1'": Published(lambda index: Fraction(33, 20) ** index, "1.65^k"),
    "2": Published(lambda index: Fraction(index, 10), "k/10, k kept from 0 to 10", (0, 10)),
    "3": Published(lambda index: Fraction(-5, 4) ** index, "(-1.25)^k"),
    "4": Published(lambda index: Fraction(index, 10), "k/10"),
}


def published(name: str, trades: int, arithmetic: Arithmetic = "float") -> Model:
    """A model of the paper by its name in Table 1; "1'" is model 1 with e^(1/2) rounded to 1.65, which is rational.

    Only the states that can be reached are in it, by rising index.

    Raises:
        InvalidInput: if there is no such model, trades is not positive, or model "1" is wanted in exact arithmetic.
    """
    if name not in PUBLISHED:
        raise InvalidInput.of("model", name, f"it must be one of {', '.join(PUBLISHED)}")
    if type(trades) is not int or trades < 1:
        raise InvalidInput.of("trades", trades, "it must be a positive integer")
    if arithmetic not in ("exact", "float"):
        raise InvalidInput.of("arithmetic", arithmetic, 'it must be "exact" or "float"')
    if name == "1" and arithmetic == "exact":
        raise InvalidInput("model 1 is e^(k/2), which is not rational", 'take model "1\'", 1.65^k, in exact arithmetic')
    model = PUBLISHED[name]
    indices = [[0]]
    for _ in range(trades):
        indices.append(sorted({_moved(index, step, model.bounds) for index in indices[-1] for step in STEPS}))
    number: Callable[[Any], Number] = float if arithmetic == "float" else Fraction
    return Model(
        [[number(model.valuation(index)) for index in support] for support in indices],
        [number(Fraction(1))],
        [
            [_row(index, following, model.bounds, number) for index in support]
            for support, following in pairwise(indices)
        ],
    )


def _row(
    index: int, following: list[int], bounds: tuple[int, int] | None, number: Callable[[Number], Number]
) -> list[Number]:
    moved = [_moved(index, step, bounds) for step in STEPS]
    return [number(Fraction(moved.count(state), len(STEPS))) for state in following]


def _moved(index: int, step: int, bounds: tuple[int, int] | None) -> int:
    """Whatever would leave the bounds gathers on them."""
    return index + step if bounds is None else max(bounds[0], min(bounds[1], index + step))
