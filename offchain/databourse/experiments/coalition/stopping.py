"""Fig 8: correlation learnt sample by sample, where it is said to have converged, and how far off it is there."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from databourse.experiments.coalition.published import GAIN, MIXTURE, PRECISION
from databourse.experiments.coalition.settings import Settings
from databourse.experiments.parts import Part, chunks
from databourse.experiments.statistics import rounded
from databourse.mechanisms.coalition.leakage import Covariance, half_widths, learn, samples_needed

PAIRS = {"XY": (0, 1), "XZ": (0, 2), "YZ": (1, 2)}

_A_TASK = 20
_ROUNDS = 12_000


def truth() -> dict[str, float]:
    """The correlations of X, Y and Z = 0.5 X + Y, where X and Y are independent with variance 1."""
    deviation = (1 + MIXTURE**2) ** 0.5
    return {"XY": 0.0, "XZ": MIXTURE / deviation, "YZ": 1 / deviation}


def draw(chance: np.random.Generator, rounds: int) -> npt.NDArray[np.float64]:
    """One sample of each of the three sellers a round."""
    x, y = chance.standard_normal((2, rounds))
    return np.column_stack((x, y, MIXTURE * x + y))


def mean_influence(correlation: npt.NDArray[np.float64]) -> float:
    """The mean of r² over the three pairs."""
    return float(np.mean([correlation[pair] ** 2 for pair in PAIRS.values()]))


def _run(seed: int, runs: range) -> list[dict[str, float]]:
    told = []
    for at in runs:
        learnt = learn(draw(np.random.default_rng([seed, 8, at]), _ROUNDS), PRECISION)
        errors = [abs(learnt.correlation[pair] - truth()[name]) for name, pair in PAIRS.items()]
        told.append(
            {
                "rounds": learnt.rounds,
                "stopped": learnt.stopped,
                "error": rounded(max(errors)),
                "half width": rounded(max(float(learnt.half_width[pair]) for pair in PAIRS.values())),
                "gain": rounded(mean_influence(learnt.correlation)),
            }
        )
    return told


def path(seed: int) -> dict[str, Any]:
    """What the learner of the first run believes after so many rounds, and half of its 95 % intervals."""
    rows = draw(np.random.default_rng([seed, 8, 0]), _ROUNDS)
    marks = sorted({round(10 ** (step / 12)) for step in range(8, 49)})
    online, begin = Covariance(3), 0
    found: dict[str, Any] = {"rounds": marks, **{name: [] for name in PAIRS}, "half widths": {n: [] for n in PAIRS}}
    for mark in marks:
        online.add_all(rows[begin:mark])
        begin = mark
        correlation, widths = online.correlation, half_widths(online.correlation, mark)
        for name, pair in PAIRS.items():
            found[name].append(rounded(float(correlation[pair])))
            found["half widths"][name].append(rounded(float(widths[pair])))
    return found


def _combine(settings: Settings, found: list[list[dict[str, float]]]) -> dict[str, Any]:
    runs = [run for task in found for run in task]
    gains = np.array([run["gain"] for run in runs])

    def spread(name: str) -> list[float]:
        values = [run[name] for run in runs]
        return [min(values), rounded(float(np.median(values))), max(values)]

    return {
        "truth": {name: rounded(value) for name, value in truth().items()},
        "runs": len(runs),
        "stopped": sum(run["stopped"] for run in runs),
        "rounds": spread("rounds"),
        "error": spread("error"),
        "half width": spread("half width"),
        "needed": {name: samples_needed(value, PRECISION) for name, value in truth().items()},
        "within": sum(run["error"] <= PRECISION for run in runs),
        "gain": {
            "mean": rounded(float(gains.mean())),
            "deviation": rounded(float(gains.std(ddof=1))),
            "published, in deviations": rounded(float((GAIN - gains.mean()) / gains.std(ddof=1))),
            "as low": int((gains <= GAIN).sum()),
        },
        "path": path(settings.seed),
        "all rounds": [run["rounds"] for run in runs],
        "all errors": [run["error"] for run in runs],
    }


PART = Part[Settings](
    name="stopping",
    title="Fig 8: correlation, learnt sample by sample",
    needs=("seed", "learners"),
    tasks=lambda settings: [(settings.seed, runs) for runs in chunks(settings.learners, _A_TASK)],
    work=_run,
    combine=_combine,
)
