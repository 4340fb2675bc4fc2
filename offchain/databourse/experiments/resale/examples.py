"""Smallest counterexamples, found by going through all small models."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import product
from typing import Any, cast

from databourse.experiments.parts import Part
from databourse.experiments.resale.settings import Settings
from databourse.mechanisms.resale import Equilibrium, Instance, Model, Reallocation, average, explicit, raw, solve
from databourse.mechanisms.resale.analysis.deviations import worth

HALF = Fraction(1, 2)

#: Valuations go up to this, and down to that where they may be negative.
LARGEST = 12
LOWEST = -6


def _forks(lowest: int) -> Iterator[tuple[int, int, int, int]]:
    """Player 1 is worth x or y, player 2 then z or w: whole numbers, small ones first."""
    values = range(lowest, LARGEST + 1)
    yield from sorted(product(values, values, values, values), key=lambda four: (sum(map(abs, four)), four))


def _fork(x: int, y: int, z: int, w: int) -> Model:
    """Two trades: player 0 is worth 1, player 1 is worth x or y, each in half of all cases, player 2 then z or w."""
    return Model([[1], [x, y], [z, w]], [1], [[[HALF, HALF]], [[1, 0], [0, 1]]])


def _solved(model: Model, matrix: Reallocation) -> Equilibrium:
    return solve(Instance(model, matrix, "exact"))


def equal_shares_lose(lowest: int = 1) -> dict[str, Any]:
    """The smallest fork in which welfare falls from RAW to AVE, and no tie is involved.

    Args:
        lowest: 1 for positive valuations; if negative, player 1 is worth less than 0 or more, and the others more. Such
            a fork is homogeneous: one state of each sign has the law that it has.
    """
    for x, y, z, w in _forks(lowest):
        if z == w or x > y or (lowest < 0 and not x < 0 < min(y, z, w)):
            continue
        model = _fork(x, y, z, w)
        before, after = _solved(model, raw(2)), _solved(model, average(2))
        if after.welfare < before.welfare and not any(
            _tied(model, matrix, played) for matrix, played in ((raw(2), before), (average(2), after))
        ):
            return {"values": [x, y, z, w], "RAW": _told(before), "AVE": _told(after)}
    raise AssertionError("there is one of each kind below 12")


def _tied(model: Model, matrix: Reallocation, played: Equilibrium) -> bool:
    """Whether player 0 has two equally good prices."""
    instance = Instance(model, matrix, "exact")
    gains = [worth(instance, played, 0, 0, cast(Fraction, price)) for price in set(played.thresholds[1]) if price >= 0]
    return gains.count(max(gains)) > 1


def _told(played: Equilibrium) -> dict[str, Any]:
    return {
        "thresholds": [str(threshold) for threshold in played.thresholds[1]],
        "price": str(played.prices[0][0]),
        "rates": [str(rate) for rate in played.trade_rates[1:]],
        "welfare": str(played.welfare),
    }


def unbalanced() -> dict[str, Any]:
    """One trade, both valuations 1, half of the price left to the platform: homogeneous, positive, feasible."""
    model = Model([[1], [1]], [1], [[[1]]])
    half = explicit([[0, HALF]])
    return {
        name: {"welfare": str(played.welfare), "leftover": str(played.leftover)}
        for name, played in (("RAW", _solved(model, raw(1))), ("half", _solved(model, half)))
    }


def _find() -> dict[str, Any]:
    return {"equal shares lose": equal_shares_lose(), "signed": equal_shares_lose(LOWEST), "unbalanced": unbalanced()}


PART = Part[Settings](
    name="examples",
    title="Smallest counterexamples",
    needs=(),
    tasks=lambda _: [()],
    work=_find,
    combine=lambda _, found: found[0],
)
