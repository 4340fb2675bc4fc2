"""Laws of the next valuation given this one, on an interval: the built-in families of continuous models.

Each has a closed CDF and a log-Lipschitz constant L that is proved: |ln f(x|y) - ln f(x|y')| <= L |y - y'| for all x,
y, y' of the interval (the paper, Definition 3.7). The grid gets its guarantee from L.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import numpy.typing as npt

from databourse.errors import InvalidInput

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Density:
    """The law of x on [low, high] given y there. `cdf` broadcasts x against y."""

    family: ClassVar[str]

    def lipschitz(self, low: float, high: float) -> float:
        """L: how fast the logarithm of the density changes with y, at most."""
        raise NotImplementedError

    def cdf(self, x: Floats, y: Floats, low: float, high: float) -> Floats:
        """Probability that the next valuation is at most x."""
        raise NotImplementedError


@dataclass(frozen=True)
class Uniform(Density):
    """Whatever y is, every x is as likely: L = 0."""

    family = "uniform"

    def lipschitz(self, low: float, high: float) -> float:  # noqa: ARG002 - as other families
        """L."""
        return 0.0

    def cdf(self, x: Floats, y: Floats, low: float, high: float) -> Floats:
        """Probability of at most x."""
        return np.asarray((x - low) / (high - low) + 0 * y)


@dataclass(frozen=True)
class Tilt(Density):
    """f(x|y) in proportion to exp(rate x y): high values follow high values where the rate is positive.

    d/dy ln f = rate (x - E[x|y]), and two points of the interval are at most its length apart: L = |rate| (high - low).
    """

    rate: float
    family = "tilt"

    def lipschitz(self, low: float, high: float) -> float:
        """L."""
        return abs(self.rate) * (high - low)

    def cdf(self, x: Floats, y: Floats, low: float, high: float) -> Floats:
        """Probability of at most x: expm1(s (x - low)) / expm1(s (high - low)) with s = rate y, without overflow."""
        slope = np.asarray(self.rate * y, dtype=float)
        flat = np.abs(slope) * (high - low) < 1e-12
        steep = np.where(flat, 1.0, np.abs(slope))
        share = np.expm1(-steep * (x - low)) / np.expm1(-steep * (high - low))
        rising = np.where(slope > 0, np.exp(steep * (x - high)), 1.0)
        return np.asarray(np.where(flat, (x - low) / (high - low), rising * share))


@dataclass(frozen=True)
class Laplace(Density):
    """f(x|y) in proportion to exp(-|x - pull y| / scale), cut off at the ends: the next value is near pull times y.

    | |x - pull y| - |x - pull y'| | <= |pull| |y - y'|, and what f is divided by changes by no larger factor than the
    exponentials that it adds up: L = 2 |pull| / scale.

    Raises:
        InvalidInput: if the scale is not positive.
    """

    pull: float
    scale: float
    family = "laplace"

    def __post_init__(self) -> None:
        if not self.scale > 0:
            raise InvalidInput.of("density.scale", self.scale, "it must be positive")

    def lipschitz(self, low: float, high: float) -> float:  # noqa: ARG002 - as other families
        """L."""
        return 2 * abs(self.pull) / self.scale

    def cdf(self, x: Floats, y: Floats, low: float, high: float) -> Floats:
        """Probability of at most x."""
        centre = self.pull * y
        # all exponents relative to the peak in the interval, which keeps a centre far outside from underflowing
        peak = np.abs(np.clip(centre, low, high) - centre)

        def beyond(end: Floats | float) -> Floats:
            """What lies further out than `end`; negative above the centre. Over scale, as `mass`."""
            far = np.exp((peak - np.abs(end - centre)) / self.scale)
            return np.asarray(np.where(end < centre, far, -far))

        def mass(end: Floats | float) -> Floats:
            """What lies between `low` and `end`: where the centre is between them, both sides less what is beyond."""
            return beyond(end) - beyond(low) + 2.0 * ((low < centre) & (end >= centre))

        return np.asarray(mass(x) / mass(high))


@dataclass(frozen=True)
class Copula(Density):
    """f(x|y) = (1 + dependence (2u - 1)(2w - 1)) / (high - low), where u and w are x and y as shares of the interval.

    The law of Farlie, Gumbel and Morgenstern: a uniform y makes x uniform. d/dy ln f is at most
    L = 2 |dependence| / ((1 - |dependence|) (high - low)).

    Raises:
        InvalidInput: if the dependence is not between -1 and 1.
    """

    dependence: float
    family = "copula"

    def __post_init__(self) -> None:
        if not abs(self.dependence) < 1:
            raise InvalidInput.of("density.dependence", self.dependence, "it must be between -1 and 1, both excluded")

    def lipschitz(self, low: float, high: float) -> float:
        """L."""
        return 2 * abs(self.dependence) / ((1 - abs(self.dependence)) * (high - low))

    def cdf(self, x: Floats, y: Floats, low: float, high: float) -> Floats:
        """Probability of at most x."""
        u, w = (x - low) / (high - low), (y - low) / (high - low)
        return np.asarray(u + self.dependence * (2 * w - 1) * (u * u - u))


#: By the name that instances give them.
FAMILIES: dict[str, type[Density]] = {family.family: family for family in (Uniform, Tilt, Laplace, Copula)}
