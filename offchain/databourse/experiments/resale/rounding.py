"""Ties: what rounding makes of them, and other rules for them.

Where valuations are whole tenths, many prices bring a seller exactly the same. Straightforward floats do not see that:
which of the prices looks better is decided by the last bit of a sum. Here the paper's algorithms are run as written on
floats, on grids that a program might use, and every price that differs from the exact one is looked at in rationals.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any, cast

from databourse.experiments.parts import Part
from databourse.experiments.resale.chains import RATIONAL, RULES, TRADES, summary
from databourse.experiments.resale.settings import Settings
from databourse.mechanisms.resale import Equilibrium, Instance, Model, explicit, literal, published, solve
from databourse.mechanisms.resale.analysis.deviations import worth

MATRICES = ("RAW", "AVE")

#: How a program may compute the valuation of index k, by model; the words are for the report.
GRIDS: Mapping[str, Mapping[str, Callable[[int], float]]] = {
    "2": {"k / 10": lambda k: k / 10},
    "4": {
        "k / 10": lambda k: k / 10,
        "i / 10 − 1": lambda k: (k + 10) / 10 - 1,
        "−1 + 0.1 i": lambda k: -1 + 0.1 * (k + 10),
    },
}


def ties(name: str, matrix: str) -> dict[str, Any]:
    """A model's summary under the lowest and under the highest of equally good prices, and under rounding."""
    instance = Instance(published(name, TRADES, "exact"), RULES[matrix](TRADES), "exact")
    lowest = solve(instance)
    highest = literal.solve(instance, literal.Ties(choose=max))
    found: dict[str, Any] = {"lowest": summary(lowest), "highest": summary(highest), "grids": {}}
    for words, valuation in GRIDS.get(name, {}).items():
        rounded_off = literal.solve(_in_floats(instance, valuation), literal.AS_PUBLISHED)
        found["grids"][words] = {**summary(rounded_off), **_differences(instance, lowest, rounded_off)}
    return found


def _in_floats(instance: Instance, valuation: Callable[[int], float]) -> Instance:
    model = instance.model
    supports = [[valuation(round(10 * v)) for v in support] for support in model.valuations]
    rows = [[float(share) for share in row] for row in instance.reallocation.rows]
    transitions = [[[float(p) for p in row] for row in step] for step in model.transitions]
    return Instance(Model(supports, [float(p) for p in model.prior], transitions), explicit(rows), "float")


def _differences(instance: Instance, lowest: Equilibrium, rounded_off: Equilibrium) -> dict[str, Any]:
    """States in which rounding asks another price: how many, and in how many of them both are exactly equally good."""
    different = equal = states = 0
    example = None
    for player in reversed(range(instance.model.trades)):
        # prices are thresholds of the buyer: those that floats mean, in rationals
        exact = {round(float(t), 9): cast(Fraction, t) for t in lowest.thresholds[player + 1]}
        for state, price in enumerate(lowest.prices[player]):
            states += 1
            other = exact.get(round(float(rounded_off.prices[player][state]), 9))
            if other == price:
                continue
            different += 1
            if other is None:  # a price that no exact threshold explains
                continue
            gains = [worth(instance, lowest, player, state, asked) for asked in (cast(Fraction, price), other)]
            if gains[0] == gains[1]:
                equal += 1
                example = example or {
                    "player": player,
                    "valuation": str(instance.model.valuations[player][state]),
                    "prices": [str(price), str(other)],
                    "worth": str(gains[0]),
                }
    return {"states": states, "different": different, "equal": equal, "example": example}


PART = Part[Settings](
    name="rounding",
    title="Ties and rounding",
    needs=(),
    tasks=lambda _: [(name, matrix) for name in RATIONAL for matrix in MATRICES],
    work=ties,
    combine=lambda _, found: {
        name: dict(zip(MATRICES, found[at * len(MATRICES) :], strict=False)) for at, name in enumerate(RATIONAL)
    },
)
