"""Fig 4: how good the learner's model is with so many samples in common, and what a random connection makes of it."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from databourse.experiments.coalition.settings import Settings
from databourse.experiments.parts import Part
from databourse.experiments.statistics import rounded
from databourse.mechanisms.coalition.valuation import precision

#: Samples that both sellers have; the paper's axis has no numbers.
OVERLAPS = tuple(step / 8 for step in range(33))
SCALE = 1.0

#: The noise factor n0 is normal with this mean and deviation.
MEAN, DEVIATION = 0.5, 1.0

#: Standard normal quantile of 5 % and 95 %.
_TAIL = 1.6448536269514722
_DRAWS = 20_000


def expected(overlap: float) -> float:
    """E[ζ] over a normal n0: 1 − A0·exp(−2k(1 − mean) + 2k²), the mean of a lognormal variable."""
    return 1 - SCALE * math.exp(-2 * overlap * (1 - MEAN) + 2 * (overlap * DEVIATION) ** 2)


def _measure(seed: int) -> dict[str, Any]:
    noise = np.random.default_rng([seed, 4]).normal(MEAN, DEVIATION, _DRAWS)
    within = np.clip(noise, 0, 1)
    points = [
        {
            "overlap": overlap,
            "no noise": rounded(precision(overlap, 0, SCALE)),
            "median": rounded(precision(overlap, MEAN, SCALE)),
            "low": rounded(precision(overlap, MEAN + _TAIL * DEVIATION, SCALE)),
            "high": rounded(precision(overlap, MEAN - _TAIL * DEVIATION, SCALE)),
            "mean": rounded(expected(overlap)),
            "mean, noise from 0 to 1": rounded(float(np.mean(1 - SCALE * np.exp(-2 * overlap * (1 - within))))),
        }
        for overlap in OVERLAPS
    ]
    few, many = OVERLAPS[1], OVERLAPS[-1]
    better = [precision(many, noise_0, SCALE) > precision(few, noise_0, SCALE) for noise_0 in noise.tolist()]
    worse = [precision(few, noise_0, SCALE) < precision(few, 0, SCALE) for noise_0 in noise.tolist()]
    return {
        "points": points,
        "draws": _DRAWS,
        "rises": rounded(sum(better) / _DRAWS),
        "lowered by noise": rounded(sum(worse) / _DRAWS),
        "peak": max(points, key=lambda point: point["mean"])["overlap"],
    }


PART = Part[Settings](
    name="overlap",
    title="Fig 4: value of samples in common",
    needs=("seed",),
    tasks=lambda settings: [(settings.seed,)],
    work=_measure,
    combine=lambda _, found: found[0],
)
