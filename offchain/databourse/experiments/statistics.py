"""Means with their 95 % intervals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

#: Half the width of a 95 % interval, in standard errors: by the normal approximation, good from about 30 runs on.
_NORMAL = 1.96


@dataclass(frozen=True)
class Estimate:
    """A mean over independent runs.

    Attributes:
        mean: the average.
        margin: half of the 95 % interval.
        low: the smallest value.
        high: the largest one.
    """

    mean: float
    margin: float
    low: float
    high: float


def estimate(values: Sequence[float] | npt.NDArray[np.float64]) -> Estimate:
    """The mean of these runs, of which there are at least two."""
    array = np.asarray(values, dtype=np.float64)
    margin = _NORMAL * float(array.std(ddof=1)) / len(array) ** 0.5
    return Estimate(
        *(rounded(value) for value in (float(array.mean()), margin, float(array.min()), float(array.max())))
    )


def rounded(value: float) -> float:
    """Eight digits: more than anybody reads, and the same on every processor."""
    return float(f"{value:.8g}")
