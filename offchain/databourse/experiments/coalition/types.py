"""Data types: eq (3) against values that are known, what a learner can tell from noisy trades, and eq (6)."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from typing import Any

import numpy as np

from databourse.experiments.coalition.settings import Settings
from databourse.experiments.parts import Part, chunks
from databourse.experiments.statistics import rounded
from databourse.mechanisms.coalition.types import distributed_shapley, quantise_all, size_only_shapley

#: Mini-batches of up to so many points, whose number alone decides how good the model is.
BATCH = 10
LEVELS = 5
TRADES = (1, 10, 100, 1_000, 10_000)
GAMMAS = (0.0, 0.5, 1.0, 2.0)
_DRAWS = 1_000
_DEVICES = 20_000
_PAIRS = 1_000
_A_TASK = 25


def potential(points: int) -> float:
    """J of a model with so many points."""
    return 1 - math.exp(-0.3 * points)


def _points(chance: np.random.Generator, count: int) -> list[int]:  # noqa: ARG001 - all points are alike
    return [0] * count


def _quality(points: Sequence[int]) -> float:
    return potential(len(points))


def _covered(seed: int, runs: range) -> list[bool]:
    """Whether the interval around an estimate of eq (3) has the exact value in it."""
    exact = size_only_shapley(potential, BATCH)
    found = [
        distributed_shapley(_quality, _points, [0], BATCH, draws=_DRAWS, seed=int(seed % 2**32) + at) for at in runs
    ]
    return [abs(one.value - exact) <= one.half_width for one in found]


def _told_apart(seed: int) -> dict[str, float]:
    """Of how many devices the learner finds the type from noisy trades S = ξ + N(0, 1), by the number of trades."""
    chance = np.random.default_rng([seed, 3])
    scores = chance.random(_DEVICES)
    types = np.array(quantise_all(scores, LEVELS))
    told = {}
    for trades in TRADES:
        seen = np.clip(scores + chance.standard_normal(_DEVICES) / trades**0.5, 0, 1)
        told[str(trades)] = rounded(float((np.array(quantise_all(seen, LEVELS)) == types).mean()))
    return told


def value_after(first: set[int], second: set[int], gamma: float) -> float:
    """Eq (6) for an additive v that counts samples: γ·v(D_i ∩ D_j) + v(D_j ∖ D_i | D_i ∩ D_j)."""
    return gamma * len(first & second) + len(second - first)


def _depressed(seed: int) -> dict[str, int]:
    """In how many random pairs with samples in common eq (6) is below v(D_j), by γ."""
    chance = random.Random(f"{seed}/eq 6")
    lowered = dict.fromkeys(map(str, GAMMAS), 0)
    for _ in range(_PAIRS):
        shared = chance.randint(1, 5)
        first = set(range(shared + chance.randint(0, 5)))
        second = set(range(shared)) | {100 + extra for extra in range(chance.randint(0, 5))}
        for gamma in GAMMAS:
            lowered[str(gamma)] += value_after(first, second, gamma) < len(second)
    return lowered


def _combine(settings: Settings, found: list[list[bool]]) -> dict[str, Any]:
    covered = [one for task in found for one in task]
    return {
        "exact": rounded(size_only_shapley(potential, BATCH)),
        "estimates": len(covered),
        "covered": sum(covered),
        "told apart": _told_apart(settings.seed),
        "pairs": _PAIRS,
        "depressed": _depressed(settings.seed),
    }


PART = Part[Settings](
    name="types",
    title="Data types: eq (3) and (6), and what noise leaves of them",
    needs=("seed", "networks"),
    tasks=lambda settings: [(settings.seed, runs) for runs in chunks(settings.networks, _A_TASK)],
    work=_covered,
    combine=_combine,
)
