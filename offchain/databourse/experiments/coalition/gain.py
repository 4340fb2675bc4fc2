"""Fig 12 and the 32.72 %: the average payoff with and without coalitions, in every reading that the paper allows."""

from __future__ import annotations

import math
from itertools import permutations
from typing import Any

import numpy as np

from databourse.experiments.coalition.published import GAIN, SIZES
from databourse.experiments.coalition.settings import Settings
from databourse.experiments.coalition.stopping import truth
from databourse.experiments.parts import Part, chunks
from databourse.experiments.statistics import estimate, rounded
from databourse.mechanisms.coalition import TypedGame, form

SELLERS = ("X", "Y", "Z")
_A_TASK = 20


def influence() -> list[list[float]]:
    """r² between X, Y and Z; of a device on another one of its type 1."""
    found = truth()
    return [[1.0 if one == other else found["".join(sorted(one + other))] ** 2 for other in SELLERS] for one in SELLERS]


def gain(leaks: list[float]) -> float:
    """By how much the average payoff grows if leaks g, at equal prices p/(1 + g), are all hidden."""
    return len(leaks) / sum(1 / (1 + leak) for leak in leaks) - 1


def explained(seller: str, before: tuple[str, ...]) -> float:
    """R²: the share of a seller's variance that those before it explain, for X, Y and Z = 0.5 X + Y."""
    if len(before) == 2:
        # any two of them give the third away, unless they are X and Y and it is one of them
        return 1.0
    matrix = influence()
    return matrix[SELLERS.index(seller)][SELLERS.index(before[0])] if before else 0.0


def closed_forms() -> dict[str, float]:
    """The three sellers without any draw."""
    matrix = np.array(influence())
    pairs = matrix[np.triu_indices(3, 1)]
    each = [float(row[np.arange(3) != own].mean()) for own, row in enumerate(matrix)]
    in_turn = [
        explained(seller, order[:place]) for order in permutations(SELLERS) for place, seller in enumerate(order)
    ]
    return {
        "mean r² over the pairs": gain([float(pairs.mean())]),
        "mean of abs(r) over the pairs": gain([float(np.sqrt(pairs).mean())]),
        "each device its mean r²": gain(each),
        "one after another, R²": gain(in_turn),
        "largest, g = 1": gain([1.0]),
    }


def _draw(seed: int, size: int, markets: range) -> list[dict[str, float]]:
    """Devices of random types X, Y, Z: average payoffs alone, by type, and in the coalitions that form."""
    told = []
    for at in markets:
        chance = np.random.default_rng([seed, 12, size, at])
        types = chance.integers(0, 3, size)
        game = TypedGame.of([1.0] * size, types, influence())
        pairwise = game.untyped()
        rows = zip(np.array(influence())[types][:, types], types, strict=True)
        unlike = [float(row[types != kind].mean()) if (types != kind).any() else 0.0 for row, kind in rows]
        told.append(
            {
                "alone": rounded(float(game.payoffs(np.arange(size)).mean())),
                "by type": rounded(float(game.payoffs(types).mean())),
                "switches": rounded(float(game.form(size, seed=at, start=np.arange(size)).payoffs.mean())),
                "merges": rounded(float(np.mean(pairwise.payoffs(form(pairwise, seed=at).partition)))),
                "alone, other types only": rounded(float(np.mean([1 / (1 + leak) for leak in unlike]))),
            }
        )
    return told


def _sizes(found: list[list[dict[str, float]]]) -> dict[str, Any]:
    tasks = len(found) // len(SIZES)
    sizes: dict[str, Any] = {}
    for place, size in enumerate(SIZES):
        markets = [one for task in found[place * tasks : (place + 1) * tasks] for one in task]
        sizes[str(size)] = {
            **{name: vars(estimate([one[name] for one in markets])) for name in markets[0]},
            **{
                f"gain, {name}": vars(estimate([one[name] / one["alone"] - 1 for one in markets]))
                for name in ("by type", "switches", "merges")
            },
            "gain, other types only": vars(estimate([1 / one["alone, other types only"] - 1 for one in markets])),
        }
    return sizes


def fitted() -> dict[str, Any]:
    """What else gives the headline: a bonus a·ln(1 + n) at the largest group without any leakage, or a cost."""
    slope = GAIN / math.log(1 + SIZES[-1])
    return {
        "slope": rounded(slope),
        "gains": {str(size): rounded(slope * math.log(1 + size)) for size in SIZES},
        "published": GAIN,
        # what a coalition may cost, in prices, for a mean g of 1/3 to leave the headline
        "cost": rounded(1 - (1 + GAIN) / (1 + closed_forms()["mean r² over the pairs"])),
    }


def readings(found: dict[str, Any]) -> dict[str, float]:
    """The gain by reading, from results of this part; of those over random groups at the largest size."""
    largest = found["sizes"][str(SIZES[-1])]
    told = {
        "one after another, R² (by hand)": found["closed"]["one after another, R²"],
        "each device its mean r² (by hand)": found["closed"]["each device its mean r²"],
        "mean r² over the pairs (by hand)": found["closed"]["mean r² over the pairs"],
        "mean of abs(r) over the pairs (by hand)": found["closed"]["mean of abs(r) over the pairs"],
    }
    named = {
        "coalitions of one type": "by type",
        "other types' leakage only": "other types only",
        "switch only": "switches",
        "switch, merge, split": "merges",
    }
    return told | {f"{words} (random)": largest[f"gain, {name}"]["mean"] for words, name in named.items()}


def _combine(settings: Settings, found: list[list[dict[str, float]]]) -> dict[str, Any]:
    return {
        "closed": {name: rounded(value) for name, value in closed_forms().items()},
        "sizes": _sizes(found),
        "markets": settings.markets,
        "fitted": fitted(),
    }


PART = Part[Settings](
    name="gain",
    title="Fig 12: the average payoff with and without coalitions",
    needs=("seed", "markets"),
    tasks=lambda settings: [
        (settings.seed, size, markets) for size in SIZES for markets in chunks(settings.markets, _A_TASK)
    ],
    work=_draw,
    combine=_combine,
)
