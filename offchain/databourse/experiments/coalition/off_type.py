"""Fig 10: what a device gets in the coalition of another type, in the leakage game and by eq (12)."""

from __future__ import annotations

import numpy as np

from databourse.experiments.coalition.settings import Settings
from databourse.experiments.parts import Part
from databourse.experiments.statistics import rounded
from databourse.mechanisms.coalition import LeakageGame

TYPES = 5
MEMBERS = 10

#: How much of the correlation is left for each type further away.
DECAYS = (0.5, 0.8, 0.95)


def game(decay: float) -> LeakageGame:
    """Ten devices of each type, whose correlation is decay^|k − l| between types k and l."""
    types = np.repeat(np.arange(TYPES), MEMBERS)
    influence = (decay ** np.abs(types[:, None] - types[None, :])) ** 2
    np.fill_diagonal(influence, 0)
    return LeakageGame.of([1.0] * len(types), influence.tolist())


def utilities(decay: float) -> list[list[float]]:
    """What the first device of each type gets in each type's coalition, as a share of what it gets in its own."""
    market = game(decay)
    own = [set(range(kind * MEMBERS, (kind + 1) * MEMBERS)) for kind in range(TYPES)]
    table = []
    for kind in range(TYPES):
        device = kind * MEMBERS
        row = []
        for target in range(TYPES):
            blocks = [block - {device} | ({device} if place == target else set()) for place, block in enumerate(own)]
            row.append(market.payoffs(blocks)[device])
        table.append([rounded(value / row[kind]) for value in row])
    return table


def by_contract() -> list[list[float]]:
    """The same by eq (12): the payment in the coalition of the device's type, else 0."""
    return [[1.0 if target == kind else 0.0 for target in range(TYPES)] for kind in range(TYPES)]


PART = Part[Settings](
    name="off type",
    title="Fig 10: coalitions of another type",
    needs=(),
    tasks=lambda _: [(decay,) for decay in DECAYS],
    work=utilities,
    combine=lambda _, found: {
        "leakage": {str(decay): table for decay, table in zip(DECAYS, found, strict=True)},
        "eq 12": by_contract(),
    },
)
